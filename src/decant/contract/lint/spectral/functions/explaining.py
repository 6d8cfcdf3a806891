"""Why a value does not fit a schema, in the order and the words of Ajv, which Spectral asks.

jsonschema-rs has said that it does not fit; here is found what Ajv would have stopped at. Ajv
looks first at what holds for any type (references, enum, combinations), then at numbers, texts,
arrays and objects, and, unless told otherwise, stops at the first error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.references import escaped, member, tokens_of

from .bounds import ARRAYS, NUMBERS, OBJECTS, TEXTS, is_of, same

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from decant.contract.lint.jsonpath import Budget

Json: TypeAlias = Any
Schema: TypeAlias = "Mapping[str, Json]"
MOST_HOPS: Final = 60


@dataclass(frozen=True, slots=True)
class Misfit:
    """One error of Ajv: where in the value (JSON pointer), which keyword, what it says."""

    at: str
    keyword: str
    message: str
    parameters: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))


class Explanation:
    """One value held against one schema."""

    def __init__(self, schema: Schema, budget: Budget, *, all_errors: bool) -> None:
        self._root = schema
        self._budget = budget
        self._all = all_errors
        self._hops = 0
        # How many trials are going on: a branch, a condition, the name of a member. There Ajv
        # says more than where the first error already decides.
        self._trials = 0

    def misfits(self, value: Json) -> list[Misfit]:
        """What Ajv would say; empty if it finds nothing wrong. Raises BudgetExceeded."""
        return self._check(self._root, value, "")

    def _check(self, schema: Json, value: Json, at: str) -> list[Misfit]:
        self._budget.spend()
        if schema is False:
            return [Misfit(at, "false schema", "boolean schema is false")]
        if not isinstance(schema, dict):
            return []
        found = self._early_type(schema, value, at)
        if not found or self._all or self._trials:
            found += self._general(schema, value, at)
        if not found or self._all:
            found += self._typed(schema, value, at)
        return found

    def _tried(self, schema: Json, value: Json, at: str) -> list[Misfit]:
        self._trials += 1
        found = self._check(schema, value, at)
        self._trials -= 1
        return found

    def _early_type(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        """The type, unless it is one type that other keywords belong to: then they come first."""
        types = _types(schema)
        if not types or (len(types) == 1 and _has_rules_for(types[0], schema)):
            return []
        return [] if any(is_of(value, name) for name in types) else [_wrong_type(schema, at)]

    def _general(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        for keyword, check in GENERAL.items():
            if keyword in schema:
                found += check(self, schema, value, at)
                if found and not self._all:
                    break
        return found

    def _typed(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        types = _types(schema)
        found: list[Misfit] = []
        for name, bounds in BOUNDS.items():
            if not _has_rules_for(name, schema):
                continue
            if is_of(value, name):
                found += self._bounds(schema, value, at, bounds)
                found += self._parts(schema, value, at) if self._all or not found else []
            elif types == [name]:
                found.append(_wrong_type(schema, at))
            if found and not self._all:
                break
        return found

    def _bounds(
        self, schema: Schema, value: Json, at: str, bounds: Mapping[str, Any]
    ) -> list[Misfit]:
        found: list[Misfit] = []
        for keyword, check in bounds.items():
            if keyword not in schema:
                continue
            for message, parameters in check(schema, value):
                found.append(Misfit(at, keyword, message, parameters))
                if not self._all:
                    return found
        return found

    def _parts(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        table = PARTS.get(type(value), {})
        found: list[Misfit] = []
        for keyword, check in table.items():
            if keyword in schema:
                found += check(self, schema, value, at)
                if found and not self._all:
                    break
        return found

    # What holds for any type.

    def ref(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        target: Json = self._root
        for token in tokens_of(str(schema["$ref"])) or ():
            target = member(target, token)
        self._hops += 1
        if target is None or self._hops > MOST_HOPS:
            return []
        found = self._check(target, value, at)
        self._hops -= 1
        return found

    def refuse(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        if self._tried(schema["not"], value, at):
            return []
        return [Misfit(at, "not", "must NOT be valid")]

    def any_of(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        for branch in _listed(schema["anyOf"]):
            wrong = self._tried(branch, value, at)
            if not wrong:
                return []
            found += wrong
        return [*found, Misfit(at, "anyOf", "must match a schema in anyOf")]

    def one_of(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        passing: list[int] = []
        for number, branch in enumerate(_listed(schema["oneOf"])):
            wrong = self._tried(branch, value, at)
            found += wrong
            if not wrong:
                passing.append(number)
            if len(passing) > 1:
                break
        if len(passing) == 1:
            return []
        parameters = {"passingSchemas": passing or None}
        message = "must match exactly one schema in oneOf"
        return [*found, Misfit(at, "oneOf", message, parameters)]

    def all_of(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        for branch in _listed(schema["allOf"]):
            found += self._check(branch, value, at)
            if found and not self._all:
                break
        return found

    def condition(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        keyword = "else" if self._tried(schema["if"], value, at) else "then"
        if keyword not in schema:
            return []
        found = self._check(schema[keyword], value, at)
        if not found or not (self._all or self._trials):
            return found
        return [*found, Misfit(at, "if", f'must match "{keyword}" schema')]

    # What holds for parts.

    def items(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        items = schema.get("items")
        start = 0
        if isinstance(items, list):
            return self._each(zip(items, value, strict=False), at)
        if "prefixItems" in schema:
            start = len(_listed(schema["prefixItems"]))
            if items is False and len(value) > start:
                message = f"must NOT have more than {start} items"
                return [Misfit(at, "items", message)]
        return self._each(((items, item) for item in value[start:]), at, start)

    def prefix(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        return self._each(zip(_listed(schema["prefixItems"]), value, strict=False), at)

    def further(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        items = schema.get("items")
        if not isinstance(items, list):
            return []
        rest = schema["additionalItems"]
        if rest is False and len(value) > len(items):
            message = f"must NOT have more than {len(items)} items"
            return [Misfit(at, "additionalItems", message)]
        return self._each(((rest, item) for item in value[len(items) :]), at, len(items))

    def contains(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        least = schema.get("minContains", 1)
        wrong = [self._tried(schema["contains"], item, f"{at}/{n}") for n, item in enumerate(value)]
        if sum(1 for misfits in wrong if not misfits) >= least:
            return []
        told = [misfit for misfits in wrong for misfit in misfits]
        message = f"must contain at least {least} valid item(s)"
        return [*(told if self._all or self._trials else ()), Misfit(at, "contains", message)]

    def names(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        for name in value:
            wrong = self._tried(schema["propertyNames"], name, at)
            if wrong:
                found += [*wrong, Misfit(at, "propertyNames", "property name must be valid")]
                if not self._all:
                    break
        return found

    def others(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        known, rest = OBJECTS_KNOW(schema), schema["additionalProperties"]
        found: list[Misfit] = []
        for name in (name for name in value if not known(name)):
            if rest is False:
                message = "must NOT have additional properties"
                parameters = {"additionalProperty": name}
                found.append(Misfit(at, "additionalProperties", message, parameters))
            else:
                found += self._check(rest, value[name], f"{at}/{escaped(name)}")
            if found and not self._all:
                break
        return found

    def properties(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        named = schema["properties"]
        pairs = ((named[name], name) for name in named if name in value)
        return self._members(pairs, value, at)

    def patterned(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        pairs = (
            (part, name)
            for pattern, part in schema["patternProperties"].items()
            for name in value
            if OBJECTS_MATCH(pattern, name)
        )
        return self._members(pairs, value, at)

    def dependent(self, schema: Schema, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        for keyword in ("dependencies", "dependentSchemas"):
            for name, part in schema.get(keyword, {}).items():
                if name in value and not isinstance(part, list):
                    found += self._check(part, value, at)
                    if found and not self._all:
                        return found
        return found

    def _each(self, pairs: Any, at: str, start: int = 0) -> list[Misfit]:
        found: list[Misfit] = []
        for number, (part, item) in enumerate(pairs, start):
            found += self._check(part, item, f"{at}/{number}")
            if found and not self._all:
                break
        return found

    def _members(self, pairs: Any, value: Json, at: str) -> list[Misfit]:
        found: list[Misfit] = []
        for part, name in pairs:
            found += self._check(part, value[name], f"{at}/{escaped(name)}")
            if found and not self._all:
                break
        return found


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _types(schema: Schema) -> list[str]:
    kind = schema.get("type")
    types = list(kind) if isinstance(kind, list) else [kind] if isinstance(kind, str) else []
    if types and schema.get("nullable") is True and "null" not in types:
        types.append("null")
    return types


def _wrong_type(schema: Schema, at: str) -> Misfit:
    kind = schema["type"]
    said = ",".join(kind) if isinstance(kind, list) else kind
    return Misfit(at, "type", f"must be {said}")


def _has_rules_for(name: str, schema: Schema) -> bool:
    return not RULES.get(name, frozenset()).isdisjoint(schema)


def _enum(_: Explanation, schema: Schema, value: Json, at: str) -> list[Misfit]:
    allowed = _listed(schema["enum"])
    if any(same(item, value) for item in allowed):
        return []
    message = "must be equal to one of the allowed values"
    return [Misfit(at, "enum", message, {"allowedValues": allowed})]


def _const(_: Explanation, schema: Schema, value: Json, at: str) -> list[Misfit]:
    if same(schema["const"], value):
        return []
    return [Misfit(at, "const", "must be equal to constant")]


Check: TypeAlias = "Callable[[Explanation, Schema, Json, str], list[Misfit]]"
OBJECTS_KNOW: Final = OBJECTS.knows
OBJECTS_MATCH: Final = OBJECTS.matches
# fmt: off
# The order is Ajv's.
GENERAL: Final[Mapping[str, Check]] = {
    "$ref": Explanation.ref,      "const": _const,              "enum": _enum,
    "not": Explanation.refuse,    "anyOf": Explanation.any_of,  "oneOf": Explanation.one_of,
    "allOf": Explanation.all_of,  "if": Explanation.condition,
}
PARTS: Final[Mapping[type, Mapping[str, Check]]] = {
    list: {
        "prefixItems": Explanation.prefix, "additionalItems": Explanation.further,
        "items": Explanation.items,        "contains": Explanation.contains,
    },
    dict: {
        "propertyNames": Explanation.names,   "additionalProperties": Explanation.others,
        "dependencies": Explanation.dependent, "dependentSchemas": Explanation.dependent,
        "properties": Explanation.properties, "patternProperties": Explanation.patterned,
    },
}
BOUNDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "number": NUMBERS, "string": TEXTS, "array": ARRAYS, "object": OBJECTS.table,
}
# fmt: on
RULES: Final[Mapping[str, frozenset[str]]] = {
    "number": frozenset(NUMBERS),
    "string": frozenset(TEXTS),
    "array": frozenset((*ARRAYS, *PARTS[list])),
    "object": frozenset((*OBJECTS.table, *PARTS[dict])),
}
