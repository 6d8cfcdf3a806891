"""How two schemas that must both hold become one: keyword by keyword, the stricter wins."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeGuard

from decant.contract.elements import escaped

from .equality import are_equal
from .sides import Parts, Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fold import View

Json: TypeAlias = Any
Types: TypeAlias = frozenset[str] | None

_SUBSCHEMAS: Final = frozenset(
    [
        "items",
        "additionalProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "propertyNames",
        "contains",
        "contentSchema",
    ]
)
_NAMED: Final = frozenset(["patternProperties", "dependentSchemas"])
_ELSEWHERE: Final = frozenset(
    ["$ref", "$dynamicRef", "allOf", "oneOf", "anyOf", "type", "nullable", "then", "else"]
)


def absorb(view: View, part: Site) -> None:
    """Put the keywords of one more schema into a view."""
    here = part.pointer
    strange = here != view.pointer
    for keyword, value in part.value.items():
        if keyword in _ELSEWHERE:
            continue
        special = _ABSORB.get(keyword)
        if special is not None:
            special(view, part, value)
            continue
        if keyword in _NAMED:
            _absorb_named(view.named.setdefault(keyword, {}), part.at(keyword))
            continue
        if keyword not in view.words:
            view.words[keyword] = value
            if strange:
                view.places[keyword] = f"{here}/{escaped(keyword)}"
            continue
        _meet(view, keyword, Site(value, f"{here}/{escaped(keyword)}"))


def _meet(view: View, keyword: str, other: Site) -> None:
    mine, theirs = view.words[keyword], other.value
    if are_equal(mine, theirs):
        return
    if keyword in _SUBSCHEMAS:
        if isinstance(mine, dict) and isinstance(theirs, dict):
            view.words[keyword] = Parts((Site(mine, view.place(keyword)), other))
        elif theirs is False or mine is True:
            view.words[keyword], view.places[keyword] = theirs, other.pointer
        return
    stricter = _STRICTER.get(keyword)
    if stricter is not None:
        met = stricter(mine, theirs)
        if met != mine:
            view.words[keyword], view.places[keyword] = met, other.pointer


def _absorb_properties(view: View, part: Site, _: Json) -> None:
    _absorb_named(view.properties, part.at("properties"))


def _absorb_named(found: dict[str, Site], schemas: Site) -> None:
    for name, schema in schemas.members():
        mine = found.get(name)
        if mine is None:
            found[name] = schema
        elif mine.value is not schema.value:
            found[name] = Site(Parts((mine, schema)), mine.pointer)


def _absorb_required(view: View, part: Site, names: Json) -> None:
    if isinstance(names, list):
        for name in names:
            if isinstance(name, str):
                view.required.setdefault(name, f"{part.pointer}/required")


def _absorb_enum(view: View, part: Site, values: Json) -> None:
    if isinstance(values, list):
        _keep_values(view, values, f"{part.pointer}/enum")


def _absorb_const(view: View, part: Site, value: Json) -> None:
    _keep_values(view, [value], f"{part.pointer}/const")


def _keep_values(view: View, values: list[Json], place: str) -> None:
    mine = view.words.get("enum")
    if isinstance(mine, list):
        keys = {value_key(value) for value in values}
        values = [value for value in mine if value_key(value) in keys]
        if len(values) == len(mine):
            return
    view.words["enum"], view.places["enum"] = values, place


def _absorb_pattern(view: View, part: Site, pattern: Json) -> None:
    if isinstance(pattern, str) and pattern not in _ANY_TEXT:
        view.patterns.setdefault(pattern, f"{part.pointer}/pattern")


def _absorb_contains(view: View, part: Site, schema: Json) -> None:
    """Two items may be what two `contains` ask for: the second one is held by itself.

    Not to exclude it is to ask for it, so it stands with what is excluded.
    """
    if view.words.setdefault("contains", schema) is schema:
        view.places["contains"] = f"{part.pointer}/contains"
        return
    held = {word: part.value[word] for word in _COUNTED if word in part.value}
    view.nots.append(Site({"not": held}, f"{part.pointer}/contains"))


def _absorb_count(view: View, part: Site, _: Json) -> None:
    """How many items a `contains` asks for; without one of its own it means nothing."""
    own = part.value.get("contains")
    if own is not None and view.words.setdefault("contains", own) is own:
        for word in _COUNTED & part.value.keys():
            view.words[word], view.places[word] = part.value[word], f"{part.pointer}/{word}"


def _absorb_not(view: View, part: Site, schema: Json) -> None:
    view.nots.append(Site(schema, f"{part.pointer}/not"))


def _absorb_condition(view: View, part: Site, _: Json) -> None:
    view.conditions.append(part)


_COUNTED: Final = frozenset(["contains", "minContains", "maxContains"])
# Texts that match everything: a pattern that is none.
_ANY_TEXT: Final = frozenset(["", ".*", "^.*$", "^.*", ".*$", "^", "$", r"[\s\S]*", r"^[\s\S]*$"])

_ABSORB: Final[dict[str, Callable[[View, Site, Json], None]]] = {
    "properties": _absorb_properties,
    "required": _absorb_required,
    "enum": _absorb_enum,
    "const": _absorb_const,
    "pattern": _absorb_pattern,
    "not": _absorb_not,
    "contains": _absorb_contains,
    "minContains": _absorb_count,
    "maxContains": _absorb_count,
    "if": _absorb_condition,
}


def _highest(mine: Json, theirs: Json) -> Json:
    return max(mine, theirs) if is_number(mine) and is_number(theirs) else mine


def _lowest(mine: Json, theirs: Json) -> Json:
    return min(mine, theirs) if is_number(mine) and is_number(theirs) else mine


def _either(mine: Json, theirs: Json) -> Json:
    return mine is True or theirs is True


def _both_steps(mine: Json, theirs: Json) -> Json:
    """The least number that is a multiple of both (`multipleOf` twice)."""
    if not is_number(mine) or not is_number(theirs) or mine <= 0 or theirs <= 0:
        return mine
    from fractions import Fraction

    one, two = Fraction(str(mine)), Fraction(str(theirs))
    step = Fraction(lcm(one.numerator, two.numerator), gcd(one.denominator, two.denominator))
    return step.numerator if step.denominator == 1 else float(step)


_STRICTER: Final[dict[str, Callable[[Json, Json], Json]]] = {
    **dict.fromkeys(
        ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"],
        _highest,
    ),
    **dict.fromkeys(
        ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"],
        _lowest,
    ),
    **dict.fromkeys(["uniqueItems", "readOnly", "writeOnly", "deprecated"], _either),
    "multipleOf": _both_steps,
}


def is_number(value: Json) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def value_key(value: Json) -> Json:
    """Something hashable that is equal for equal JSON values: 1 is 1.0 but not true."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return (type(value).__name__, value)
    if isinstance(value, (int, float)):
        return ("number", value)
    if isinstance(value, list):
        return ("array", tuple(map(value_key, value)))
    return ("object", frozenset((key, value_key(item)) for key, item in value.items()))


def is_null(schema: Json) -> bool:
    """Whether a schema allows null and nothing else."""
    if not isinstance(schema, dict):
        return False
    if schema.get("type") in ("null", ["null"]):
        return True
    return schema.get("enum") == [None] or ("const" in schema and schema["const"] is None)


def types_of(node: dict[str, Json]) -> Types:
    """The types a schema names; None if it names none."""
    named = node.get("type")
    if isinstance(named, str):
        types = {named}
    elif isinstance(named, list):
        types = {name for name in named if isinstance(name, str)}
    else:
        return None
    if node.get("nullable") is True:
        types.add("null")
    if "number" in types:
        types.discard("integer")
    return frozenset(types)


def intersection(one: Types, two: Types) -> Types:
    """The types that both allow; integers are numbers."""
    if one is None or two is None:
        return two if one is None else one
    both = one & two
    if "integer" in one | two and ("number" in one or "number" in two):
        both |= {"integer"}
    return frozenset(both)


def settle_types(view: View, types: list[Types], *, forced: bool) -> None:
    """Decide the types of a view once all its parts are in."""
    met: Types = None
    for own in types:
        met = intersection(met, own)
    if met is None:
        met = _implied(view)
        view.is_typed = False
    if met is not None:
        view.nullable = view.nullable or forced or "null" in met
        view.types = met - {"null"}
    else:
        view.nullable = view.nullable or forced
    values = view.words.get("enum")
    if isinstance(values, list) and None in values:
        view.words["enum"] = [value for value in values if value is not None]
    if view.types == frozenset(["boolean"]) and {True, False} <= _booleans(view.words.get("enum")):
        # Both of the two values there are: no restriction at all.
        del view.words["enum"]


def _booleans(values: Json) -> set[bool]:
    return (
        {value for value in values if isinstance(value, bool)}
        if isinstance(values, list)
        else set()
    )


_OBJECTS: Final = frozenset(
    [
        "additionalProperties",
        "unevaluatedProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependentRequired",
    ]
)
_ARRAYS: Final = frozenset(
    ["items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"]
)
_STRINGS: Final = frozenset(["minLength", "maxLength", "contentMediaType", "contentEncoding"])
_NUMBERS: Final = frozenset(
    ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
)


def _implied(view: View) -> Types:
    """The type that a schema without one is evidently about.

    JSON Schema lets `properties` pass anything that is no object; authors who leave
    `type: object` out do not mean that, and writing it down later breaks nobody.
    """
    values = view.words.get("enum")
    if isinstance(values, list) and values:
        return frozenset(type_name(value) for value in values)
    if view.unions:
        return None
    found: set[str] = set()
    if view.properties or view.required or view.named or not _OBJECTS.isdisjoint(view.words):
        found.add("object")
    if not _ARRAYS.isdisjoint(view.words):
        found.add("array")
    if view.patterns or not _STRINGS.isdisjoint(view.words):
        found.add("string")
    if not _NUMBERS.isdisjoint(view.words):
        found.add("number")
    return frozenset(found) if len(found) == 1 else None


def type_name(value: Json) -> str:
    """The JSON Schema type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"
