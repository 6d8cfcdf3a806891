"""The operations of a document, as lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.references import unescaped
from decant.contract.units import is_operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.document import Document

Json: TypeAlias = Any


def operations_of(document: Document) -> list[dict[str, Json]]:
    """Every operation of paths and webhooks, in the order they were written."""
    return list(_operations(document))


def _operations(document: Document) -> Iterator[dict[str, Json]]:
    for name in document.manifest.units:
        if not is_operation(name):
            continue
        node = document.unit(name)
        kind, path, *_, method = name.split("/")
        yield {
            "method": unescaped(method),
            "path": unescaped(path),
            "webhook": kind == "webhooks",
            "operation_id": _text(node, "operationId"),
            "summary": _text(node, "summary"),
            "tags": _tags(node),
            "deprecated": node.get("deprecated") is True,
        }


def _text(node: dict[str, Json], field: str) -> str | None:
    value = node.get(field)
    return value if isinstance(value, str) else None


def _tags(node: dict[str, Json]) -> list[str]:
    tags = node.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
