"""The files of a document as one tree with local references only.

Most documents are one file whose references are local already; a look at the text shows
that, and its tree is taken as it is. Any other is put together from its parts, once, and
`origins` leads back from each part to where it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.dialects import Dialect, dialect_of
from decant.contract.errors import UnreadableDocument
from decant.contract.findings import Finding, Location, Severity

from .chains import MOST_LINKS, too_long
from .origins import Origin, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.source import Limits, Source

__all__ = ["Bundle", "Origin", "bundle", "nearest"]

Json: TypeAlias = Any
# A reference that does not begin with `#/`, or one that is spelled so that it cannot be told.
_FOREIGN: Final = re.compile(rb"""\$ref["']?\s*:(?!\s*["']?#/)""")
_DISGUISED: Final = re.compile(rb"\\(?:u0024|x24)")


@dataclass(frozen=True, slots=True)
class Bundle:
    """One tree for all files, and where its parts came from."""

    dialect: Dialect
    tree: dict[str, Json]
    origins: Mapping[str, Origin]


def bundle(source: Source, limits: Limits) -> Bundle:
    """Put the files of a document together, spelled as OpenAPI 3.

    Raises UnreadableDocument if the root is of no known dialect, if a reference leads out
    of the files (nothing is ever fetched), or if references only ever lead on.
    """
    tree: dict[str, Json] = source.tree(source.root)
    dialect = dialect_of(tree)
    if dialect is None:
        raise UnreadableDocument([_unknown_dialect(source, tree)])
    origins: dict[str, Origin] = {}
    if len(source.files) > 1 or _may_be_foreign(source.files[source.root]):
        from .assembly import Assembly

        assembly = Assembly(source, dialect, limits)
        tree, origins = assembly.tree(), assembly.origins()
    if dialect is Dialect.V2_0:
        bundled = _as_openapi_3(tree, origins, source.root)
    else:
        bundled = Bundle(dialect, tree, origins)
    endless = too_long(bundled.tree)
    if endless is not None:
        raise UnreadableDocument([_endless(source, bundled, endless)])
    return bundled


def _as_openapi_3(tree: dict[str, Json], origins: dict[str, Origin], root: str) -> Bundle:
    """A Swagger 2.0 document in the places of OpenAPI 3."""
    from decant.contract.dialects.swagger import forwarded, forwarding, spelled

    swagger = spelled(tree)
    whither = forwarding(swagger.moves)
    found = {at: nearest(of, origins, root) for at, of in swagger.moves.items()}
    found.update((forwarded(at, whither), origin) for at, origin in origins.items())
    return Bundle(Dialect.V2_0, swagger.tree, found)


def _may_be_foreign(text: bytes) -> bool:
    return _FOREIGN.search(text) is not None or _DISGUISED.search(text) is not None


def _endless(source: Source, bundled: Bundle, pointer: str) -> Finding:
    origin = nearest(pointer, bundled.origins, source.root)
    place = Location(origin.pointer, origin.file, *source.position(origin.file, origin.pointer))
    said = f"This refers on and on, through more than {MOST_LINKS:,} references."
    hint = "Let it say what it is, or refer to what does."
    return Finding("ref-chain-too-long", Severity.ERROR, said, place, hint)


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
