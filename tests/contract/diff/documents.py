"""Documents to compare, made from the part that matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from decant import contract

if TYPE_CHECKING:
    from decant.contract.document import Document

Json: TypeAlias = Any


def document(tree: dict[str, Json]) -> Document:
    """A document of one file, with what every document needs filled in."""
    version = {} if "swagger" in tree else {"openapi": "3.1.0"}
    whole = {**version, "info": {"title": "Things", "version": "1"}, "paths": {}, **tree}
    return contract.read({"openapi.json": orjson.dumps(whole)})


def accepting(schema: Json, *, version: str = "3.1.0", **components: Json) -> Document:
    """An API that takes a body of this schema."""
    body = {"content": {"application/json": {"schema": schema}}}
    operation = {"requestBody": body, "responses": {"204": {"description": "Done"}}}
    return document(
        {"openapi": version, "paths": {"/things": {"post": operation}}, "components": components}
    )


def sending(schema: Json, *, version: str = "3.1.0", **components: Json) -> Document:
    """An API that answers with a body of this schema."""
    content = {"application/json": {"schema": schema}}
    operation = {"responses": {"200": {"description": "Things", "content": content}}}
    return document(
        {"openapi": version, "paths": {"/things": {"get": operation}}, "components": components}
    )
