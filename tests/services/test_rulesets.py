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
)
from decant.models import Org
from decant.pool import Allowance, Pool
from decant.services import events, rulesets
from decant.services.pages import Window
from decant.services.rulesets import RulesetName
from maintainers import BASE, STYLE, TITLE, Maintainer

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database


def test_a_pushed_ruleset_is_kept_as_its_first_revision(
    keeper: Maintainer, database: Database
) -> None:
    pushed = keeper.push(
        STYLE, {".spectral.yaml": f"extends: [./more.yaml]\n{TITLE}", "more.yaml": "rules: {}"}
    )

    with database.reading() as session:
        kept = rulesets.texts(session, keeper.person.actor, STYLE, 1)
    assert pushed.created
    assert (kept.facts.number, kept.facts.rule_count, kept.facts.pushed_by) == (1, 1, "max")
    assert list(kept.files) == [".spectral.yaml", "more.yaml"]
    assert kept.files["more.yaml"] == "rules: {}"
    assert kept.facts == pushed.revision


def test_the_same_files_again_change_nothing(keeper: Maintainer) -> None:
    first = keeper.push(STYLE, TITLE)

    again = keeper.push(STYLE, TITLE)

    assert not again.created
    assert again.revision == first.revision


def test_other_files_make_another_revision_and_the_older_stays(
    keeper: Maintainer, database: Database
) -> None:
    keeper.push(STYLE, TITLE)
    second = keeper.push(STYLE, TITLE.replace("5", "9"))

    with database.reading() as session:
        page = rulesets.browse_revisions(session, keeper.person.actor, STYLE, Window(1))
        older = rulesets.browse_revisions(session, keeper.person.actor, STYLE, Window(1, page.next))
        newest = rulesets.get(session, keeper.person.actor, STYLE).newest
    assert [revision.number for revision in (*page.items, *older.items)] == [2, 1]
    assert newest == second.revision


def test_rulesets_are_listed_by_name_a_page_at_a_time(
    keeper: Maintainer, database: Database
) -> None:
    keeper.push(STYLE, TITLE)
    keeper.push(BASE, TITLE)

    with database.reading() as session:
        first = rulesets.browse(session, keeper.person.actor, "acme", Window(1))
        second = rulesets.browse(session, keeper.person.actor, "acme", Window(1, first.next))

    assert [str(one.name) for one in (*first.items, *second.items)] == ["acme/base", "acme/style"]
    assert second.next is None


def test_every_fault_of_a_ruleset_is_told_with_its_place(keeper: Maintainer) -> None:
    faults = keeper.refused(
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


def test_of_countless_faults_the_first_hundred_are_told(keeper: Maintainer) -> None:
    faults = keeper.refused("rules:\n" + "".join(f"  r{n}: error\n" for n in range(500)))

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
    keeper: Maintainer, files: str | dict[str, str], rule: str
) -> None:
    assert rule in {finding.rule for finding in keeper.refused(files)}


def test_a_root_that_is_not_among_the_files_is_refused(keeper: Maintainer) -> None:
    (finding,) = keeper.refused(TITLE, root="other.yaml")

    assert finding.rule == "root-not-found"


def test_a_ruleset_that_kills_its_worker_is_refused_and_the_hub_lives_on(
    keeper: Maintainer,
) -> None:
    costly = "".join(
        f"  r{n}: {{given: $, then: {{function: pattern, functionOptions: "
        f"{{match: '(a|b{{{n % 97 + 2}}}){{200}}{n}'}}}}}}\n"
        for n in range(4_000)
    )
    with closing(Pool(workers=1, allowance=Allowance(seconds=1))) as small:
        keeper.pool = small

        (finding,) = keeper.refused(f"rules:\n{costly}")

        assert finding.rule == "ruleset-too-costly"
        assert finding.location.file == ".spectral.yaml"
        assert keeper.push(STYLE, TITLE).created


@pytest.mark.parametrize("name", ["oas", "owasp", "recommended", "practices", "hub"])
def test_a_name_that_means_rules_of_decants_own_is_not_given(keeper: Maintainer, name: str) -> None:
    with pytest.raises(NameTaken):
        keeper.push(RulesetName("acme", name), TITLE)


@pytest.mark.parametrize("name", ["Style", "a@1", "-"])
def test_what_cannot_be_a_name_is_refused(keeper: Maintainer, name: str) -> None:
    with pytest.raises(Invalid):
        keeper.push(RulesetName("acme", name), TITLE)


def test_only_maintainers_push_and_strangers_see_nothing(
    keeper: Maintainer, grace: Person, mallory: Person, database: Database
) -> None:
    keeper.push(STYLE, TITLE)
    for person, refusal in ((grace, Forbidden), (mallory, NotFound)):
        keeper.person = person
        with pytest.raises(refusal):
            keeper.push(STYLE, TITLE)

    with database.reading() as session, pytest.raises(NotFound):
        rulesets.get(session, mallory.actor, STYLE)
    with database.reading() as session:
        assert rulesets.get(session, grace.actor, STYLE).newest.number == 1


@pytest.mark.parametrize("number", [0, 2, 2**31 - 1])
def test_a_revision_that_is_not_there_is_not_found(
    keeper: Maintainer, database: Database, number: int
) -> None:
    keeper.push(STYLE, TITLE)

    with database.reading() as session, pytest.raises(NotFound):
        rulesets.get_revision(session, keeper.person.actor, STYLE, number)


def test_policies_name_packs_and_stored_rulesets(keeper: Maintainer, database: Database) -> None:
    keeper.push(STYLE, TITLE)
    newest = keeper.push(STYLE, TITLE.replace("5", "9")).revision

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
    keeper: Maintainer, database: Database, ref: str
) -> None:
    keeper.push(STYLE, TITLE)

    with database.reading() as session, pytest.raises(Invalid):
        rulesets.resolve(session, session.query(Org).filter_by(name="acme").one().id, ref)


def test_the_server_knows_packs_only(keeper: Maintainer, database: Database) -> None:
    keeper.push(STYLE, TITLE)

    with database.reading() as session:
        assert rulesets.resolve(session, None, "owasp").stored is None
        with pytest.raises(Invalid):
            rulesets.resolve(session, None, "style")


def test_a_push_is_told_as_an_event_and_an_unchanged_one_is_not(
    keeper: Maintainer, database: Database
) -> None:
    pushed = keeper.push(STYLE, TITLE)
    keeper.push(STYLE, TITLE)

    with database.reading() as session:
        happened = events.browse(session, keeper.person.actor, "acme", Window(100)).items
    told = [one for one in happened if one.kind == "ruleset.published"]
    assert [one.facts for one in told] == [
        {"ruleset": "style", "revision": 1, "digest": pushed.revision.digest}
    ]


def test_the_database_itself_keeps_a_revision_as_it_is(
    keeper: Maintainer, database: Database
) -> None:
    keeper.push(STYLE, TITLE)

    for statement in ("UPDATE ruleset_revisions SET number = 9", "DELETE FROM ruleset_revisions"):
        with pytest.raises(DBAPIError, match="only ever added"), database.writing() as session:
            session.execute(text(statement))
