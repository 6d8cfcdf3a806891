"""Pushes to acme/petstore over HTTP that wait, and what comes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import documents

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cast import Person

API: Final = "/orgs/acme/apis/petstore"
REVIEWS: Final = f"{API}/reviews"
ANYHOW: Final = {"If-Match": "*"}


def body(answer: TestResponse) -> Any:
    """What was answered."""
    assert answer.json is not None, answer.text
    return answer.json


def push(who: Person, document: documents.Json, **options: Any) -> TestResponse:
    """Push a document of one file."""
    upload = {"files": {"openapi.json": json.dumps(document)}, **options}
    return who.post(f"{API}/revisions", upload)


def insist(ada: Person, **policy: Any) -> None:
    """Put the policy of the API."""
    done = ada.put(f"{API}/policy", policy, headers=ANYHOW)
    assert done.status_code == 200, done.text


def decide(who: Person, review: Any, decision: str, note: str | None = None) -> TestResponse:
    """Say something to a push that waits."""
    return who.put(f"{REVIEWS}/{review['id']}/decision", {"decision": decision, "note": note})


def read(who: Person, review: Any) -> Any:
    """A review as it stands."""
    return body(who.get(f"{REVIEWS}/{review['id']}"))


def kinds(ada: Person) -> list[str]:
    """What happened, oldest first."""
    return [event["kind"] for event in body(ada.get("/orgs/acme/events?limit=100"))["items"]][::-1]


def head(who: Person, label: str = "main") -> int:
    """The revision that a label is on."""
    number: int = body(who.get(f"{API}/labels/{label}"))["revision"]
    return number


def later_break(version: str) -> documents.Json:
    """Another document that breaks the clients of the petstore."""
    document = documents.breaking_petstore()
    document["info"]["version"] = version
    return document
