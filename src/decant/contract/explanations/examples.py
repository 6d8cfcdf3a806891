"""The smallest edit that shows a kind of change, and the documents it is an edit of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant.contract.document import Document
from decant.contract.parsers import DEFAULT_LIMITS, parse
from decant.contract.source import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json: TypeAlias = Any

_AREAS: Final = ("operations", "parameters", "bodies", "security", "values", "objects")
_NOTHING: Final = {"responses": {"204": {"description": "Done"}}}
_SCHEMES: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "login": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "https://example.com/token",
                "scopes": {"read": "See pets", "write": "Change pets"},
            }
        },
    },
}


@dataclass(frozen=True, slots=True)
class Example:
    """An edit as a reader sees it: what it is part of, before and after, as JSON values."""

    part: str
    older: Json
    newer: Json

    def pairs(self) -> Iterator[tuple[Document, Document]]:
        """Older and newer documents, for each side that the part may stand on."""
        for embed in _EMBEDDINGS[self.part]:
            yield _document(embed(self.older)), _document(embed(self.newer))


@cache
def examples() -> dict[str, Example]:
    """An example for each kind, by its name."""
    found: dict[str, Example] = {}
    folder = resources.files(__package__).joinpath("examples")
    for area in _AREAS:
        text = folder.joinpath(f"{area}.yaml").read_bytes()
        for kind, written in parse(text, f"{area}.yaml", DEFAULT_LIMITS).items():
            ((part, sides),) = written.items()
            found[kind] = Example(part, sides["older"], sides["newer"])
    return found


def _document(tree: dict[str, Json]) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}, **tree}
    source = gather({"openapi.json": orjson.dumps(whole)})
    from decant.contract.bundle import bundle

    return Document.parsed(source, bundle(source, DEFAULT_LIMITS))


def _called(operation: Json) -> dict[str, Json]:
    return {"paths": {"/pets": {"post": {**_NOTHING, **operation}}}}


def _calling(operation: Json) -> dict[str, Json]:
    """A webhook: its requests are output, and its responses input."""
    return {"webhooks": {"petAdopted": {"post": {**_NOTHING, **operation}}}}


def _accepted(schema: Json) -> dict[str, Json]:
    return _called({"requestBody": {"content": {"application/json": {"schema": schema}}}})


def _sent(schema: Json) -> dict[str, Json]:
    content = {"application/json": {"schema": schema}}
    return _called({"responses": {"200": {"description": "A pet", "content": content}}})


def _secured(security: Json) -> dict[str, Json]:
    schemes = {**_SCHEMES, **security.get("scheme", {})}
    return {
        **_called({"security": security["operation"]}),
        "components": {"securitySchemes": schemes},
    }


def _whole(tree: Json) -> dict[str, Json]:
    return dict(tree)


_EMBEDDINGS: Final[dict[str, tuple[Callable[[Json], dict[str, Json]], ...]]] = {
    "schema": (_accepted, _sent),
    "operation": (_called, _calling),
    "secured": (_secured,),
    "document": (_whole,),
}
