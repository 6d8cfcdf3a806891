"""What a schema says to readers only, and words that nobody here understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff import lifecycle
from decant.contract.diff.documentation import note_documentation
from decant.contract.diff.edits import UNKNOWN
from decant.contract.diff.equality import are_equal
from decant.contract.diff.fold import ANNOTATIONS
from decant.contract.diff.sides import Site

if TYPE_CHECKING:
    from .meeting import Meeting

Json: TypeAlias = Any

READ: Final = ("title", "description", "summary", "example", "examples", "externalDocs")

# The dialects that OpenAPI 3.1 and 3.2 read schemas by (3.1, 4.8.24; 3.2, 4.24).
USUAL: Final = ("https://json-schema.org/draft/2020-12/", "https://spec.openapis.org/oas/3.")
# Every keyword that some module of this package compares.
UNDERSTOOD: Final = frozenset(
    [
        "enum",
        "x-extensible-enum",
        "format",
        "default",
        "contentMediaType",
        "contentEncoding",
        "contentSchema",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "minContains",
        "maxContains",
        "items",
        "prefixItems",
        "contains",
        "uniqueItems",
        "unevaluatedItems",
        "additionalProperties",
        "unevaluatedProperties",
        "propertyNames",
        "dependentRequired",
        "discriminator",
        "deprecated",
        "readOnly",
        "writeOnly",
        "xml",
        "nullable",
    ]
)


def compare(meeting: Meeting) -> None:
    """Note edits to what readers see, and say which keywords were not understood."""
    older, newer = meeting.older, meeting.newer
    # Equal words may refer to something that changed.
    meeting.descend_word("contentSchema")
    if are_equal(older.words, newer.words):
        return
    sites = (Site(older.words, older.pointer), Site(newer.words, newer.pointer))
    lifecycle.compare(meeting.pair, *sites, thing="schema")
    if not meeting.pair.is_moved:
        note_documentation(meeting.pair, *sites, fields=READ)
    before, after = meeting.words("xml")
    if before != after:
        meeting.note("xml-changed", UNKNOWN, "xml", (before, after))
    if not is_same_dialect(*meeting.words("$schema")):
        meeting.walk.give_up(newer.place("$schema"), "this schema is read by other rules now")
    for word in older.words.keys() | newer.words.keys():
        if _is_strange(word) and older.words.get(word) != newer.words.get(word):
            meeting.walk.give_up(
                newer.place(word), f"the keyword `{word}` changed, and its meaning is not known"
            )


def is_same_dialect(older: Json, newer: Json) -> bool:
    """Whether keywords mean the same; whoever names no dialect means that of OpenAPI."""
    return older == newer or (_is_usual(older) and _is_usual(newer))


def _is_usual(dialect: Json) -> bool:
    return dialect is None or str(dialect).startswith(USUAL)


def _is_strange(word: str) -> bool:
    return not (word in UNDERSTOOD or word in ANNOTATIONS or word.startswith("x-"))
