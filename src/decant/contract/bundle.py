"""The files of a document as one tree with local references only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.dialects import Dialect, dialect_of
from decant.contract.dialects.swagger import spelled
from decant.contract.errors import UnreadableDocument
from decant.contract.findings import Finding, Location, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.source import Source

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a place of the bundled tree was written."""

    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """One tree for all files, and where its parts came from."""

    dialect: Dialect
    tree: dict[str, Json]
    origins: Mapping[str, Origin]


def bundle(source: Source) -> Bundle:
    """Put the files of a document together; raises UnreadableDocument."""
    tree = source.tree(source.root)
    dialect = dialect_of(tree)
    if dialect is None:
        raise UnreadableDocument([_unknown_dialect(source, tree)])
    if dialect is not Dialect.V2_0:
        return Bundle(dialect, tree, {})
    swagger = spelled(tree)
    origins = {at: Origin(source.root, of) for at, of in swagger.moves.items()}
    return Bundle(dialect, swagger.tree, origins)


def _unknown_dialect(source: Source, tree: dict[str, Json]) -> Finding:
    field = next((name for name in ("openapi", "swagger") if name in tree), "")
    said = f"OpenAPI {tree[field]} is not known here" if field else "This is no OpenAPI document"
    pointer = f"/{field}" if field else ""
    return Finding(
        "openapi-version",
        Severity.ERROR,
        f"{said}.",
        Location(pointer, source.root, *source.position(source.root, pointer)),
        "Begin with `openapi: 3.1.0` (or 3.0, 3.2), or with `swagger: '2.0'`.",
    )
