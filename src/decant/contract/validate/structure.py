"""Does a document have the shape OpenAPI asks for? The official JSON Schemas decide.

`schemas/` holds them unchanged (Apache-2.0, OpenAPI Initiative), one per dialect, and the
vocabularies that judge schema objects from 3.1 on. A valid document costs one pass; an
invalid one is asked again for its errors, which are then led down to their cause.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NoReturn

import orjson

from decant.contract.document import Dialect

from .causes import EXCLUSIVE, Cause, causes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jsonschema_rs

Json = Any

# A document with more errors than this is not one mistake away from valid.
MOST_ERRORS: Final = 2_000
# A regular expression that needs more bytes than this once compiled is not tried.
MOST_COMPILED: Final = 1_000_000


# fmt: off
BASE_DIALECT: Final[dict[Dialect, str]] = {
    Dialect.V3_1: "https://spec.openapis.org/oas/3.1/dialect/base",
    Dialect.V3_2: "https://spec.openapis.org/oas/3.2/dialect/2025-09-17",
}
VOCABULARIES: Final[dict[Dialect, tuple[str, ...]]] = {
    Dialect.V3_1: ("dialect-3.1", "vocabulary-3.1"),
    Dialect.V3_2: ("dialect-3.2", "vocabulary-3.2"),
}
# Written in place of the base dialect, these mean plain JSON Schema: the same keywords.
KNOWN_DIALECTS: Final = frozenset({*BASE_DIALECT.values(), "https://json-schema.org/draft/2020-12/schema"})
# fmt: on


def faults_in(tree: Json, dialect: Dialect) -> Iterator[Cause]:
    """Where and why a document is not what its dialect says, most telling cause first."""
    validator = _document_validator(dialect, strict=_judges_schemas(tree, dialect))
    if validator.is_valid(tree):
        return
    words = _words(dialect)
    errors = islice(validator.iter_errors(tree), MOST_ERRORS)
    causes = {(c.pointer, c.message): c for error in errors for c in causes_of(error, words)}
    places = Counter(pointer for pointer, _ in causes)
    for (pointer, message), cause in causes.items():
        # Where a field is missing, that alternatives exclude each other is only an echo.
        if message != EXCLUSIVE or places[pointer] == 1:
            yield cause


def _judges_schemas(tree: Json, dialect: Dialect) -> bool:
    """From 3.1 on a document may name a JSON Schema dialect of its own, unknown to us."""
    if dialect not in BASE_DIALECT or not isinstance(tree, dict):
        return False
    named = tree.get("jsonSchemaDialect", BASE_DIALECT[dialect])
    return isinstance(named, str) and named.rstrip("#") in KNOWN_DIALECTS


def official(name: str) -> dict[str, Json]:
    """One of the vendored official schemas."""
    from importlib import resources

    text = resources.files(__package__).joinpath("schemas", f"{name}.json").read_bytes()
    schema: dict[str, Json] = orjson.loads(text)
    return schema


def refuse(uri: str) -> NoReturn:
    """Nothing is ever fetched: a schema that asks for it is an error here."""
    raise LookupError(f"{uri} is not part of the document")


def compiled(schema: Json) -> jsonschema_rs.Validator | None:
    """A validator that fetches nothing and matches in linear time; None if it cannot be.

    It knows the formats of JSON Schema, and asks nothing of a value whose format is another.
    """
    from jsonschema_rs import Draft202012Validator, RegexOptions

    options = RegexOptions(size_limit=MOST_COMPILED)
    try:
        return Draft202012Validator(
            schema, retriever=refuse, pattern_options=options, validate_formats=True
        )
    except ValueError:
        return None


@cache
def _words(dialect: Dialect) -> frozenset[str]:
    """Every field name the official schema knows."""
    words: set[str] = set()
    stack: list[Json] = [official(f"openapi-{dialect.value}")]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            properties = node.get("properties")
            words.update(properties if isinstance(properties, dict) else ())
            stack.extend(node.values())
    return frozenset(words)


@cache
def _document_validator(dialect: Dialect, *, strict: bool) -> jsonschema_rs.Validator:
    import jsonschema_rs  # a command that judges nothing need not load it

    schema = official(f"openapi-{dialect.value}")
    if not strict:
        return jsonschema_rs.validator_for(schema, retriever=refuse)
    named = [official(name) for name in VOCABULARIES[dialect]]
    registry = jsonschema_rs.Registry([(s["$id"], s) for s in [schema, *named]], retriever=refuse)
    base = {
        "$id": "https://decant.invalid/schema-base",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": schema["$id"],
        "$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": BASE_DIALECT[dialect]}},
    }
    return jsonschema_rs.validator_for(base, registry=registry, retriever=refuse)
