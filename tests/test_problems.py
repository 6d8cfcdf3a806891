"""Every refusal has a status, and every error the same shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.exceptions import HTTPException

from decant import problems
from decant.contract.findings import Finding, Location, Severity
from decant.errors import Invalid, Refusal, TooMany, Unavailable, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cast import Person
    from decant.web import Site


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


def test_an_address_that_leads_nowhere_is_told_in_our_words(ada: Person) -> None:
    answer = ada.get("/tokens/not-a-uuid")

    assert answer.json is not None
    assert answer.json["detail"] == problems.NOWHERE


def test_a_wrong_method_learns_the_right_ones(ada: Person) -> None:
    answer = ada.patch("/whoami")

    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_every_code_is_explained_and_no_other() -> None:
    own = {kind.code for kind in refusals()}
    framework = {code for code, _ in problems.FRAMEWORK.values()}
    special = {kind.problem_code for kind in below(HTTPException) if hasattr(kind, "problem_code")}

    codes = own | framework | special

    assert set(problems.EXPLANATIONS) == set(problems.statuses_of_codes()) == codes


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


@pytest.mark.parametrize("code", sorted(problems.EXPLANATIONS))
def test_the_type_of_a_problem_leads_to_what_it_means(app: Site, code: str) -> None:
    client = app.test_client()

    page = client.get(f"/problems/{code}", headers={"Accept": "text/html"})
    told = client.get(f"/problems/{code}", headers={"Accept": "application/json"}).json

    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert told is not None
    assert told["code"] == code
    assert f"<h1>{told['title']}</h1>" in page.text
    assert f"status {told['status']}" in page.text
    assert told["meaning"].endswith(".")
    assert told["advice"].endswith(".")


def test_a_code_that_is_none_is_not_found(app: Site) -> None:
    client = app.test_client()

    page = client.get("/problems/nonsense", headers={"Accept": "text/html"})
    problem = client.get("/problems/nonsense")

    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
