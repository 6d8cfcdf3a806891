"""The dialects of OpenAPI, and how the older ones are said in the words of the newer.

Nothing above this package asks which version a document was written in, except to judge
it by its own rules. Swagger 2.0 is spelled as OpenAPI 3 as a whole, at the door, because
its parts stand in other places (`swagger`); the schemas of 3.0 differ in a few keywords
only, so one is spelled when it is looked at (`spell`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
_VERSION: Final = re.compile(r"(3\.[012])(?:[.-].*)?")


class Dialect(StrEnum):
    """The OpenAPI family a document was written in (its `openapi` or `swagger` field)."""

    V2_0 = "2.0"
    V3_0 = "3.0"
    V3_1 = "3.1"
    V3_2 = "3.2"


def dialect_of(tree: Json) -> Dialect | None:
    """The dialect a document says it is written in; None if it names none that is known.

    YAML authors forget the quotes, so a number is taken for the version it looks like.
    """
    if not isinstance(tree, dict):
        return None
    match = _VERSION.fullmatch(str(tree.get("openapi")))
    if match is not None:
        return Dialect(match.group(1))
    return Dialect.V2_0 if str(tree.get("swagger")) == "2.0" else None


def spell(schema: dict[str, Json], dialect: Dialect) -> dict[str, Json]:
    """One schema object in the words of 3.1; the same object if nothing needs to change.

    Only its own keywords: the schemas inside it are spelled when they are looked at.
    """
    if dialect not in (Dialect.V2_0, Dialect.V3_0):
        return schema
    spelled = schema
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        spelled = {key: value for key, value in schema.items() if key != "nullable"}
        spelled["type"] = [schema["type"], "null"]
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool):
            spelled = _with_numeric_bound(spelled, limit, exclusive)
    return spelled


def _with_numeric_bound(schema: dict[str, Json], limit: str, exclusive: str) -> dict[str, Json]:
    """Before 3.1 `exclusiveMinimum` only says whether `minimum` itself is allowed."""
    spelled = {key: value for key, value in schema.items() if key != exclusive}
    if schema[exclusive] and limit in schema:
        spelled[exclusive] = spelled.pop(limit)
    return spelled
