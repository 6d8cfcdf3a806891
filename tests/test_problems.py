"""Every refusal has a status, and every error the same shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decant import problems
from decant.contract.findings import Finding, Location, Severity
from decant.errors import Invalid, Refusal, TooMany, Unavailable, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for below in kind.__subclasses__():
        yield below
        yield from refusals(below)


@pytest.mark.parametrize("kind", list(refusals()), ids=lambda kind: kind.__name__)
def test_no_refusal_is_forgotten(kind: type[Refusal]) -> None:
    status, title = problems.STATUSES[kind]

    assert 400 <= status < 600
    assert title


def test_codes_are_told_apart() -> None:
    codes = [kind.code for kind in refusals()]

    assert len(codes) == len(set(codes))


def test_faults_in_a_document_keep_their_place() -> None:
    place = Location("/paths", "api.yaml", 3, 5)
    finding = Finding("no-paths", Severity.ERROR, "there is nothing here", place, "add a path")

    problem = problems.of(Unreadable([finding]))

    assert problem.faults == [
        {
            "code": "no-paths",
            "location": "document",
            "pointer": "/paths",
            "file": "api.yaml",
            "line": 3,
            "column": 5,
            "message": "there is nothing here",
            "hint": "add a path",
        }
    ]


@pytest.mark.parametrize("refusal", [TooMany("slow down", 7), Unavailable("busy", 7)])
def test_who_must_wait_is_told_how_long(refusal: Refusal) -> None:
    assert problems.of(refusal).headers == {"Retry-After": "7"}


def test_a_refusal_without_words_still_says_something() -> None:
    assert problems.of(Invalid("")).detail == "Invalid request"


def test_what_nobody_foresaw_says_nothing_but_its_id() -> None:
    problem = problems.of(ZeroDivisionError("the secret is 42"))

    assert problem.status == 500
    assert "42" not in problem.detail


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/api/v1/orgs/Not-A-Name", 404, "not_found"),
        ("GET", "/api/v1/orgs/a%00b", 404, "not_found"),
        ("PATCH", "/api/v1/whoami", 405, "method_not_allowed"),
        ("GET", "/api/v1/tokens/not-a-uuid", 404, "not_found"),
    ],
)
def test_the_frameworks_own_errors_are_problems_too(
    ada: Person, method: str, path: str, status: int, code: str
) -> None:
    answer = ada.open(method, path)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["code"] == code
    assert answer.json["type"] == f"/problems/{code}"
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_a_wrong_method_learns_the_right_ones(ada: Person) -> None:
    answer = ada.patch("/whoami")

    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
