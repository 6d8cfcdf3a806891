"""A Swagger 2.0 document spelled as OpenAPI 3.0, and where each of its parts stood.

Everything is kept, but in other places: body and form parameters become request bodies,
`definitions` become components, `host`, `basePath` and `schemes` become servers. Schemas
stay in the words of 3.0. Specification: https://spec.openapis.org/oas/v2.0.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from decant.contract.grammar import METHODS
from decant.contract.references import References, ref_of

from .swagger_bodies import FormField, as_bodies, form_body
from .swagger_parts import Place, Respelled, as_security_scheme, forwarded, forwarding

__all__ = ["Spelled", "forwarded", "forwarding", "spelled"]

Json: TypeAlias = Any
_MOVED: Final = frozenset(
    {
        *("swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions"),
        *("parameters", "responses", "securityDefinitions", "paths"),
    }
)
_JSON: Final = ["application/json"]


@dataclass(frozen=True, slots=True)
class Spelled:
    """The tree as OpenAPI 3.0; `moves` lead from places in it to those as written."""

    tree: dict[str, Json]
    moves: dict[str, str]


def spelled(tree: dict[str, Json]) -> Spelled:
    """Spell a Swagger 2.0 document as OpenAPI 3.0."""
    return _Spelling(tree).done()


class _Spelling:
    """The work in progress on one document."""

    def __init__(self, tree: dict[str, Json]) -> None:
        self.root = tree
        self.words = Respelled()
        self.references = References(lambda _: (tree, 0))
        self.consumes = _names(tree.get("consumes"), _JSON)
        self.produces = _names(tree.get("produces"), _JSON)

    def done(self) -> Spelled:
        root, words = self.root, self.words
        tree: dict[str, Json] = {"openapi": "3.0.3"}
        tree.update((key, value) for key, value in root.items() if key not in _MOVED)
        place = Place("", "")
        servers = self._servers(root, place)
        if servers:
            tree["servers"] = servers
        if "paths" in root:
            tree["paths"] = self._paths(root["paths"], place.to("paths"))
        components = self._components(place.to("components"))
        if components:
            tree["components"] = components
        words.settle_references()
        return Spelled(tree, words.moves)

    def _servers(self, holder: dict[str, Json], place: Place) -> list[Json]:
        """The base of all URLs, one server for each scheme."""
        host, base = self.root.get("host"), self.root.get("basePath")
        path = base.rstrip("/") if isinstance(base, str) else ""
        if not isinstance(host, str):
            if not path or holder is not self.root:
                return []
            self.words.move(place.to("servers"), "/basePath")
            return [{"url": path}]
        schemes = _names(holder.get("schemes"), [])
        of = place.to("schemes").of if schemes else "/host"
        self.words.move(place.to("servers"), of)
        return [{"url": f"{scheme}://{host}{path}"} for scheme in schemes] or [
            {"url": f"//{host}{path}"}
        ]

    def _components(self, place: Place) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for field, section, spell in (
            ("definitions", "schemas", self.words.schema),
            ("responses", "responses", self._shared_response),
            ("securityDefinitions", "securitySchemes", as_security_scheme),
        ):
            members = self.root.get(field)
            if field in self.root:
                there = self.words.move(place.to(section), f"/{field}")
                found[section] = (
                    {name: spell(value, there.to(name)) for name, value in members.items()}
                    if isinstance(members, dict)
                    else members
                )
        return {**found, **self._shared_parameters(place)}

    def _shared_response(self, written: Json, place: Place) -> Json:
        return self._response(written, place, self.produces)

    def _shared_parameters(self, place: Place) -> dict[str, Json]:
        """Parameters kept for reuse; those of forms are spelled out where they are used."""
        members = self.root.get("parameters")
        sections: dict[str, dict[str, Json]] = {}
        for name, written in (members if isinstance(members, dict) else {}).items():
            where = written.get("in") if isinstance(written, dict) else None
            if where == "formData":
                continue
            section = "requestBodies" if where == "body" else "parameters"
            there = self.words.move(place.to(section, name), f"/parameters/{Place.token(name)}")
            kept = sections.setdefault(section, {})
            if where == "body":
                kept[name] = as_bodies(self.words, written, there, self.consumes)
                self.words.renamed["parameters", name] = "requestBodies"
            else:
                kept[name] = self.words.parameter(written, there)
        return dict(sections)

    def _paths(self, paths: Json, place: Place) -> Json:
        if not isinstance(paths, dict):
            return paths
        return {
            path: self._item(item, place.to(path))
            if isinstance(item, dict) and not path.startswith("x-")
            else item
            for path, item in paths.items()
        }

    def _item(self, item: dict[str, Json], place: Place) -> dict[str, Json]:
        shared, bodies = self._parameters(item, place)
        spelled: dict[str, Json] = {}
        for key, value in item.items():
            if key in METHODS and isinstance(value, dict):
                spelled[key] = self._operation(value, place.to(key), bodies)
            elif key == "parameters":
                if shared or not bodies:
                    spelled[key] = shared
            else:
                spelled[key] = value
        self.words.settle_holder(spelled)
        return spelled

    def _operation(
        self, operation: dict[str, Json], place: Place, inherited: list[FormField]
    ) -> dict[str, Json]:
        own, bodies = self._parameters(operation, place)
        spelled: dict[str, Json] = {}
        for key, value in operation.items():
            if key == "parameters":
                if own or not bodies:
                    spelled[key] = own
            elif key == "responses" and isinstance(value, dict):
                produces = _names(operation.get("produces"), self.produces)
                there = place.to(key)
                spelled[key] = {
                    status: self._response(one, there.to(status), produces)
                    for status, one in value.items()
                }
            elif key not in ("consumes", "produces", "schemes"):
                spelled[key] = value
        if "schemes" in operation and (servers := self._servers(operation, place)):
            spelled["servers"] = servers
        consumes = _names(operation.get("consumes"), self.consumes)
        known = {field.key for field in bodies}
        sent = [field for field in inherited if field.key not in known] + bodies
        body = self._body(sent, place.to("requestBody"), consumes)
        if body is not None:
            spelled["requestBody"] = body
        return spelled

    def _parameters(self, holder: dict[str, Json], place: Place) -> tuple[Json, list[FormField]]:
        """What is sent beside the body, and what is sent in it."""
        written = holder.get("parameters")
        if not isinstance(written, list):
            return written, []
        beside: list[Json] = []
        inside: list[FormField] = []
        for index, one in enumerate(written):
            behind = self.references.follow(one)
            where = behind.get("in") if isinstance(behind, dict) else None
            was = place.to("parameters", index)
            if where in ("body", "formData"):
                inside.append(FormField(one, behind, was))
            else:
                there = self.words.move(place.to("parameters", len(beside)), was.of)
                beside.append(self.words.parameter(one, there))
        return beside, inside

    def _body(self, fields: list[FormField], place: Place, consumes: list[str]) -> Json:
        """The request body: the one body parameter, or all the fields of a form."""
        for field in fields:
            if field.behind["in"] == "body":
                there = self.words.move(place, field.place.of)
                if ref_of(field.written) is not None:
                    return self.words.referring(field.written)
                return as_bodies(self.words, field.written, there, consumes)
        return form_body(self.words, fields, place, consumes) if fields else None

    def _response(self, written: Json, place: Place, produces: list[str]) -> Json:
        if not isinstance(written, dict):
            return written
        if ref_of(written) is not None:
            return self.words.referring(written)
        return self.words.response(written, place, produces)


def _names(value: Json, otherwise: list[str]) -> list[str]:
    """A list of strings, such as media types; `otherwise` if there is none."""
    if not isinstance(value, list):
        return otherwise
    return [name for name in value if isinstance(name, str)] or otherwise
