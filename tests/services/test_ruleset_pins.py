"""Rulesets that extend others of the org: which revision is meant, and stays meant."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from decant.errors import (
    Unavailable,
    UnreadableRuleset,
)
from decant.pool import Pool
from decant.services.rulesets import RulesetName
from maintainers import BASE, STYLE, TITLE, Maintainer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cast import Person
    from decant.db import Database
    from decant.pool import Compiled, StoredFiles
    from decant.pool.process import Supply


def test_a_stored_ruleset_that_is_extended_is_pinned_to_its_newest_revision(
    keeper: Maintainer,
) -> None:
    keeper.push(
        BASE,
        {
            "a/root.yaml": f"extends: ./more.yaml\n{TITLE}",
            "a/more.yaml": TITLE.replace("short", "long"),
        },
        "a/root.yaml",
    )

    style = keeper.push(STYLE, "extends: [[hub:base, all]]")

    assert style.revision.extends == {"hub:base": "hub:base@1"}
    assert style.revision.rule_count == 2
    assert style.revision.paths == (".spectral.yaml",)


def test_what_was_pinned_stays_when_the_other_ruleset_moves_on(keeper: Maintainer) -> None:
    keeper.push(BASE, TITLE)
    first = keeper.push(STYLE, "extends: hub:base")
    keeper.push(BASE, TITLE.replace("short", "other") + TITLE.removeprefix("rules:\n"))

    second = keeper.push(STYLE, "extends: hub:base")
    third = keeper.push(STYLE, "extends: hub:base@1")

    assert first.revision.extends == {"hub:base": "hub:base@1"}
    assert (second.revision.extends, second.revision.rule_count) == ({"hub:base": "hub:base@2"}, 2)
    assert (third.revision.extends, third.revision.rule_count) == ({"hub:base@1": "hub:base@1"}, 1)


def test_each_ruleset_keeps_its_own_pins_of_one_name(keeper: Maintainer) -> None:
    keeper.push(BASE, TITLE)
    keeper.push(RulesetName("acme", "middle"), "extends: hub:base")
    keeper.push(BASE, TITLE.replace("short", "other"))

    style = keeper.push(STYLE, "extends: [hub:base, hub:middle]")

    paths = [path for path, _ in style.revision.stored.files]
    assert style.revision.rule_count == 2
    assert [path for path in paths if path.startswith("hub:base@")] == [
        "hub:base@2/.spectral.yaml", "hub:base@1/.spectral.yaml",
    ]  # fmt: skip


def test_an_override_may_extend_a_stored_ruleset_too(keeper: Maintainer) -> None:
    keeper.push(BASE, TITLE)

    style = keeper.push(STYLE, f"{TITLE}overrides: [{{files: ['v2/*'], extends: [hub:base]}}]")

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
def meddle(keeper: Maintainer) -> Callable[[], object]:
    """Push another revision of the base."""
    numbers = iter(range(100))
    meddler = Maintainer(keeper.database, keeper.pool, keeper.person)
    return lambda: meddler.push(BASE, TITLE.replace("short", f"n{next(numbers)}"))


def test_a_push_is_compiled_again_if_what_it_extends_has_moved_meanwhile(
    keeper: Maintainer, meddle: Callable[[], object]
) -> None:
    keeper.push(BASE, TITLE)

    with closing(Meddled(meddle, times=1)) as keeper.pool:
        style = keeper.push(STYLE, "extends: hub:base")

    assert style.revision.extends == {"hub:base": "hub:base@2"}


def test_a_push_is_given_up_if_what_it_extends_moves_all_the_time(
    keeper: Maintainer, meddle: Callable[[], object]
) -> None:
    keeper.push(BASE, TITLE)

    with closing(Meddled(meddle, times=50)) as keeper.pool, pytest.raises(Unavailable):
        keeper.push(STYLE, "extends: hub:base")


def test_rulesets_that_have_too_many_files_together_are_refused(keeper: Maintainer) -> None:
    for number in range(10):
        files = {f"{each}.yaml": "{}" for each in range(99)}
        keeper.push(RulesetName("acme", f"r{number}"), {".spectral.yaml": TITLE, **files})

    (finding,) = keeper.refused(f"extends: {[f'hub:r{number}@1' for number in range(10)]}")

    assert finding.rule == "too-many-files"
    assert "1,001" in finding.message


def test_a_stored_ruleset_that_is_not_there_is_refused_at_its_line(keeper: Maintainer) -> None:
    (finding,) = keeper.refused("extends:\n  - hub:nothing@3\n")

    assert finding.rule == "ruleset-not-stored"
    assert (finding.location.file, finding.location.line) == (".spectral.yaml", 2)


@pytest.mark.parametrize("extends", ["hub:style", "hub:style@1", "hub:base"])
def test_a_ruleset_that_would_extend_itself_is_refused(keeper: Maintainer, extends: str) -> None:
    keeper.push(STYLE, TITLE)
    keeper.push(BASE, "extends: hub:style")

    (finding,) = keeper.refused(f"{TITLE}extends:\n  - spectral:oas\n  - {extends}\n")

    assert finding.rule == "ruleset-circular"
    assert finding.location.line == TITLE.count("\n") + 3


def test_another_org_does_not_reach_a_ruleset(
    keeper: Maintainer, mallory: Person, database: Database
) -> None:
    keeper.push(BASE, TITLE)
    mallory.post("/orgs", {"name": "umbrella"})
    keeper.person = mallory

    with pytest.raises(UnreadableRuleset):
        keeper.push(RulesetName("umbrella", "style"), "extends: hub:base")
