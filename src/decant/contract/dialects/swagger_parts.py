"""The parts of a Swagger 2.0 document in the words of OpenAPI 3.0, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.grammar import GRAMMAR, ONE, Kind, Shape
from decant.contract.references import escaped, tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = Any
_SCHEMA: Final = GRAMMAR[Kind.SCHEMA]
# What describes the value of a parameter or header, and goes into its `schema`.
_OF_VALUES: Final = frozenset(
    {
        *("type", "format", "items", "default", "enum", "pattern", "multipleOf", "x-nullable"),
        *("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "uniqueItems"),
        *("maxLength", "minLength", "maxItems", "minItems"),
    }
)
_SECTIONS: Final = {
    "definitions": "schemas",
    "parameters": "parameters",
    "responses": "responses",
    "securityDefinitions": "securitySchemes",
}
# fmt: off
_STYLES: Final[dict[str, dict[str, Json]]] = {
    "csv":   {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "ssv":   {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
    # OpenAPI 3 has no word for values parted by tabs.
    "tsv":   {"x-collectionFormat": "tsv"},
}
_FLOWS: Final = {
    "implicit": "implicit", "password": "password",
    "application": "clientCredentials", "accessCode": "authorizationCode",
}
_OF_FLOWS: Final = ("authorizationUrl", "tokenUrl", "scopes")
# fmt: on


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the spelled document, and the one in the document as written."""

    at: str
    of: str

    @staticmethod
    def token(name: str | int) -> str:
        return escaped(str(name))

    def to(self, *tokens: str | int) -> Place:
        """The place below, which has the same name in both unless it is moved."""
        below = "".join(f"/{escaped(str(token))}" for token in tokens)
        return Place(self.at + below, self.of + below)


def forwarding(moves: dict[str, str]) -> dict[str, str]:
    """Where the content of each place as written went first, from where it came."""
    return {of: at for at, of in reversed(moves.items())}


def forwarded(pointer: str, whither: Mapping[str, str]) -> str:
    """Where a place as written stands in the spelled document."""
    above = pointer
    while above and above not in whither:
        above = above.rpartition("/")[0]
    return whither[above] + pointer[len(above) :] if above else pointer


class Respelled:
    """Says parts in the words of 3.0, and remembers what went where."""

    def __init__(self) -> None:
        self.moves: dict[str, str] = {}
        # Components that are kept under another section than their kind suggests.
        self.renamed: dict[tuple[str, str], str] = {}
        self._references: list[dict[str, Json]] = []

    def move(self, place: Place, written: str) -> Place:
        """Note where the content of a place was written."""
        self.moves[place.at] = written
        return Place(place.at, written)

    def referring(self, written: dict[str, Json]) -> dict[str, Json]:
        """An object that is a reference, which is rewritten once all sections are known."""
        copy = dict(written)
        self._references.append(copy)
        return copy

    def settle_holder(self, holder: dict[str, Json]) -> None:
        """Rewrite the `$ref` that an object has beside its other fields."""
        if isinstance(holder.get("$ref"), str):
            self._references.append(holder)

    def settle_references(self) -> None:
        """Point every reference to where its target stands now."""
        whither = forwarding(self.moves)
        for holder in self._references:
            holder["$ref"] = self._moved(holder["$ref"], whither)

    def _moved(self, ref: str, whither: dict[str, str]) -> str:
        tokens = tokens_of(ref)
        if not tokens:
            return ref
        if len(tokens) > 1 and tokens[0] in _SECTIONS:
            section = self.renamed.get((tokens[0], tokens[1]), _SECTIONS[tokens[0]])
            return "/".join(["#", "components", section, *ref.split("/")[2:]])
        return f"#{forwarded(ref[1:], whither)}"

    def schema(self, written: Json, _: Place | None = None) -> Json:
        """A schema, and all schemas inside it, in the words of 3.0."""
        if not isinstance(written, dict):
            return written
        spelled: dict[str, Json] = {}
        waiting = [(written, spelled)]
        while waiting:
            source, target = waiting.pop()
            for key, value in source.items():
                target[key] = _children(key, value, waiting)
            self._respell(target)
        return spelled

    def _respell(self, schema: dict[str, Json]) -> None:
        self.settle_holder(schema)
        if isinstance(schema.get("discriminator"), str):
            schema["discriminator"] = {"propertyName": schema["discriminator"]}
        if isinstance(schema.get("x-nullable"), bool) and "nullable" not in schema:
            schema["nullable"] = schema.pop("x-nullable")
        if schema.get("type") == "file":
            schema.update(type="string", format="binary")

    def value_schema(self, written: dict[str, Json], *, is_property: bool = False) -> Json:
        """The schema of a parameter's or a header's value."""
        kept = {key: value for key, value in written.items() if key in _OF_VALUES}
        if is_property and "description" in written:
            kept["description"] = written["description"]
        return self.schema(kept)

    def parameter(self, written: Json, place: Place) -> Json:
        """A parameter of a path, query or header."""
        if not isinstance(written, dict):
            return written
        if isinstance(written.get("$ref"), str):
            return self.referring(written)
        spelled = self._valued(written, place)
        if written.get("type") == "array":
            spelled.update(self.style(written))
        return spelled

    def style(self, written: dict[str, Json]) -> dict[str, Json]:
        """How the items of an array are put together (`collectionFormat`)."""
        named = written.get("collectionFormat", "csv")
        style = _STYLES.get(named if isinstance(named, str) else "csv", _STYLES["csv"])
        if written.get("in") in ("path", "header") and style.get("style") == "form":
            return {"style": "simple"}
        return dict(style)

    def _valued(self, written: dict[str, Json], place: Place) -> dict[str, Json]:
        """An object that describes its value in its own fields, with a `schema` instead."""
        spelled = {
            key: value
            for key, value in written.items()
            if key not in _OF_VALUES and key != "collectionFormat"
        }
        if _OF_VALUES.intersection(written):
            self.move(place.to("schema"), place.of)
            spelled["schema"] = self.value_schema(written)
        return spelled

    def response(self, written: dict[str, Json], place: Place, produces: list[str]) -> Json:
        """A response, its schema repeated for each media type."""
        spelled = {key: v for key, v in written.items() if key not in ("schema", "examples")}
        headers = written.get("headers")
        if isinstance(headers, dict):
            spelled["headers"] = {
                name: self._valued(header, place.to("headers", name))
                if isinstance(header, dict)
                else header
                for name, header in headers.items()
            }
        examples = written.get("examples")
        examples = examples if isinstance(examples, dict) else {}
        content: dict[str, Json] = {}
        for name in dict.fromkeys([*(produces if "schema" in written else ()), *examples]):
            there = place.to("content", name)
            self.move(there, place.of)
            media = content[name] = {}
            if "schema" in written:
                media["schema"] = self.schema(written["schema"])
            if name in examples:
                media["example"] = examples[name]
                self.move(there.to("example"), place.to("examples", name).of)
        if content:
            spelled["content"] = content
        return spelled


def _children(
    key: str, value: Json, waiting: list[tuple[dict[str, Json], dict[str, Json]]]
) -> Json:
    """The value of one keyword; the schemas in it are copies that wait to be filled."""

    def later(schema: Json) -> Json:
        if not isinstance(schema, dict):
            return schema
        copy: dict[str, Json] = {}
        waiting.append((schema, copy))
        return copy

    shape = _SCHEMA[key][0] if key in _SCHEMA else None
    if shape is ONE:
        return later(value)
    if shape is Shape.LIST and isinstance(value, list):
        return [later(item) for item in value]
    if shape is Shape.MAP and isinstance(value, dict):
        return {name: later(one) for name, one in value.items()}
    return value


def as_security_scheme(written: Json, _: Place | None = None) -> Json:
    """A security scheme; OAuth 2 flows go by other names."""
    if not isinstance(written, dict):
        return written
    if written.get("type") == "basic":
        return {**written, "type": "http", "scheme": "basic"}
    flow = written.get("flow")
    if written.get("type") != "oauth2" or not isinstance(flow, str):
        return written
    spelled = {k: v for k, v in written.items() if k != "flow" and k not in _OF_FLOWS}
    kept = {key: written[key] for key in _OF_FLOWS if key in written}
    spelled["flows"] = {_FLOWS.get(flow, flow): {"scopes": {}, **kept}}
    return spelled
