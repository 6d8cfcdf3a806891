"""The grammar of OpenAPI: which object may stand in which field of which other."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """What an object in a document is."""

    DOCUMENT = auto()
    INFO = auto()
    TAG = auto()
    SERVER = auto()
    SECURITY = auto()
    COMPONENTS = auto()
    PATH_ITEM = auto()
    OPERATION = auto()
    PARAMETER = auto()
    REQUEST_BODY = auto()
    RESPONSE = auto()
    HEADER = auto()
    MEDIA_TYPE = auto()
    ENCODING = auto()
    EXAMPLE = auto()
    LINK = auto()
    CALLBACK = auto()
    SCHEMA = auto()
    SECURITY_SCHEME = auto()


class Shape(Enum):
    """How a field holds its objects."""

    ONE = auto()
    LIST = auto()
    MAP = auto()


METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

ONE, LIST, MAP = Shape.ONE, Shape.LIST, Shape.MAP

# fmt: off
SECTIONS: Final[dict[str, Kind]] = {
    "schemas": Kind.SCHEMA,            "responses": Kind.RESPONSE, "parameters": Kind.PARAMETER,
    "examples": Kind.EXAMPLE,          "headers": Kind.HEADER,     "requestBodies": Kind.REQUEST_BODY,
    "links": Kind.LINK,                "callbacks": Kind.CALLBACK, "pathItems": Kind.PATH_ITEM,
    "securitySchemes": Kind.SECURITY_SCHEME,                       "mediaTypes": Kind.MEDIA_TYPE,
}
GRAMMAR: Final[dict[Kind, dict[str, tuple[Shape, Kind]]]] = {
    Kind.DOCUMENT: {
        "info": (ONE, Kind.INFO), "tags": (LIST, Kind.TAG), "servers": (LIST, Kind.SERVER),
        "security": (LIST, Kind.SECURITY), "paths": (MAP, Kind.PATH_ITEM),
        "webhooks": (MAP, Kind.PATH_ITEM), "components": (ONE, Kind.COMPONENTS),
    },
    Kind.COMPONENTS: {section: (MAP, kind) for section, kind in SECTIONS.items()},
    Kind.PATH_ITEM: {
        **dict.fromkeys(METHODS, (ONE, Kind.OPERATION)), "parameters": (LIST, Kind.PARAMETER),
        "servers": (LIST, Kind.SERVER), "additionalOperations": (MAP, Kind.OPERATION),
    },
    Kind.OPERATION: {
        "parameters": (LIST, Kind.PARAMETER), "requestBody": (ONE, Kind.REQUEST_BODY),
        "responses": (MAP, Kind.RESPONSE), "callbacks": (MAP, Kind.CALLBACK),
        "servers": (LIST, Kind.SERVER), "security": (LIST, Kind.SECURITY),
    },
    Kind.PARAMETER: {
        "schema": (ONE, Kind.SCHEMA), "content": (MAP, Kind.MEDIA_TYPE),
        "examples": (MAP, Kind.EXAMPLE),
    },
    Kind.REQUEST_BODY: {"content": (MAP, Kind.MEDIA_TYPE)},
    Kind.RESPONSE: {
        "headers": (MAP, Kind.HEADER), "content": (MAP, Kind.MEDIA_TYPE), "links": (MAP, Kind.LINK),
    },
    Kind.MEDIA_TYPE: {
        "schema": (ONE, Kind.SCHEMA), "itemSchema": (ONE, Kind.SCHEMA),
        "examples": (MAP, Kind.EXAMPLE), "encoding": (MAP, Kind.ENCODING),
    },
    Kind.ENCODING: {"headers": (MAP, Kind.HEADER)},
    Kind.LINK: {"server": (ONE, Kind.SERVER)},
    Kind.SCHEMA: {
        **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions",
                         "dependentSchemas"), (MAP, Kind.SCHEMA)),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (LIST, Kind.SCHEMA)),
        **dict.fromkeys(("items", "additionalProperties", "unevaluatedProperties", "additionalItems",
                         "unevaluatedItems", "not", "if", "then", "else", "contains",
                         "propertyNames", "contentSchema"), (ONE, Kind.SCHEMA)),
    },
}
# fmt: on
GRAMMAR[Kind.HEADER] = GRAMMAR[Kind.PARAMETER]

# Schemas are indexed by these keywords, so a rule looks only at the schemas that have them.
KEYWORDS: Final = frozenset(
    {
        *("$anchor", "$dynamicAnchor", "default", "discriminator", "enum", "example", "examples"),
        *("exclusiveMaximum", "maximum", "maxItems", "maxLength", "maxProperties", "pattern"),
    }
)
