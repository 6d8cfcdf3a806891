"""What stands where in the files of a document, and which parts become components."""

from __future__ import annotations

from typing import Final

from decant.contract.dialects import Dialect
from decant.contract.grammar import GRAMMAR, LIST, MAP, ONE, SECTIONS, Kind, Shape

# The grammar of OpenAPI 3, and beside it the fields that only Swagger 2.0 has.
FIELDS: Final[dict[Kind, dict[str, tuple[Shape, Kind]]]] = {
    **GRAMMAR,
    Kind.DOCUMENT: {
        **GRAMMAR[Kind.DOCUMENT],
        "definitions": (MAP, Kind.SCHEMA),
        "parameters": (MAP, Kind.PARAMETER),
        "responses": (MAP, Kind.RESPONSE),
        "securityDefinitions": (MAP, Kind.SECURITY_SCHEME),
    },
    Kind.RESPONSE: {**GRAMMAR[Kind.RESPONSE], "schema": (ONE, Kind.SCHEMA)},
    Kind.PARAMETER: {**GRAMMAR[Kind.PARAMETER], "items": (ONE, Kind.SCHEMA)},
}
__all__ = ["FIELDS", "LIST", "MAP", "ONE", "Kind", "Shape", "homes_in"]

# Path items and media types may not be components in every dialect; they stay in place.
_COMPONENTS: Final[dict[Kind, tuple[str, ...]]] = {
    kind: ("components", section)
    for section, kind in SECTIONS.items()
    if kind not in (Kind.PATH_ITEM, Kind.MEDIA_TYPE)
}
_SWAGGER: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.SCHEMA: ("definitions",),
    Kind.PARAMETER: ("parameters",),
    Kind.RESPONSE: ("responses",),
    Kind.SECURITY_SCHEME: ("securityDefinitions",),
}


def homes_in(dialect: Dialect) -> dict[Kind, tuple[str, ...]]:
    """Where parts of each kind are kept for reuse; other kinds are put in place."""
    return _SWAGGER if dialect is Dialect.V2_0 else _COMPONENTS
