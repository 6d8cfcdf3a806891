"""Every edit of every keyword, at every place it may stand, is claimed or waived with a reason."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson
import pytest

from contract.diff.space import spaces
from contract.diff.space.fields import FIELDS, SWAGGER
from contract.diff.space.keywords import ROWS
from contract.diff.space.lone import LONE
from contract.diff.space.places import PATH, ROOT, VERSIONS
from contract.diff.space.waivers import UNWALKED, WAIVED
from decant import contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contract.diff.space.edits import Row
    from contract.diff.space.spaces import Outcome, Place

Json: TypeAlias = Any
PUBLISHED: Final = Path(contract.__file__).parent / "validate" / "schemas"


def is_quick(place: Place) -> bool:
    """Each place once and each version once; the slow test walks all of them with all."""
    if place.home is PATH and place.version == "3.1":
        return True
    is_plain = place.part.name in spaces.BODIES and place.nest is ROOT
    return is_plain and (place.home is PATH or place.version == "3.2")


def grouped(places: Iterable[Place]) -> list[Any]:
    """One test for each part of an operation, in each version."""

    def name(place: Place) -> tuple[str, str, str]:
        return place.version, place.home.name, place.part.name

    return [
        pytest.param(list(group), id="/".join(key))
        for key, group in groupby(sorted(places, key=name), key=name)
    ]


SCHEMAS: Final = list(spaces.schema_places())
QUICK: Final = grouped(filter(is_quick, SCHEMAS))
REST: Final = grouped(place for place in SCHEMAS if not is_quick(place))
FIELD_PLACES: Final = grouped(spaces.field_places())
ALONE: Final = [(version, kind) for version in VERSIONS for kind in LONE]


def unclaimed(outcomes: Iterable[Outcome]) -> list[str]:
    """What nobody claims, and what is waived although somebody does."""
    return [
        f"{outcome} (waived: {outcome.waiver})" if outcome.waiver else str(outcome)
        for outcome in outcomes
        if outcome.is_claimed is (outcome.waiver is not None)
    ]


@pytest.mark.parametrize("places", QUICK)
def test_every_edit_of_a_schema_is_one_change_that_weighs_what_it_means(
    places: list[Place],
) -> None:
    assert unclaimed(outcome for place in places for outcome in spaces.outcomes(place)) == []


@pytest.mark.slow
@pytest.mark.parametrize("places", REST)
def test_every_edit_of_a_schema_is_claimed_at_every_other_place(places: list[Place]) -> None:
    assert unclaimed(outcome for place in places for outcome in spaces.outcomes(place)) == []


@pytest.mark.parametrize("places", FIELD_PLACES)
def test_every_edit_of_an_operation_is_one_change_that_weighs_what_it_means(
    places: list[Place],
) -> None:
    assert unclaimed(outcome for place in places for outcome in spaces.outcomes(place)) == []


@pytest.mark.parametrize(("version", "kind"), ALONE)
def test_every_edit_of_a_document_is_one_change_that_weighs_what_it_means(
    version: str, kind: str
) -> None:
    assert unclaimed(spaces.lone_outcomes(version, kind)) == []


# JSON Schema 2020-12, the vocabularies of its metaschema.
# fmt: off
KEYWORDS: Final = (
    "$id", "$schema", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "$comment", "$defs",
    "prefixItems", "items", "contains", "additionalProperties", "properties", "patternProperties",
    "dependentSchemas", "propertyNames", "if", "then", "else", "allOf", "anyOf", "oneOf", "not",
    "unevaluatedItems", "unevaluatedProperties", "type", "const", "enum", "multipleOf", "maximum",
    "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
    "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties", "required",
    "dependentRequired", "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples",
    "format", "contentEncoding", "contentMediaType", "contentSchema", "definitions", "dependencies",
)
# Objects by their names in the published schemas, less dashes and case.
OBJECTS: Final = {
    **{name: name for name in ("document", "info", "components", "operation", "parameter")},
    **{name: name for name in ("encoding", "response", "example", "link", "header", "schema")},
    "server": "server", "pathitem": "pathItem", "requestbody": "requestBody", "mediatype": "mediaType",
}
# fmt: on
SHARED: Final = {"mediaType": "form"}


def published(version: str) -> Iterator[tuple[str, str]]:
    """(object, field) for all that the published schema of a version knows."""
    schema = orjson.loads((PUBLISHED / f"openapi-{version}.json").read_bytes())
    named = {"document": schema, **(schema.get("$defs") or schema.get("definitions"))}
    for name, definition in named.items():
        owner = OBJECTS.get(name.replace("-", "").lower(), "")
        parts = [definition]
        for part in parts:
            parts += [one for word in ("allOf", "anyOf", "oneOf") for one in part.get(word, ())]
            if definition is not schema:
                parts += part.get("dependentSchemas", {}).values()
                parts += part.get("$defs", {}).values()
            yield from ((owner, field) for field in part.get("properties", {}))
    if version in ("3.1", "3.2"):
        yield from (("schema", keyword) for keyword in KEYWORDS)


def walked(rows: Iterable[Row], version: str) -> set[str]:
    """The fields that are edited, those inside of values included."""
    stack: list[Json] = [
        edit.older | edit.newer for row in rows for edit in row.edits() if version in edit.versions
    ]
    found = {row.keyword for row in rows if version in row.versions}
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            found |= value.keys()
            stack += value.values()
        elif isinstance(value, list):
            stack += value
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_field_that_is_published_is_walked_or_waived(version: str) -> None:
    tables = {**FIELDS, "schema": ROWS, **{kind: lone.rows for kind, lone in LONE.items()}}
    if version == "2.0":
        for kind, rows in SWAGGER.items():
            tables[kind] = (*rows, *ROWS)
        tables["header"] = (*SWAGGER["response"], *ROWS)
    fields = {
        kind: walked((*rows, *tables.get(SHARED.get(kind, ""), ())), version)
        for kind, rows in tables.items()
    }
    anywhere = set().union(*fields.values())

    missing = sorted(
        f"{owner}.{field}"
        for owner, field in set(published(version))
        if field not in (fields.get(owner, anywhere) if owner else anywhere)
        and not any(fnmatchcase(f"{owner}.{field}", where) for where in UNWALKED)
    )

    assert missing == []


def test_every_waiver_says_why() -> None:
    assert all(len(why.split()) > 5 for why in (*WAIVED.values(), *UNWALKED.values()))
