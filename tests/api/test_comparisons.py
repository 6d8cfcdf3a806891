"""Comparisons of stored revisions over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import documents
from decant import contract
from decant.contract.diff.report import as_json

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

COMPARISONS = "/orgs/acme/apis/petstore/comparisons"


def body(answer: TestResponse) -> Any:
    assert answer.json is not None
    return answer.json


def files(document: documents.Json) -> dict[str, str]:
    return {"openapi.json": json.dumps(document)}


@pytest.fixture(autouse=True)
def _two_revisions(petstore: object, ada: Person) -> None:
    """Revision 1, and a breaking revision 2 that was let in."""
    path = "/orgs/acme/apis/petstore/revisions"
    ada.post(path, {"files": files(documents.petstore())})
    ada.post(path, {"files": files(documents.breaking_petstore()), "override_reason": "a test"})


def test_two_revisions_compare_as_their_documents_do(linus: Person) -> None:
    said = body(linus.get(f"{COMPARISONS}?older=1&newer=main"))

    older, newer = (
        contract.read({path: text.encode() for path, text in files(document).items()})
        for document in (documents.petstore(), documents.breaking_petstore())
    )
    direct = as_json(contract.compare(older, newer), engine_version=contract.ENGINE_VERSION)
    assert said == {"older": 1, "newer": 2, **json.loads(json.dumps(direct))}
    assert said["verdict"] == "breaking"


def test_newer_is_main_unless_said_otherwise_and_nothing_breaks_against_itself(
    linus: Person,
) -> None:
    said = body(linus.get(f"{COMPARISONS}?older=2"))

    assert (said["newer"], said["verdict"], said["changes"]) == (2, "none", [])


def test_a_comparison_known_already_is_not_sent_again(linus: Person) -> None:
    path = f"{COMPARISONS}?older=1&newer=2"
    first = linus.get(path)

    again = linus.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_the_profile_is_whose_eyes_compare(linus: Person) -> None:
    said = body(linus.get(f"{COMPARISONS}?older=1&newer=2&profile=source"))

    assert said["profile"] == "source"


@pytest.mark.parametrize("query", ["", "?older=1&profile=mine", "?older=a%20b", "?older=1&x=1"])
def test_bad_input_is_refused(linus: Person, query: str) -> None:
    assert linus.get(COMPARISONS + query).status_code == 422


def test_what_is_not_there_or_not_to_be_seen_is_not_found(linus: Person, mallory: Person) -> None:
    assert linus.get(f"{COMPARISONS}?older=9").status_code == 404
    assert mallory.get(f"{COMPARISONS}?older=1").status_code == 404
