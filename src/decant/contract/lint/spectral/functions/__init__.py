"""The functions a rule may ask with, by the names that rulesets use."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from . import order, presence, reuse, schema, values
from .function import Function, OptionFault, Remark, Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .function import Reader

__all__ = ["FUNCTIONS", "Function", "OptionFault", "Remark", "Target"]

# fmt: off
FUNCTIONS: Final[Mapping[str, Reader]] = MappingProxyType({
    "alphabetical": order.alphabetical,
    "casing":       values.casing,
    "defined":      presence.defined,
    "enumeration":  values.enumeration,
    "falsy":        presence.falsy,
    "length":       values.length,
    "or":           presence.either,
    "pattern":      values.matching,
    "schema":       schema.schema,
    "truthy":       presence.truthy,
    "typedEnum":    values.typed_enum,
    "undefined":    presence.undefined,
    "unreferencedReusableObject": reuse.unreferenced,
    "xor":          presence.xor,
})
# fmt: on
