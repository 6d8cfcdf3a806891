"""Does a value fit a schema? One compiled validator answers for every example of a document.

OpenAPI schemas are translated to JSON Schema leniently: what cannot be judged without doubt
(formats of a vendor, which side of the wire a readOnly property is on, references to
nowhere) is left out, so that a complaint is always a fact. A translation is never larger than its source,
nothing is inlined, and work that could explode is refused beforehand.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from decant.contract.validate.causes import causes_of
from decant.contract.validate.schemas import TYPES, is_number
from decant.contract.validate.structure import compiled

from .alternatives import named_by, one_of
from .formats import is_standard
from .typed import is_one_sided, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import jsonschema_rs

    from decant.contract.elements import Elements

Json = Any

# Visits of a schema by one value, and by all values whose errors are explained. A visit takes
# some ten nanoseconds to judge, but a hundred times that to explain.
MOST_VISITS: Final = 5_000_000
MOST_JUDGED: Final = 50_000_000
MOST_EXPLAINED: Final = 100_000
NOT_JUDGED: Final = "It was not judged: its schema takes too much work to follow."
DEEPEST: Final = 150
MOST_HOPS: Final = 100


def _count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _anything(_: Json) -> bool:
    return True


# fmt: off
# What is taken over as it stands, if it is what JSON Schema expects.
PLAIN: Final[dict[str, Callable[[Json], bool]]] = {
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties",
                     "maxProperties", "minContains", "maxContains"), _count),
    **dict.fromkeys(("minimum", "maximum"), is_number),
    "multipleOf": lambda value: is_number(value) and value > 0,
    "uniqueItems": lambda value: isinstance(value, bool),
    "const": _anything,
    "format": is_standard,
}
# Keywords whose schemas see the same value, and those whose schemas see a part of it.
IN_PLACE: Final = ("allOf", "anyOf")
PARTS: Final = ("items", "additionalProperties", "contains", "propertyNames")
# fmt: on


class Side(Enum):
    """Who sends a value: what is readOnly a client leaves out, what is writeOnly the service."""

    REQUEST = "readOnly"
    RESPONSE = "writeOnly"
    EITHER = ""


class Translation:
    """The schemas that are asked about, and all they lead to, as one JSON Schema."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self._keys: dict[tuple[str, Side], str] = {}
        self._patterns: dict[str, bool] = {}
        self._roots: dict[tuple[int, Side], str] = {}
        self._side = Side.EITHER
        self._has_sides = typed(elements).has_sides
        # Translated nodes below which there is a reference: only they can make work explode.
        self._open: set[int] = set()
        self._costs: dict[tuple[str, int], int] = {}
        self._waiting: list[tuple[str, Json, Side]] = []
        self.definitions: dict[str, Json] = {}
        self._leads_to: dict[str, list[str]] = {}
        self._here: list[str] = []

    def root(self, schema: dict[str, Json], side: Side) -> str:
        """The key under which this schema object will stand, as that side sees it."""
        side = side if self._has_sides else Side.EITHER
        key = self._roots.get((id(schema), side))
        if key is None:
            key = self._roots[id(schema), side] = f"r{len(self._roots)}"
            self._waiting.append((key, schema, side))
        return key

    def finish(self) -> None:
        """Translate what has been asked for and what it refers to."""
        while self._waiting:
            key, node, self._side = self._waiting.pop()
            self._here = self._leads_to[key] = []
            self.definitions[key] = self._schema(node)

    def needed(self, keys: Iterable[str]) -> dict[str, Json]:
        """These definitions and all they lead to."""
        waiting, found = list(keys), dict[str, Json]()
        while waiting:
            key = waiting.pop()
            if key not in found:
                found[key] = self.definitions[key]
                waiting.extend(self._leads_to[key])
        return found

    def _schema(self, node: Json) -> Json:
        if not isinstance(node, dict):
            return node if isinstance(node, bool) else True
        out: dict[str, Json] = {}
        ref = node.get("$ref")
        if isinstance(ref, str):
            self._refer(ref, out)
            if self._elements.references_stand_alone:
                return out
        for keyword, value in node.items():
            expected = PLAIN.get(keyword)
            if expected is not None and expected(value):
                out[keyword] = value
        self._type(node, out)
        self._bounds(node, out)
        self._members(node, out)
        self._combined(node, out)
        whole = _or_null(node, out)
        if "$ref" in out or any(id(part) in self._open for part in _parts(out)):
            self._open.update((id(out), id(whole)))
        return whole

    def _refer(self, ref: str, out: dict[str, Json]) -> None:
        key = self._keys.get((ref, self._side))
        if key is None:
            target = self._behind(ref)
            if target is None:
                return
            key = self._keys[ref, self._side] = f"d{len(self._keys)}"
            self._waiting.append((key, target, self._side))
        out["$ref"] = f"#/$defs/{key}"
        self._here.append(key)
        self._open.add(id(out))

    def _behind(self, ref: str) -> dict[str, Json] | None:
        """What a reference leads to, past others that say nothing of their own."""
        alone = self._elements.references_stand_alone
        for _ in range(MOST_HOPS):
            target = self._elements.document.resolve(ref) if ref.startswith("#/") else None
            if not isinstance(target, dict):
                return None
            onward = target.get("$ref")
            if not isinstance(onward, str) or not (alone or len(target) == 1):
                return target
            ref = onward
        return None

    def _type(self, node: dict[str, Json], out: dict[str, Json]) -> None:
        named = node.get("type")
        types = [named] if isinstance(named, str) else named
        if isinstance(types, list) and types and all(t in TYPES.values() for t in types):
            out["type"] = list(dict.fromkeys(types))
        if isinstance(node.get("enum"), list) and node["enum"]:
            out["enum"] = node["enum"]
        pattern = node.get("pattern")
        if isinstance(pattern, str) and self._matches_in_linear_time(pattern):
            out["pattern"] = pattern

    def _bounds(self, node: dict[str, Json], out: dict[str, Json]) -> None:
        for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            value = node.get(exclusive)
            if value is True and limit in out:  # the spelling before OpenAPI 3.1
                out[exclusive] = out.pop(limit)
            elif is_number(value):
                out[exclusive] = value

    def _members(self, node: dict[str, Json], out: dict[str, Json]) -> None:
        properties = node.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        if properties:
            out["properties"] = {name: self._schema(part) for name, part in properties.items()}
        required = node.get("required")
        if isinstance(required, list) and all(isinstance(name, str) for name in required):
            out["required"] = [
                name
                for name in dict.fromkeys(required)
                if not self._is_left_out(properties.get(name))
            ]
        for keyword in PARTS:
            # Names matched by patterns are not additional, and patterns are not judged here.
            told = keyword != "additionalProperties" or "patternProperties" not in node
            if told and isinstance(node.get(keyword), dict | bool):
                out[keyword] = self._schema(node[keyword])
        prefix = node.get("prefixItems")
        if isinstance(prefix, list) and prefix:
            out["prefixItems"] = [self._schema(part) for part in prefix]

    def _combined(self, node: dict[str, Json], out: dict[str, Json]) -> None:
        """oneOf becomes anyOf: a lenient alternative may well fit where a strict one would not.

        Where a discriminator tells which one is meant, that one alone must fit.
        """
        for keyword, spelled in (("allOf", "allOf"), ("anyOf", "anyOf"), ("oneOf", "anyOf")):
            parts = node.get(keyword)
            if not isinstance(parts, list) or not parts:
                continue
            translated = [self._schema(part) for part in parts]
            name, named = named_by(node, parts) if spelled == "anyOf" else ("", [])
            if named:
                self._also(out, one_of(name, named, translated))
            elif spelled in out:
                self._also(out, {spelled: translated})
            else:
                out[spelled] = translated

    def _also(self, out: dict[str, Json], schema: Json) -> None:
        out["allOf"] = [*out.get("allOf", ()), schema]
        while schema is not None:
            self._open.add(id(schema))
            schema = schema.get("else")

    def _is_left_out(self, written: Json) -> bool:
        """Whether this side may leave a property out, however required it is."""
        schema = self._elements.follow(written)
        if self._side is Side.EITHER or not isinstance(schema, dict):
            return is_one_sided(schema)
        return schema.get(self._side.value) is True

    def _matches_in_linear_time(self, pattern: str) -> bool:
        if pattern not in self._patterns:
            self._patterns[pattern] = compiled({"pattern": pattern}) is not None
        return self._patterns[pattern]

    def visits(self, key: str, depth: int, level: int = 0) -> int:
        """An upper bound on the visits of a schema by a value of this depth."""
        memo = key, depth
        if memo not in self._costs:
            self._costs[memo] = 0  # a schema inside itself at one depth adds nothing
            self._costs[memo] = self._visits(self.definitions[key], depth, level + 1)
        return self._costs[memo]

    def _visits(self, node: Json, depth: int, level: int) -> int:
        if id(node) not in self._open:
            return 1
        if level > DEEPEST:
            return MOST_VISITS
        total = 1
        if "$ref" in node:
            total += self.visits(node["$ref"][8:], depth, level)
        for keyword in IN_PLACE:
            for part in node.get(keyword, ()):
                total += self._visits(part, depth, level + 1)
        if "if" in node:
            # One of the two, and asking which looks at the value and one of its properties.
            ways = (node["then"], node["else"])
            total += 2 + max(self._visits(way, depth, level + 1) for way in ways)
        if depth:
            # A member of an object is seen by the one property that has its name.
            members = node.get("properties", {}).values()
            total += max((self._visits(m, depth - 1, level + 1) for m in members), default=0)
            others = [node[k] for k in PARTS if k in node]
            for part in (*others, *node.get("prefixItems", ())):
                total += self._visits(part, depth - 1, level + 1)
        return min(total, MOST_VISITS)


def _parts(out: dict[str, Json]) -> Iterable[Json]:
    yield from out.get("properties", {}).values()
    for keyword in (*IN_PLACE, "prefixItems"):
        yield from out.get(keyword, ())
    for keyword in PARTS:
        if keyword in out:
            yield out[keyword]


def _or_null(node: dict[str, Json], out: dict[str, Json]) -> dict[str, Json]:
    """`nullable`, the spelling of null before OpenAPI 3.1.

    An enum must list null all the same (OpenAPI 3.0.3, proposal "Clarify Nullable").
    """
    if node.get("nullable") is not True or None not in out.get("enum", (None,)):
        return out
    if set(out) <= {"type", "format", "properties", "items", "required"} and "type" in out:
        out["type"] = [*out["type"], "null"]
        return out
    return {"anyOf": [{"type": "null"}, out]}


def extent(value: Json) -> tuple[int, int]:
    """How deeply a value is nested (0 for a scalar), and how many values it is made of."""
    levels = count = 0
    layer = [value]
    while layer:
        below: list[Json] = []
        for part in layer:
            if isinstance(part, dict):
                below.extend(part.values())
            elif isinstance(part, list):
                below.extend(part)
        levels += 1
        count += len(layer)
        layer = below
    return levels - 1, count


class Judge:
    """All values and the schemas they are held against, compiled together once."""

    def __init__(
        self, elements: Elements, asked_about: Iterable[tuple[dict[str, Json], Json, Side]]
    ) -> None:
        translation = Translation(elements)
        asked = [(translation.root(schema, side), value) for schema, value, side in asked_about]
        translation.finish()
        self._asked = [(key, value, _cost(translation, key, value)) for key, value in asked]
        keys = {key for key, _, cost in self._asked if cost < MOST_VISITS}
        self._validator = compiled(
            {
                "$defs": translation.needed(keys),
                "properties": {key: {"$ref": f"#/$defs/{key}"} for key in keys},
            }
        )
        self._left_to_judge = MOST_JUDGED
        self._left_to_explain = MOST_EXPLAINED

    def faults(self) -> Iterator[tuple[int, str, str]]:
        """(number of the value, pointer inside the value, what is wrong) of each misfit.

        A value that would take too much work is named too, as one that was not judged.
        """
        for number, (key, value, cost) in enumerate(self._asked):
            dear = cost >= MOST_VISITS or cost > self._left_to_judge
            if self._validator is None or dear:
                yield number, "", NOT_JUDGED
                continue
            self._left_to_judge -= cost
            if not self._validator.is_valid({key: value}):
                yield number, *self._explained(self._validator, number)

    def _explained(self, validator: jsonschema_rs.Validator, number: int) -> tuple[str, str]:
        key, value, cost = self._asked[number]
        if cost > self._left_to_explain:
            return "", "It does not fit its schema."
        self._left_to_explain -= cost
        error = next(iter(validator.iter_errors({key: value})))
        cause = next(causes_of(error, frozenset()))
        return cause.pointer[len(key) + 1 :], cause.message


def _cost(translation: Translation, key: str, value: Json) -> int:
    depth, count = extent(value)
    return translation.visits(key, depth) * count
