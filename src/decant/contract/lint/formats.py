"""Does a text have the form that its `format` names? Only forms that a standard defines.

A format is whatever a vendor says it is, unless an RFC says so: what is not in the table
is never held against a value.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from decant.contract.validate.structure import compiled

if TYPE_CHECKING:
    import jsonschema_rs

# fmt: off
FORMATS: Final = frozenset({
    "date", "date-time",     # RFC 3339 §5.6
    "email",                 # RFC 5321 §4.1.2
    "ipv4", "ipv6",          # RFC 2673 §3.2, RFC 4291 §2.2
    "uri", "uri-reference",  # RFC 3986
    "uuid",                  # RFC 9562
})
# fmt: on


def is_standard(name: Any) -> TypeGuard[str]:
    """Whether a `format`, as written, is one that a value can be held against."""
    return isinstance(name, str) and name in FORMATS


def has_format(text: str, name: str) -> bool:
    """Whether a text has the form of a standard format."""
    validator = _validator(name)
    return validator is None or validator.is_valid(text)


@cache
def _validator(name: str) -> jsonschema_rs.Validator | None:
    return compiled({"format": name})
