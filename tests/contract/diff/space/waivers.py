"""Edits that no change claims as expected, each with the reason why that is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Plain:
    """Parameters and headers of Swagger 2.0, which say what they hold without a schema."""

    parts: tuple[str, ...]
    keywords: frozenset[str]


PLAIN: Final = Plain(
    ("plain ", "form parameter"),
    frozenset(
        [
            *("format", "default", "enum", "multipleOf", "maximum", "minimum", "pattern"),
            *("exclusiveMaximum", "exclusiveMinimum", "maxLength", "minLength"),
            *("maxItems", "minItems", "uniqueItems", "description"),
        ]
    ),
)
# What is looked up: "version/home/part/schema around/keyword: before -> after", with wildcards.
WAIVED: Final[dict[str, str]] = {
    "*/member of allOf/title: *": "of several titles of one schema, the outermost is what people read",
    "*/document/paths: *'/new'*'/other'*": (
        "an operation at another path is another operation: one goes, one comes"
    ),
    "2.0/path/parameter */in: query -> formData": (
        "in OpenAPI 3 the body is no parameter: one parameter goes, a body comes"
    ),
    "2.0/path/response */headers: *collectionFormat*": (
        "OpenAPI 3 has no word for how the header of a response parts its values"
    ),
    "2.0/path/operation itself/*/schemes: *": (
        "without a `host` the address is that of the document, whatever scheme is named"
    ),
}
# Fields that are not walked, and why: "object.field", with wildcards.
UNWALKED: Final[dict[str, str]] = {
    "document.openapi": "how a document is written is not what it says",
    "document.swagger": "how a document is written is not what it says",
    "document.info": "walked as an object of its own",
    "document.components": "a component is walked where something refers to it",
    "document.definitions": "a component is walked where something refers to it",
    "document.parameters": "a component is walked where something refers to it",
    "document.responses": "a component is walked where something refers to it",
    "document.securityDefinitions": "a component is walked where something refers to it",
    "components.*": "a component is walked where something refers to it; alone it is on no message",
    "operation.responses": "walked as an object of its own",
    "operation.security": "walked as an object of its own",
    "parameter.name": "a parameter by another name is another parameter: one goes, one comes",
    "pathItem.$ref": "before 3.1 a document has no path items to refer to; walked from there on",
    "header.allowEmptyValue": "said of the query only (OpenAPI 3.0.3, 4.7.12.2.1)",
    "header.allowReserved": "said of the query only (OpenAPI 3.0.3, 4.7.12.2.2)",
    "link.body": "a slip of the published schema of 3.1; the field is `server`, which is walked",
    "schema.$id": "a name; where references lead is compared instead",
    "schema.$anchor": "a name; where references lead is compared instead",
    "schema.$dynamicAnchor": "a name; where references lead is compared instead",
    "schema.$defs": "walked where a reference leads to it",
    "schema.definitions": "walked where a reference leads to it",
    "schema.$vocabulary": "means something in metaschemas only (JSON Schema 2020-12, 8.1.2)",
    "schema.$comment": "for those who maintain the schema, never for those who read it (8.3)",
}
