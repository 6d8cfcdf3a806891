"""A Swagger 2.0 document as it was pushed, for the one judge that must see it so.

Everything else sees it spelled as OpenAPI 3, with other fields in other places; the
official 2.0 schema knows only the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.document import Document, Origin

Json = Any


def as_pushed(document: Document) -> Json:
    """The root file again, before it was spelled as OpenAPI 3; None if it cannot stand alone."""
    text = document.files[document.root].removeprefix(b"\xef\xbb\xbf")
    if text.lstrip()[:1] == b"{":
        return orjson.loads(text)
    if b"<<" in text:  # merge keys are applied where the document is read, not here
        return None
    import yaml_rs

    value = yaml_rs.loads(text.decode(), parse_datetime=False)
    return orjson.loads(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))


def spelled_pointer(pointer: str, origins: Mapping[str, Origin], root: str) -> str:
    """Where a place of the root file went when it was spelled as OpenAPI 3."""
    best, whither = "", ""
    for spelled, origin in origins.items():
        inside = pointer == origin.pointer or pointer.startswith(f"{origin.pointer}/")
        if inside and origin.file == root and len(origin.pointer) > len(best):
            best, whither = origin.pointer, spelled
    return whither + pointer[len(best) :]
