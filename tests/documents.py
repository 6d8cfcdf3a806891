"""Documents to push: a small petstore, and what can be wrong with one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml

Json = dict[str, Any]

PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "tag": {"type": "string"},
    },
}
PETSTORE: Json = {
    "openapi": "3.0.3",
    "info": {"title": "Petstore", "version": "1.0.0", "description": "Pets, and their names."},
    "servers": [{"url": "https://pets.test"}],
    "tags": [{"name": "pets", "description": "Animals."}],
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "summary": "List pets.",
                "description": "All of them.",
                "tags": ["pets"],
                "parameters": [
                    {
                        "name": "limit",
                        "in": "query",
                        "description": "How many.",
                        "schema": {"type": "integer", "maximum": 100},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "Pets.",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "array",
                                    "items": {"$ref": "#/components/schemas/Pet"},
                                }
                            }
                        },
                    },
                    "400": {"description": "No."},
                },
            }
        }
    },
    "components": {"schemas": {"Pet": PET}},
}


def petstore() -> Json:
    """A valid document with one operation."""
    return deepcopy(PETSTORE)


def safer_petstore() -> Json:
    """The petstore with an operation more: nothing breaks."""
    document = petstore()
    document["info"]["version"] = "1.1.0"
    document["paths"]["/pets/{id}"] = {
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "Which.",
                "schema": {"type": "integer"},
            }
        ],
        "get": {
            "operationId": "getPet",
            "summary": "Show a pet.",
            "description": "One of them.",
            "tags": ["pets"],
            "responses": {
                "200": {
                    "description": "A pet.",
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                    },
                },
                "404": {"description": "No such pet."},
            },
        },
    }
    return document


def breaking_petstore() -> Json:
    """The petstore without the name that its pets always had."""
    document = petstore()
    document["info"]["version"] = "2.0.0"
    pet = document["components"]["schemas"]["Pet"]
    del pet["properties"]["name"]
    pet["required"] = ["id"]
    return document


def invalid_petstore() -> Json:
    """A document that can be read, but breaks OpenAPI's rules."""
    document = petstore()
    document["paths"]["/pets"]["get"]["parameters"][0]["in"] = "nowhere"
    return document


def numbered_petstore(number: int) -> Json:
    """One of many petstores that differ."""
    document = petstore()
    document["info"]["description"] = f"The petstore of street {number}."
    return document


def as_yaml(document: Json) -> str:
    """Write a document as YAML, in its own order."""
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return text


def tree() -> dict[str, str]:
    """A document in three files that refer to one another."""
    root = petstore()
    pet = root.pop("components")["schemas"]["Pet"]
    paths = root["paths"]
    root["paths"] = {"/pets": {"$ref": "paths/pets.yaml"}}
    item = paths["/pets"]
    item["get"]["responses"]["200"]["content"]["application/json"]["schema"]["items"] = {
        "$ref": "../schemas/pet.yaml"
    }
    return {
        "openapi.yaml": as_yaml(root),
        "paths/pets.yaml": as_yaml(item),
        "schemas/pet.yaml": as_yaml(pet),
    }


def bomb() -> str:
    """A few hundred bytes of YAML that would unfold to a billion leaves."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{step}: &a{step} [{', '.join([f'*a{step - 1}'] * 10)}]" for step in range(1, 10)]
    return "\n".join(lines) + "\n"
