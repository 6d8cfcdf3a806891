"""What a team lives with: matched narrowly, ended by a day, and never forgotten."""

from __future__ import annotations

import pytest

from decant.contract.findings import Finding, Location, Severity
from decant.contract.suppressions import Suppression, Suspect, find, fingerprint_of, idle

TODAY = "2026-01-15"
TAG = Location("/components/schemas/Pet/properties/tag", "api.yaml", 18, 42)
SUSPECT = Suspect("property-removed", "0123456789abcdef", (None, TAG))


@pytest.mark.parametrize(
    "suppression",
    [
        Suppression("r", rule="property-removed", pointer=TAG.pointer),
        Suppression("r", rule="property-removed", pointer="/components/schemas/Pet"),
        Suppression("r", rule="property-removed", pointer=f"api.yaml#{TAG.pointer}"),
        Suppression("r", rule="property-removed", pointer="/components/*/Pet"),
        Suppression("r", rule="property-removed", pointer="/**/properties"),
        Suppression("r", fingerprint="0123456789abcdef"),
        Suppression("r", rule="property-removed", fingerprint="0123456789abcdef"),
        Suppression("r", fingerprint="0123456789abcdef", expires=TODAY),
    ],
)
def test_it_covers_what_it_names(suppression: Suppression) -> None:
    assert find([suppression], SUSPECT, today=TODAY) is suppression


@pytest.mark.parametrize(
    "suppression",
    [
        Suppression("r", rule="property-added", pointer=TAG.pointer),
        Suppression("r", rule="property-removed", pointer="/components/schemas/Pe"),
        Suppression("r", rule="property-removed", pointer=f"other.yaml#{TAG.pointer}"),
        Suppression("r", rule="property-removed", pointer="/components/*/properties"),
        Suppression("r", fingerprint="f" * 16),
        Suppression("r", rule="property-added", fingerprint="0123456789abcdef"),
        Suppression("r", fingerprint="0123456789abcdef", expires="2026-01-14"),
    ],
)
def test_it_covers_nothing_else(suppression: Suppression) -> None:
    assert find([suppression], SUSPECT, today=TODAY) is None


def test_what_did_nothing_is_told_with_the_reason() -> None:
    used = Suppression("r", rule="a", pointer="/a")
    unused = Suppression("r", rule="b", pointer="/b")
    past = Suppression("r", rule="c", pointer="/c", expires="2026-01-14")

    told = idle([used, unused, past], {used}, lambda _: True, today=TODAY)

    assert [each.suppression for each in told] == [unused, past]
    assert told[0].why == "nothing matches it any more; it may go"
    assert told[1].why == "ended on 2026-01-14, and does not hold any more"


def test_what_could_not_have_done_anything_is_not_told() -> None:
    about_lint = Suppression("r", rule="info-contact", pointer="/info")

    assert not idle([about_lint], set(), lambda each: each.rule != "info-contact", today=TODAY)


def test_the_fingerprint_of_a_finding_survives_rewording_and_moved_lines() -> None:
    finding = Finding("a", Severity.ERROR, "It is wrong.", Location("/x", "api.yaml", 3, 1))
    later = Finding("a", Severity.WARNING, "It is bad.", Location("/x", "api.yaml", 9, 1))
    elsewhere = Finding("a", Severity.ERROR, "It is wrong.", Location("/y", "api.yaml", 3, 1))

    assert fingerprint_of(finding) == fingerprint_of(later)
    assert fingerprint_of(finding) != fingerprint_of(elsewhere)
