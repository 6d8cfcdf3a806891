"""Trees of files to read, made from the parts that matter."""

from __future__ import annotations

from typing import Any, TypeAlias

import yaml

from decant.contract import Document, read

Json: TypeAlias = Any
ROOT = "api/openapi.yaml"


def files(root: dict[str, Json], **others: Json) -> dict[str, bytes]:
    """Files below `api/`; a `__` in a name stands for a slash."""
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": {}, **root}
    texts = {ROOT: yaml.safe_dump(whole, sort_keys=False).encode()}
    for name, tree in others.items():
        path = f"api/{name.replace('__', '/')}.yaml"
        texts[path] = yaml.safe_dump(tree, sort_keys=False).encode()
    return texts


def reading(root: dict[str, Json], **others: Json) -> Document:
    return read(files(root, **others), ROOT)


def asking(ref: str) -> dict[str, Json]:
    content = {"application/json": {"schema": {"$ref": ref}}}
    return {"get": {"responses": {"200": {"description": "ok", "content": content}}}}


def schema_of(document: Document, path: str = "/pets") -> Json:
    response = document.tree["paths"][path]["get"]["responses"]["200"]
    return response["content"]["application/json"]["schema"]
