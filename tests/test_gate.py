"""The engine at the gate: what is new, what was waived, what is only tried, and the score."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import documents
from decant.contract import Severity
from decant.pool import AdoptedRuleset, Insistence, Pool, Terms, WaiverTerms
from stores import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


UNDESCRIBED: dict[str, Severity | None] = {"operation-description": Severity.ERROR}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A worker that has seen nothing yet."""
    with closing(Pool(workers=1)) as fresh:
        yield fresh


def insisting(severities: dict[str, Severity | None], **options: Any) -> Terms:
    return Terms((Insistence(severities=severities),), **options)


def undescribed(*operations: str) -> documents.Json:
    """The safer petstore, in which some of its operations lack a description."""
    document = documents.safer_petstore()
    for name in operations:
        del document["paths"][name]["get"]["description"]
    return document


def test_an_error_that_the_base_has_is_debt_and_has_no_say(pool: Pool, store: Store) -> None:
    terms = insisting(UNDESCRIBED)
    base = store.keep(store.examine(pool, undescribed("/pets"), terms=terms))

    examined = store.examine(pool, undescribed("/pets", "/pets/{id}"), base, terms=terms)

    assert examined.findings["error"] == 2
    assert (examined.counted.lint, examined.counted.debt > 0) == (1, True)
    errors = [one for one in store.report(examined)["findings"] if one["severity"] == "error"]
    assert [(one["pointer"], one["is_new"]) for one in errors] == [
        ("/paths/~1pets/get", False),
        ("/paths/~1pets~1{id}/get", True),
    ]


def test_where_debt_counts_too_all_errors_have_a_say(pool: Pool, store: Store) -> None:
    terms = insisting(UNDESCRIBED, new_only=False)
    base = store.keep(store.examine(pool, undescribed("/pets"), terms=terms))

    examined = store.examine(pool, undescribed("/pets", "/pets/{id}"), base, terms=terms)

    assert examined.counted.lint == 2


def test_errors_in_the_document_are_debt_as_well(pool: Pool, store: Store) -> None:
    base = store.keep(store.examine(pool, documents.invalid_petstore()))
    again = documents.invalid_petstore()
    again["info"]["version"] = "1.0.1"

    examined = store.examine(pool, again, base)

    assert examined.findings["error"] > 0
    assert examined.counted.invalid == 0


@pytest.mark.parametrize("judged_before", [True, False])
def test_the_debt_of_a_base_is_the_same_whether_its_report_or_its_text_is_read(
    store: Store, pool: Pool, *, judged_before: bool
) -> None:
    terms = insisting(UNDESCRIBED)
    base = store.keep(
        store.examine(pool, undescribed("/pets"), terms=terms if judged_before else Terms())
    )
    warm = store.examine(pool, undescribed("/pets", "/pets/{id}"), base, terms=terms)

    with closing(Pool(workers=1)) as other:
        cold = store.examine(other, undescribed("/pets", "/pets/{id}"), base, terms=terms)

    assert any(base.report in digests for digests in store.asked)
    assert cold == warm
    assert cold.counted.lint == 1


def test_the_report_of_a_base_spares_judging_it_again(pool: Pool, store: Store) -> None:
    first = store.examine(pool, documents.petstore())
    base = store.keep(first)
    said = store.report(first)
    said["findings"] = []
    forged = replace(base, report="forged")
    store.blobs["forged"] = _packed(said)

    with closing(Pool(workers=1)) as other:
        examined = store.examine(other, documents.petstore(), forged)

    assert examined.counted.debt == 0


def _packed(value: Any) -> bytes:
    from decant.pool import pack

    return pack(orjson.dumps(value)).data


def test_what_only_rulesets_on_trial_find_is_shown_and_has_no_say(pool: Pool, store: Store) -> None:
    adopted = (
        AdoptedRuleset("recommended"),
        AdoptedRuleset("owasp", is_report_only=True),
    )

    examined = store.examine(pool, documents.petstore(), terms=Terms((Insistence(adopted),)))

    findings = store.report(examined)["findings"]
    tried = [one for one in findings if one["report_only"]]
    assert tried
    assert all(one["rule"].startswith("owasp:") for one in tried)
    assert any(one["severity"] == "error" for one in tried)
    assert examined.counted.lint == 0


def test_of_two_levels_neither_loosens_the_other(pool: Pool, store: Store) -> None:
    org = Insistence((AdoptedRuleset("recommended"),), UNDESCRIBED)
    api = Insistence(severities={"operation-description": None})

    examined = store.examine(pool, undescribed("/pets"), terms=Terms((org, api)))

    assert examined.counted.lint == 1


def test_a_waiver_lets_findings_and_changes_pass_and_is_told(pool: Pool, store: Store) -> None:
    base = store.keep(store.examine(pool, documents.petstore()))
    waivers = (
        WaiverTerms("a", rule="required-property-removed", shown={"id": "a"}),
        WaiverTerms("b", pointer="/info", rule="info-contact", shown={"id": "b"}),
        WaiverTerms("c", rule="no-such-rule", shown={"id": "c"}),
    )

    examined = store.examine(
        pool, documents.breaking_petstore(), base, terms=Terms(waivers=waivers)
    )

    report = store.report(examined)
    kinds = {change["kind"]: change["waiver"] for change in report["changes"]}
    assert report["waivers"]["used"] == [{"id": "a"}, {"id": "b"}]
    assert report["waivers"]["unused"] == [{"id": "c"}]
    assert kinds["required-property-removed"] == "a"
    assert examined.counted.waived == 2
    assert (examined.changes["breaking"], examined.counted.breaking) == (1, 0)


def test_the_score_says_what_would_gain_most(pool: Pool, store: Store) -> None:
    examined = store.examine(pool, documents.petstore())

    assert 0 < examined.score["points"] <= 100
    assert len(examined.score["fixes"]) <= 3
    assert store.report(examined)["score"]["marks"]
