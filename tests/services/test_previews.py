"""Previews: what a ruleset would find in the documents of an org, before it is switched on."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import orjson
import pytest

import cast
import documents
from decant.contract import Severity
from decant.errors import Invalid, NotFound
from decant.pool import Allowance, Pool, Tally
from decant.services import apis, labels, policies, previews, revisions, rulesets
from decant.services.access import ApiName
from decant.services.labels import Seen
from decant.services.pages import Window
from decant.services.policies import Said, Stance
from decant.services.previews import Asked
from decant.services.rulesets import RulesetName
from decant.services.uploads import Upload
from decant.services.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cast import Person
    from decant.db import Database
    from decant.services.access import Actor
    from decant.services.previews import Preview

STYLE = RulesetName("acme", "style")
RULES = b"""\
extends: [[spectral:oas, off]]
rules:
  info-license: warn
  short-title:
    given: $.info.title
    severity: error
    then: {function: length, functionOptions: {max: 5}}
  lower-properties:
    given: $..properties[*]~
    severity: info
    then: {function: pattern, functionOptions: {match: '^[A-Z]'}}
"""


class Org:
    """Acme with APIs, and a maintainer who looks."""

    def __init__(self, database: Database, pool: Pool, actor: Actor) -> None:
        self.database, self.pool, self.actor = database, pool, actor

    def publish(self, text: bytes) -> int:
        """Push the ruleset."""
        files = {"style.yaml": text}
        pushed = rulesets.push(self.database, self.pool, self.actor, STYLE, files=files)
        return pushed.revision.number

    def push(self, api: str, document: documents.Json, label: str = "main") -> None:
        """Push a document to an API, which is made if need be."""
        upload = Upload(ApiName("acme", api), {"openapi.json": orjson.dumps(document)}, label=label)
        revisions.publish(self.database, self.pool, self.actor, upload)

    def preview(self, *, label: str = "main", window: Window | None = None) -> Sequence[Preview]:
        """Hold the first revision of the ruleset against the org."""
        asked = Asked(STYLE, 1, label)
        page = previews.browse(
            self.database, self.pool, self.actor, asked, window=window or Window()
        )
        return page.items


@pytest.fixture
def acme(
    database: Database,
    workers: Pool,
    ada: Person,
    petstore: ApiName,
) -> Org:
    return Org(database, workers, ada.actor)


def test_each_document_is_told_with_what_the_ruleset_finds_in_it(acme: Org) -> None:
    acme.publish(RULES)
    acme.push("petstore", documents.petstore())

    (preview,) = acme.preview()

    assert (str(preview.api), preview.revision) == ("acme/petstore", 1)
    assert preview.findings == {"error": 1, "warning": 1, "info": 3}
    assert preview.would is Verdict.WARN
    assert preview.worst == (
        Tally("short-title", Severity.ERROR, 1),
        Tally("info-license", Severity.WARNING, 1),
        Tally("lower-properties", Severity.INFO, 3),
    )
    assert preview.skipped is None


def test_what_a_report_would_leave_out_is_counted_too(acme: Org) -> None:
    document = documents.petstore()
    pet = document["components"]["schemas"]["Pet"]
    pet["properties"] = {f"p{number}": {"type": "string"} for number in range(250)}
    pet["required"] = []
    acme.publish(RULES)
    acme.push("petstore", document)

    (preview,) = acme.preview()

    assert Tally("lower-properties", Severity.INFO, 250) in preview.worst


@pytest.mark.parametrize(
    ("stance", "verdict"),
    [
        (Stance.ALLOW, Verdict.PASS),
        (Stance.WARN, Verdict.WARN),
        (Stance.REVIEW, Verdict.FAIL),
        (Stance.BLOCK, Verdict.FAIL),
    ],
)
def test_the_verdict_is_what_the_policy_of_the_api_makes_of_errors(
    acme: Org, petstore: ApiName, stance: Stance, verdict: Verdict
) -> None:
    acme.publish(RULES)
    acme.push("petstore", documents.petstore())
    with acme.database.writing() as session:
        policies.change(session, acme.actor, petstore, Said(lint=stance))

    (preview,) = acme.preview()

    assert preview.would is verdict


def test_a_document_without_errors_would_pass(acme: Org) -> None:
    acme.publish(b"extends: [[spectral:oas, off]]\nrules: {info-license: warn}\n")
    acme.push("petstore", documents.petstore())

    (preview,) = acme.preview()

    assert preview.findings == {"error": 0, "warning": 1, "info": 0}
    assert preview.would is Verdict.PASS


def test_the_revision_of_the_label_is_taken_else_that_of_main(acme: Org, petstore: ApiName) -> None:
    acme.publish(RULES)
    acme.push("petstore", documents.petstore())
    acme.push("petstore", documents.safer_petstore())
    with acme.database.writing() as session:
        labels.move(session, acme.actor, petstore, "stable", to=1, expected=Seen.NOTHING)

    stable, main, other = (acme.preview(label=label)[0] for label in ("stable", "main", "other"))

    assert (stable.revision, main.revision, other.revision) == (1, 2, 2)


def test_an_api_with_nothing_to_judge_is_skipped_with_a_word(acme: Org) -> None:
    acme.publish(RULES)

    (preview,) = acme.preview()

    assert (preview.revision, preview.findings, preview.would) == (None, None, None)
    assert preview.skipped == "nothing was pushed to this label, nor to main"


def test_the_apis_come_a_page_at_a_time(acme: Org) -> None:
    acme.publish(RULES)
    with acme.database.writing() as session:
        apis.create(session, acme.actor, ApiName("acme", "lamp"))

    first = acme.preview(window=Window(1))
    second = acme.preview(window=Window(1, "lamp"))

    assert [one.api.api for one in (*first, *second)] == ["lamp", "petstore"]


def test_a_page_that_takes_long_ends_with_what_it_has(acme: Org) -> None:
    acme.publish(RULES)
    with acme.database.writing() as session:
        apis.create(session, acme.actor, ApiName("acme", "lamp"))

    page = previews.browse(
        acme.database, acme.pool, acme.actor, Asked(STYLE, 1), window=Window(), patience=0
    )

    assert [one.api.api for one in page.items] == ["lamp"]
    assert page.next == "lamp"


def test_what_was_judged_once_is_remembered(acme: Org) -> None:
    acme.publish(RULES)
    acme.push("petstore", documents.numbered_petstore(77))
    seen = acme.preview()

    with closing(Pool(workers=0, patience=0)) as nobody_works:
        acme.pool = nobody_works
        again = acme.preview()

    assert again == seen


def test_a_document_that_takes_too_long_is_skipped_and_the_others_are_judged(acme: Org) -> None:
    slow = documents.petstore()
    slow["components"]["schemas"] |= {
        f"S{number}": {"type": "object", "properties": {str(key): {} for key in range(20)}}
        for number in range(20_000)
    }
    acme.publish(RULES)
    with acme.database.writing() as session:
        apis.create(session, acme.actor, ApiName("acme", "large"))
    acme.push("large", slow)
    acme.push("petstore", documents.numbered_petstore(78))

    with closing(Pool(workers=1, allowance=Allowance(seconds=1))) as small:
        acme.pool = small
        large, petstore = acme.preview()

    assert large.skipped is not None
    assert "takes more than" in large.skipped
    assert large.would is None
    assert petstore.skipped is None


def test_a_pattern_without_end_is_a_finding_on_the_ruleset(acme: Org) -> None:
    document = documents.petstore()
    document["info"]["title"] = "a" * 60 + "!"
    acme.publish(
        b"rules:\n  slow:\n    given: $.info.title\n    then:\n      function: pattern\n"
        rb"      functionOptions: {match: '^(?=x?)(a|a|b?)*(?=c)\1$'}"
    )
    acme.push("petstore", document)

    (preview,) = acme.preview()

    assert [tally.rule for tally in preview.worst] == ["rule-error"]


def test_it_is_the_same_on_either_database(either: Database, workers: Pool) -> None:
    with either.writing() as session:
        ada = cast.actor_of(session, "ada")
        apis.create(session, ada, ApiName("acme", "petstore"))
    acme = Org(either, workers, ada)
    acme.publish(RULES)
    rulesets.push(
        either, workers, ada, RulesetName("acme", "more"), files={"a.yaml": b"extends: hub:style"}
    )
    acme.push("petstore", documents.petstore())

    (preview,) = acme.preview()

    assert (preview.revision, preview.would) == (1, Verdict.WARN)


def test_strangers_learn_nothing(acme: Org, mallory: Person) -> None:
    acme.publish(RULES)
    acme.actor = mallory.actor

    with pytest.raises(NotFound):
        acme.preview()


def test_a_label_that_cannot_be_is_refused(acme: Org) -> None:
    acme.publish(RULES)

    with pytest.raises(Invalid):
        acme.preview(label="Main!")
