"""Rulesets: pushed, pinned, kept, and what is refused because it cannot run."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from decant.errors import (
    Forbidden,
    Invalid,
    NameTaken,
    NotFound,
    Unavailable,
    UnreadableRuleset,
)
from decant.models import Org
from decant.pool import Allowance, Pool
from decant.services import events, rulesets
from decant.services.pages import Window
from decant.services.rulesets import RulesetName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cast import Person
    from decant.contract import Finding
    from decant.db import Database
    from decant.pool import Compiled, StoredFiles
    from decant.pool.process import Supply
    from decant.services.rulesets import Publication

STYLE = RulesetName("acme", "style")
BASE = RulesetName("acme", "base")
TITLE = """\
rules:
  short-title:
    given: $.info.title
    severity: error
    then: {function: length, functionOptions: {max: 5}}
"""


@pytest.fixture
def push(
    database: Database,
    workers: Pool,
    max: Person,  # noqa: A002 - a person
) -> Pushing:
    return Pushing(database, workers, max)


class Pushing:
    """A maintainer who pushes: `push(name, text)`, or several files."""

    def __init__(self, database: Database, pool: Pool, person: Person) -> None:
        self.database, self.pool, self.person = database, pool, person

    def __call__(
        self, name: RulesetName, files: str | Mapping[str, str], root: str | None = None
    ) -> Publication:
        if isinstance(files, str):
            files = {".spectral.yaml": files}
        encoded = {path: content.encode() for path, content in files.items()}
        return rulesets.push(
            self.database, self.pool, self.person.actor, name, files=encoded, root=root
        )

    def refused(
        self, files: str | Mapping[str, str], root: str | None = None
    ) -> tuple[Finding, ...]:
        with pytest.raises(UnreadableRuleset) as refused:
            self(STYLE, files, root)
        return refused.value.findings


def test_a_pushed_ruleset_is_kept_as_its_first_revision(push: Pushing, database: Database) -> None:
    pushed = push(
        STYLE, {".spectral.yaml": f"extends: [./more.yaml]\n{TITLE}", "more.yaml": "rules: {}"}
    )

    with database.reading() as session:
        kept = rulesets.texts(session, push.person.actor, STYLE, 1)
    assert pushed.created
    assert (kept.facts.number, kept.facts.rule_count, kept.facts.pushed_by) == (1, 1, "max")
    assert list(kept.files) == [".spectral.yaml", "more.yaml"]
    assert kept.files["more.yaml"] == "rules: {}"
    assert kept.facts == pushed.revision


def test_the_same_files_again_change_nothing(push: Pushing) -> None:
    first = push(STYLE, TITLE)

    again = push(STYLE, TITLE)

    assert not again.created
    assert again.revision == first.revision


def test_other_files_make_another_revision_and_the_older_stays(
    push: Pushing, database: Database
) -> None:
    push(STYLE, TITLE)
    second = push(STYLE, TITLE.replace("5", "9"))

    with database.reading() as session:
        page = rulesets.browse_revisions(session, push.person.actor, STYLE, Window(1))
        older = rulesets.browse_revisions(session, push.person.actor, STYLE, Window(1, page.next))
        newest = rulesets.get(session, push.person.actor, STYLE).newest
    assert [revision.number for revision in (*page.items, *older.items)] == [2, 1]
    assert newest == second.revision


def test_rulesets_are_listed_by_name_a_page_at_a_time(push: Pushing, database: Database) -> None:
    push(STYLE, TITLE)
    push(BASE, TITLE)

    with database.reading() as session:
        first = rulesets.browse(session, push.person.actor, "acme", Window(1))
        second = rulesets.browse(session, push.person.actor, "acme", Window(1, first.next))

    assert [str(one.name) for one in (*first.items, *second.items)] == ["acme/base", "acme/style"]
    assert second.next is None


def test_a_stored_ruleset_that_is_extended_is_pinned_to_its_newest_revision(
    push: Pushing,
) -> None:
    push(
        BASE,
        {
            "a/root.yaml": f"extends: ./more.yaml\n{TITLE}",
            "a/more.yaml": TITLE.replace("short", "long"),
        },
        "a/root.yaml",
    )

    style = push(STYLE, "extends: [[hub:base, all]]")

    assert style.revision.extends == {"hub:base": "hub:base@1"}
    assert style.revision.rule_count == 2
    assert style.revision.paths == (".spectral.yaml",)


def test_what_was_pinned_stays_when_the_other_ruleset_moves_on(push: Pushing) -> None:
    push(BASE, TITLE)
    first = push(STYLE, "extends: hub:base")
    push(BASE, TITLE.replace("short", "other") + TITLE.removeprefix("rules:\n"))

    second = push(STYLE, "extends: hub:base")
    third = push(STYLE, "extends: hub:base@1")

    assert first.revision.extends == {"hub:base": "hub:base@1"}
    assert (second.revision.extends, second.revision.rule_count) == ({"hub:base": "hub:base@2"}, 2)
    assert (third.revision.extends, third.revision.rule_count) == ({"hub:base@1": "hub:base@1"}, 1)


def test_each_ruleset_keeps_its_own_pins_of_one_name(push: Pushing) -> None:
    push(BASE, TITLE)
    push(RulesetName("acme", "middle"), "extends: hub:base")
    push(BASE, TITLE.replace("short", "other"))

    style = push(STYLE, "extends: [hub:base, hub:middle]")

    paths = [path for path, _ in style.revision.stored.files]
    assert style.revision.rule_count == 2
    assert [path for path in paths if path.startswith("hub:base@")] == [
        "hub:base@2/.spectral.yaml", "hub:base@1/.spectral.yaml",
    ]  # fmt: skip


def test_an_override_may_extend_a_stored_ruleset_too(push: Pushing) -> None:
    push(BASE, TITLE)

    style = push(STYLE, f"{TITLE}overrides: [{{files: ['v2/*'], extends: [hub:base]}}]")

    assert style.revision.extends == {"hub:base": "hub:base@1"}


class Meddled(Pool):
    """A pool during whose work somebody else pushes, so many times."""

    def __init__(self, meddle: Callable[[], object], times: int) -> None:
        super().__init__(workers=1)
        self.meddle, self.left = meddle, times

    def compile(
        self, files: Mapping[str, bytes], root: str, stored: StoredFiles, *, supply: Supply
    ) -> Compiled:
        done = super().compile(files, root, stored, supply=supply)
        if stored and self.left:
            self.left -= 1
            self.meddle()
        return done


@pytest.fixture
def meddle(push: Pushing) -> Callable[[], object]:
    """Push another revision of the base."""
    numbers = iter(range(100))
    meddler = Pushing(push.database, push.pool, push.person)
    return lambda: meddler(BASE, TITLE.replace("short", f"n{next(numbers)}"))


def test_a_push_is_compiled_again_if_what_it_extends_has_moved_meanwhile(
    push: Pushing, meddle: Callable[[], object]
) -> None:
    push(BASE, TITLE)

    with closing(Meddled(meddle, times=1)) as push.pool:
        style = push(STYLE, "extends: hub:base")

    assert style.revision.extends == {"hub:base": "hub:base@2"}


def test_a_push_is_given_up_if_what_it_extends_moves_all_the_time(
    push: Pushing, meddle: Callable[[], object]
) -> None:
    push(BASE, TITLE)

    with closing(Meddled(meddle, times=50)) as push.pool, pytest.raises(Unavailable):
        push(STYLE, "extends: hub:base")


def test_rulesets_that_have_too_many_files_together_are_refused(push: Pushing) -> None:
    for number in range(10):
        files = {f"{each}.yaml": "{}" for each in range(99)}
        push(RulesetName("acme", f"r{number}"), {".spectral.yaml": TITLE, **files})

    (finding,) = push.refused(f"extends: {[f'hub:r{number}@1' for number in range(10)]}")

    assert finding.rule == "too-many-files"
    assert "1,001" in finding.message


def test_a_stored_ruleset_that_is_not_there_is_refused_at_its_line(push: Pushing) -> None:
    (finding,) = push.refused("extends:\n  - hub:nothing@3\n")

    assert finding.rule == "ruleset-not-stored"
    assert (finding.location.file, finding.location.line) == (".spectral.yaml", 2)


@pytest.mark.parametrize("extends", ["hub:style", "hub:style@1", "hub:base"])
def test_a_ruleset_that_would_extend_itself_is_refused(push: Pushing, extends: str) -> None:
    push(STYLE, TITLE)
    push(BASE, "extends: hub:style")

    (finding,) = push.refused(f"{TITLE}extends:\n  - spectral:oas\n  - {extends}\n")

    assert finding.rule == "ruleset-circular"
    assert finding.location.line == TITLE.count("\n") + 3


def test_every_fault_of_a_ruleset_is_told_with_its_place(push: Pushing) -> None:
    faults = push.refused(
        "functions: [mine]\n"
        "extends: [spectral:oas]\n"
        "rules:\n"
        "  info-contcat: error\n"
        "  own: {given: '$.info[', then: {function: truthy}}\n"
        "  asks: {given: $, then: {function: mine}}\n"
        "overrides:\n"
        "  - files: ['*.json']\n"
        "    rules: {nowhere: off}\n"
    )

    found = {(finding.rule, finding.location.line) for finding in faults}
    assert found == {
        ("ruleset-function-unsupported", 1),
        ("ruleset-invalid", 4),
        ("ruleset-path-invalid", 5),
        ("ruleset-function-unsupported", 6),
        ("ruleset-invalid", 9),
    }


def test_of_countless_faults_the_first_hundred_are_told(push: Pushing) -> None:
    faults = push.refused("rules:\n" + "".join(f"  r{n}: error\n" for n in range(500)))

    assert [finding.location.line for finding in faults] == list(range(2, 102))


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ("rules: [", "yaml-syntax"),
        ("[]", "ruleset-invalid"),
        ("extends: ./gone.yaml", "ruleset-not-stored"),
        ("extends: ./rules.js", "ruleset-function-unsupported"),
        ({".spectral.js": "module.exports = {}"}, "ruleset-function-unsupported"),
        ({"a.yaml": TITLE, "b.yaml": TITLE}, "root-not-found"),
        ({"../a.yaml": TITLE}, "file-path"),
        ({"hub:base@1": TITLE}, "file-path"),
        ({f"{number}.yaml": "{}" for number in range(101)}, "too-many-files"),
        ({"a.yaml": "x" * ((1 << 20) + 1)}, "ruleset-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_what_is_no_ruleset_is_refused(
    push: Pushing, files: str | dict[str, str], rule: str
) -> None:
    assert rule in {finding.rule for finding in push.refused(files)}


def test_a_root_that_is_not_among_the_files_is_refused(push: Pushing) -> None:
    (finding,) = push.refused(TITLE, root="other.yaml")

    assert finding.rule == "root-not-found"


def test_a_ruleset_that_kills_its_worker_is_refused_and_the_hub_lives_on(push: Pushing) -> None:
    costly = "".join(
        f"  r{n}: {{given: $, then: {{function: pattern, functionOptions: "
        f"{{match: '(a|b{{{n % 97 + 2}}}){{200}}{n}'}}}}}}\n"
        for n in range(4_000)
    )
    with closing(Pool(workers=1, allowance=Allowance(seconds=1))) as small:
        push.pool = small

        (finding,) = push.refused(f"rules:\n{costly}")

        assert finding.rule == "ruleset-too-costly"
        assert finding.location.file == ".spectral.yaml"
        assert push(STYLE, TITLE).created


@pytest.mark.parametrize("name", ["oas", "owasp", "recommended", "practices", "hub"])
def test_a_name_that_means_rules_of_decants_own_is_not_given(push: Pushing, name: str) -> None:
    with pytest.raises(NameTaken):
        push(RulesetName("acme", name), TITLE)


@pytest.mark.parametrize("name", ["Style", "a@1", "-"])
def test_what_cannot_be_a_name_is_refused(push: Pushing, name: str) -> None:
    with pytest.raises(Invalid):
        push(RulesetName("acme", name), TITLE)


def test_only_maintainers_push_and_strangers_see_nothing(
    push: Pushing, grace: Person, mallory: Person, database: Database
) -> None:
    push(STYLE, TITLE)
    for person, refusal in ((grace, Forbidden), (mallory, NotFound)):
        push.person = person
        with pytest.raises(refusal):
            push(STYLE, TITLE)

    with database.reading() as session, pytest.raises(NotFound):
        rulesets.get(session, mallory.actor, STYLE)
    with database.reading() as session:
        assert rulesets.get(session, grace.actor, STYLE).newest.number == 1


@pytest.mark.parametrize("number", [0, 2, 2**31 - 1])
def test_a_revision_that_is_not_there_is_not_found(
    push: Pushing, database: Database, number: int
) -> None:
    push(STYLE, TITLE)

    with database.reading() as session, pytest.raises(NotFound):
        rulesets.get_revision(session, push.person.actor, STYLE, number)


def test_policies_name_packs_and_stored_rulesets(push: Pushing, database: Database) -> None:
    push(STYLE, TITLE)
    newest = push(STYLE, TITLE.replace("5", "9")).revision

    with database.reading() as session:
        acme = session.query(Org).filter_by(name="acme").one().id
        refs = ("oas", "practices/public", "style", "style@1")
        pinned = {ref: rulesets.resolve(session, acme, ref) for ref in refs}

    assert {ref: one.ref for ref, one in pinned.items()} == {
        "oas": "oas", "practices/public": "practices/public",
        "style": "style@2", "style@1": "style@1",
    }  # fmt: skip
    assert pinned["oas"].stored is None
    assert pinned["style"].stored == newest.stored


@pytest.mark.parametrize(
    "ref", ["nothing", "style@2", "style@0", "Style", "hub:style", "practices", ""]
)
def test_a_policy_cannot_name_what_is_not_there(
    push: Pushing, database: Database, ref: str
) -> None:
    push(STYLE, TITLE)

    with database.reading() as session, pytest.raises(Invalid):
        rulesets.resolve(session, session.query(Org).filter_by(name="acme").one().id, ref)


def test_the_server_knows_packs_only(push: Pushing, database: Database) -> None:
    push(STYLE, TITLE)

    with database.reading() as session:
        assert rulesets.resolve(session, None, "owasp").stored is None
        with pytest.raises(Invalid):
            rulesets.resolve(session, None, "style")


def test_another_org_does_not_reach_a_ruleset(
    push: Pushing, mallory: Person, database: Database
) -> None:
    push(BASE, TITLE)
    mallory.post("/orgs", {"name": "umbrella"})
    push.person = mallory

    with pytest.raises(UnreadableRuleset):
        push(RulesetName("umbrella", "style"), "extends: hub:base")


def test_a_push_is_told_as_an_event_and_an_unchanged_one_is_not(
    push: Pushing, database: Database
) -> None:
    pushed = push(STYLE, TITLE)
    push(STYLE, TITLE)

    with database.reading() as session:
        happened = events.browse(session, push.person.actor, "acme", Window(100)).items
    told = [one for one in happened if one.kind == "ruleset.published"]
    assert [one.facts for one in told] == [
        {"ruleset": "style", "revision": 1, "digest": pushed.revision.digest}
    ]


def test_the_database_itself_keeps_a_revision_as_it_is(push: Pushing, database: Database) -> None:
    push(STYLE, TITLE)

    for statement in ("UPDATE ruleset_revisions SET number = 9", "DELETE FROM ruleset_revisions"):
        with pytest.raises(DBAPIError, match="only ever added"), database.writing() as session:
            session.execute(text(statement))
