"""Pushing: what is kept, what is refused, and what happens when many push at once."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

import documents
from decant.errors import Forbidden, Invalid, NotFound, NotSignedIn, Unreadable
from decant.models import Blob, Check, Event, Revision
from decant.pool import Pool
from decant.services import apis, checks, events, labels, members, policies, revisions
from decant.services.access import ApiName, Visibility
from decant.services.levels import Said, Stance
from decant.services.pages import Window
from decant.services.uploads import Source, Upload
from decant.services.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from cast import Person
    from decant.db import Database
    from decant.pool import Examination
    from decant.services.labels import LabelFacts
    from decant.services.revisions import Publication, RevisionFacts


def files(document: documents.Json) -> dict[str, bytes]:
    return {"openapi.json": json.dumps(document).encode()}


class Registry:
    """Pushing and looking, with what every call needs at hand."""

    def __init__(self, database: Database, pool: Pool, name: ApiName) -> None:
        self.database, self.pool, self.name = database, pool, name

    def push(self, who: Person, document: documents.Json, **wishes: Any) -> Publication:
        upload = Upload(self.name, files(document), **wishes)
        return revisions.publish(self.database, self.pool, who.actor, upload)

    def get(self, who: Person, ref: str) -> RevisionFacts:
        with self.database.reading() as session:
            return revisions.get(session, who.actor, self.name, ref)

    def label(self, who: Person, label: str) -> LabelFacts:
        with self.database.reading() as session:
            return labels.get(session, who.actor, self.name, label)

    def insist(self, who: Person, policy: Said) -> None:
        with self.database.writing() as session:
            policies.change(session, who.actor, self.name, policy)

    def count(self, model: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def registry(database: Database, workers: Pool, petstore: ApiName) -> Registry:
    return Registry(database, workers, petstore)


def test_the_first_push_makes_revision_1_and_puts_up_its_label(
    registry: Registry, grace: Person
) -> None:
    source = Source(commit="c0ffee", branch="trunk", dirty=True)

    published = registry.push(grace, documents.petstore(), source=source)

    assert published.created
    assert published.check.facts.verdict is Verdict.PASS
    assert published.check.facts.base is None
    revision = registry.get(grace, "main")
    assert revision == published.revision
    assert (revision.number, revision.title, revision.version) == (1, "Petstore", "1.0.0")
    assert (revision.operation_count, revision.labels, revision.source) == (1, ("main",), source)
    assert revision.pushed_by == "grace"


def test_a_revision_is_found_by_number_label_digest_and_the_start_of_its_digest(
    registry: Registry, grace: Person
) -> None:
    revision = registry.push(grace, documents.petstore()).revision
    assert revision is not None

    found = [
        registry.get(grace, ref) for ref in ("1", "main", revision.digest, revision.digest[:19])
    ]

    assert found == [revision] * 4


@pytest.mark.parametrize(
    "ref", ["2", "99999999999999999999", "production", "sha256:000000000000", "no such/ref", "²"]
)
def test_a_ref_that_names_nothing_is_not_found(registry: Registry, grace: Person, ref: str) -> None:
    registry.push(grace, documents.petstore())

    with pytest.raises(NotFound):
        registry.get(grace, ref)


def test_the_same_files_again_change_nothing_and_write_nothing(
    registry: Registry, grace: Person
) -> None:
    first = registry.push(grace, documents.petstore())
    before = [registry.count(model) for model in (Revision, Check, Event, Blob)]

    again = registry.push(grace, documents.petstore())

    assert not again.created
    assert again.revision == first.revision
    assert again.check == first.check
    assert [registry.count(model) for model in (Revision, Check, Event, Blob)] == before


def test_a_document_pushed_before_is_that_revision_again_and_the_label_goes_back_to_it(
    registry: Registry, grace: Person
) -> None:
    registry.push(grace, documents.petstore())
    registry.push(grace, documents.numbered_petstore(7))

    back = registry.push(grace, documents.petstore())

    assert back.revision is not None
    assert (back.created, back.revision.number) == (False, 1)
    assert back.check.facts.base == 2
    assert registry.label(grace, "main").revision == 1


def test_a_push_that_adds_an_operation_passes_and_says_so(
    registry: Registry, grace: Person
) -> None:
    registry.push(grace, documents.petstore())

    published = registry.push(grace, documents.safer_petstore())

    facts = published.check.facts
    assert (facts.verdict, facts.base, facts.revision) == (Verdict.PASS, 1, 2)
    assert facts.counts["changes"]["safe"] >= 1
    assert facts.required_bump == "minor"
    assert "operation-added" in {change["kind"] for change in published.check.changes}


def test_a_breaking_push_is_refused_and_only_its_check_is_kept(
    registry: Registry, grace: Person
) -> None:
    registry.push(grace, documents.petstore())

    refused = registry.push(grace, documents.breaking_petstore())

    assert refused.revision is None
    assert refused.check.facts.verdict is Verdict.FAIL
    assert "breaking change" in refused.check.facts.reasons[0]
    assert (registry.count(Revision), registry.count(Check)) == (1, 2)
    assert registry.label(grace, "main").revision == 1
    with registry.database.reading() as session:
        kept = checks.get(session, grace.actor, registry.name, refused.check.facts.id)
    assert kept == refused.check
    assert kept.changes


def test_a_maintainer_overrides_a_refusal_with_a_reason_that_is_kept(
    registry: Registry, grace: Person, ada: Person
) -> None:
    registry.push(grace, documents.petstore())

    published = registry.push(
        ada, documents.breaking_petstore(), override_reason="nobody reads names"
    )

    assert published.created
    assert published.check.facts.verdict is Verdict.WARN
    assert published.check.facts.override_reason == "nobody reads names"
    with registry.database.reading() as session:
        told = events.browse(session, ada.actor, "acme", Window()).items[0]
    assert (told.kind, told.facts["override_reason"]) == ("push.overridden", "nobody reads names")


def test_a_reason_that_nothing_needs_is_not_kept(registry: Registry, ada: Person) -> None:
    published = registry.push(ada, documents.petstore(), override_reason="just in case")

    assert published.check.facts.override_reason is None


def test_a_writer_may_not_override(registry: Registry, grace: Person) -> None:
    registry.push(grace, documents.petstore())

    with pytest.raises(Forbidden):
        registry.push(grace, documents.breaking_petstore(), override_reason="please")


def test_a_writer_may_not_pick_what_a_push_is_judged_against(
    registry: Registry, grace: Person
) -> None:
    registry.push(grace, documents.petstore())

    with pytest.raises(Forbidden):
        registry.push(grace, documents.breaking_petstore(), base="1")


@pytest.mark.parametrize(
    ("stance", "verdict"), [(Stance.WARN, Verdict.WARN), (Stance.ALLOW, Verdict.PASS)]
)
def test_the_policy_says_what_a_breaking_change_does(
    registry: Registry, ada: Person, stance: Stance, verdict: Verdict
) -> None:
    registry.insist(ada, Said(breaking=stance))
    registry.push(ada, documents.petstore())

    published = registry.push(ada, documents.breaking_petstore())

    assert published.created
    assert published.check.facts.verdict is verdict


@pytest.mark.parametrize(
    ("stance", "verdict"),
    [(Stance.BLOCK, Verdict.FAIL), (Stance.WARN, Verdict.WARN), (Stance.ALLOW, Verdict.PASS)],
)
def test_the_policy_says_what_an_error_in_the_document_does(
    registry: Registry, ada: Person, stance: Stance, verdict: Verdict
) -> None:
    registry.insist(ada, Said(invalid=stance))

    published = registry.push(ada, documents.invalid_petstore())

    assert published.check.facts.verdict is verdict
    assert (published.revision is None) == (verdict is Verdict.FAIL)
    assert published.check.findings[0]["severity"] == "error"


def test_a_new_label_is_judged_against_main(registry: Registry, grace: Person) -> None:
    registry.push(grace, documents.petstore())

    refused = registry.push(grace, documents.breaking_petstore(), label="pr-17")

    assert refused.revision is None
    assert refused.check.facts.base == 1
    with pytest.raises(NotFound):
        registry.label(grace, "pr-17")


def test_a_tree_of_files_is_one_revision(registry: Registry, grace: Person) -> None:
    texts = {path: text.encode() for path, text in documents.tree().items()}
    upload = Upload(registry.name, texts, root="openapi.yaml")

    published = revisions.publish(registry.database, registry.pool, grace.actor, upload)

    assert published.revision is not None
    assert (published.revision.file_count, published.revision.root) == (3, "openapi.yaml")


def test_what_cannot_be_read_is_refused_with_a_place_and_leaves_nothing(
    registry: Registry, grace: Person
) -> None:
    upload = Upload(registry.name, {"openapi.json": b'{"openapi": "3.1.0",\n "info": }'})

    with pytest.raises(Unreadable) as refused:
        revisions.publish(registry.database, registry.pool, grace.actor, upload)

    (finding,) = refused.value.findings
    assert (finding.location.file, finding.location.line) == ("openapi.json", 2)
    assert (registry.count(Revision), registry.count(Check)) == (0, 0)


def test_a_push_may_create_its_api(registry: Registry, ada: Person) -> None:
    registry.name = ApiName("acme", "orders")

    published = registry.push(ada, documents.petstore(), create=Visibility.INTERNAL)

    assert published.created
    with registry.database.reading() as session:
        api = apis.get(session, ada.actor, registry.name)
    assert (api.visibility, api.revision_count) == (Visibility.INTERNAL, 1)


def test_a_writer_may_not_create_an_api_by_pushing(registry: Registry, grace: Person) -> None:
    registry.name = ApiName("acme", "orders")

    with pytest.raises(Forbidden):
        registry.push(grace, documents.petstore(), create=Visibility.PRIVATE)


def test_without_the_wish_to_create_a_push_to_no_api_is_not_found(
    registry: Registry, ada: Person
) -> None:
    registry.name = ApiName("acme", "orders")

    with pytest.raises(NotFound):
        registry.push(ada, documents.petstore())


def test_who_may_push(registry: Registry, linus: Person, mallory: Person, nobody: Person) -> None:
    with pytest.raises(Forbidden):
        registry.push(linus, documents.petstore())
    with pytest.raises(NotFound):
        registry.push(mallory, documents.petstore())
    with pytest.raises(NotSignedIn):
        registry.push(nobody, documents.petstore())


@pytest.mark.parametrize("label", ["17", "Main", "a b", "", "-x", "x" * 101])
def test_a_label_that_does_not_fit_is_refused(
    registry: Registry, grace: Person, label: str
) -> None:
    with pytest.raises(Invalid):
        registry.push(grace, documents.petstore(), label=label)


def test_revisions_are_listed_newest_first_page_by_page(registry: Registry, grace: Person) -> None:
    for number in range(5):
        registry.push(grace, documents.numbered_petstore(number))

    with registry.database.reading() as session:
        first = revisions.browse(session, grace.actor, registry.name, Window(3))
        rest = revisions.browse(session, grace.actor, registry.name, Window(3, first.next))

    assert [one.number for one in (*first.items, *rest.items)] == [5, 4, 3, 2, 1]
    assert rest.next is None


class Interrupted(Pool):
    """An engine during whose first task somebody else pushes."""

    def __init__(self, interruption: Callable[[], object]) -> None:
        super().__init__(workers=1)
        self.interruption = interruption
        self.tasks = 0

    def examine(self, *args: Any, **options: Any) -> Examination:
        self.tasks += 1
        if self.tasks == 1:
            self.interruption()
        return super().examine(*args, **options)


def test_a_head_that_moves_while_the_engine_works_has_the_push_judged_again(
    registry: Registry, grace: Person
) -> None:
    registry.push(grace, documents.petstore())
    pool = Interrupted(lambda: registry.push(grace, documents.safer_petstore()))

    with closing(pool):
        refused = Registry(registry.database, pool, registry.name).push(
            grace, documents.petstore() | {"info": {"title": "Rival", "version": "9"}}
        )

    assert pool.tasks == 2
    assert refused.check.facts.base == 2
    assert refused.check.facts.verdict is Verdict.FAIL  # it lacks what the other one added


def test_a_policy_that_changes_while_the_engine_works_has_the_push_judged_again(
    registry: Registry, ada: Person, grace: Person
) -> None:
    pool = Interrupted(lambda: registry.insist(ada, Said(invalid=Stance.BLOCK)))

    with closing(pool):
        refused = Registry(registry.database, pool, registry.name).push(
            grace, documents.invalid_petstore()
        )

    assert refused.check.facts.policy.invalid is Stance.BLOCK
    assert refused.check.facts.verdict is Verdict.FAIL


def test_somebody_who_is_removed_while_the_engine_works_has_pushed_nothing(
    registry: Registry, ada: Person, grace: Person
) -> None:
    def remove() -> None:
        with registry.database.writing() as session:
            members.remove(session, ada.actor, "acme", "grace")

    pool = Interrupted(remove)

    with closing(pool), pytest.raises(NotFound):
        Registry(registry.database, pool, registry.name).push(grace, documents.petstore())

    assert registry.count(Revision) == 0
