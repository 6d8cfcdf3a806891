"""`decant waiver`, at a hub that serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.shell import PETS, PETS_BREAKING, by, decant, lay

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person
    from decant.services.access import ApiName

API = ("--api", "acme/petstore")
KIND = ("--rule", "parameter-became-required")
WHY = ("--reason", "nobody calls it", "--expires", "30d")
pytestmark = pytest.mark.usefixtures("as_ada", "petstore")


@pytest.fixture
def pushed(here: Path, as_ada: Person, petstore: ApiName) -> None:
    """A revision, and a document that breaks its clients."""
    lay(here, {"api.yaml": PETS, "broken.yaml": PETS_BREAKING})
    assert decant("push", "api.yaml", *API).code == 0


def asked(person: Person, *more: str) -> str:
    said = by(person, "waiver", "add", *API, *KIND, *WHY, *more, "--format", "json").json
    return str(said["id"])


def test_a_maintainers_waiver_holds_at_once() -> None:
    ran = decant("waiver", "add", *API, *KIND, "--pointer", "/paths/**", "--label", "pr-*", *WHY)

    assert ran.code == 0
    assert ran.out.startswith("active     parameter-became-required /paths/** on pr-*\n")
    assert "because  nobody calls it\n" in ran.out
    assert "asked by ada" in ran.out


def test_a_writers_waiver_waits_and_says_how_it_is_approved(grace: Person) -> None:
    ran = by(grace, "waiver", "add", *API, *KIND, *WHY)

    assert ran.code == 0
    assert ran.out.startswith("pending  ")
    approve = ran.out.splitlines()[-1].split()
    approved = decant(*approve[1:])
    assert approved.code == 0
    assert approved.out.startswith("active  ")
    assert "asked by grace, approved by ada" in approved.out


def test_waivers_are_listed_by_state(grace: Person) -> None:
    pending = asked(grace)
    active = asked(grace)
    decant("waiver", "approve", active, *API)

    every = decant("waiver", "list", *API)
    some = decant("waiver", "list", *API, "--state", "pending", "--format", "json").json

    assert (every.code, every.out.count("parameter-became-required")) == (0, 2)
    assert [each["id"] for each in some] == [pending]
    assert decant("waiver", "list", *API, "--state", "expired").out == (
        "acme/petstore has no expired waivers\n"
    )


def test_a_list_longer_than_a_page_is_told_to_its_end(as_ada: Person) -> None:
    ids = {asked(as_ada) for _ in range(52)}

    said = decant("waiver", "list", *API, "--format", "json").json

    assert {each["id"] for each in said} == ids


def test_a_waiver_that_is_revoked_is_over(as_ada: Person) -> None:
    waiver = asked(as_ada)

    ran = decant("waiver", "revoke", waiver, *API)
    again = decant("waiver", "revoke", waiver, *API)

    assert (ran.code, ran.out.split()[0]) == (0, "revoked")
    assert "revoked by ada" in ran.out
    assert again.code == 2
    assert "decant waiver list" in again.err


@pytest.mark.parametrize("command", ["approve", "revoke"])
def test_programs_are_told_what_became_of_it(grace: Person, command: str) -> None:
    said = decant("waiver", command, asked(grace), *API, "--format", "json").json

    assert said["state"] == {"approve": "active", "revoke": "revoked"}[command]


def test_where_four_eyes_are_wanted_one_is_told_to_ask_another(as_ada: Person) -> None:
    as_ada.put("/orgs/acme/policy", {"four_eyes": True}, headers={"If-Match": "*"})

    ran = decant("waiver", "approve", asked(as_ada), *API)

    assert ran.code == 2
    assert "ask another maintainer" in ran.err


@pytest.mark.usefixtures("pushed")
def test_what_is_waived_goes_in_and_is_told_with_its_reason_and_end() -> None:
    decant("waiver", "add", *API, *KIND, *WHY)

    checked = decant("check", "broken.yaml", *API)
    pushed = decant("push", "broken.yaml", *API)

    for ran in (checked, pushed):
        assert ran.code == 0
        assert "Waived\n  breaking  Clients that leave query parameter `limit`" in ran.out
        assert "because  nobody calls it (until 20" in ran.out
        assert "pass: 1 waived\n" in ran.out
    assert pushed.out.endswith("acme/petstore revision 2 is new · main\n")


@pytest.mark.usefixtures("pushed")
def test_tools_are_told_of_a_waiver_as_of_a_suppression() -> None:
    decant("waiver", "add", *API, *KIND, *WHY)

    sarif = decant("check", "broken.yaml", *API, "--format", "sarif").json
    junit = decant("check", "broken.yaml", *API, "--format", "junit").out

    (result,) = [r for r in sarif["runs"][0]["results"] if r["ruleId"] == KIND[1]]
    assert result["suppressions"][0]["justification"] == "nobody calls it"
    assert "1 waived" in sarif["runs"][0]["properties"]["summary"]
    assert 'failures="0"' in junit


@pytest.mark.usefixtures("pushed")
def test_a_waiver_that_lets_nothing_pass_is_told() -> None:
    decant("waiver", "add", *API, "--rule", "operation-removed", *WHY)

    ran = decant("check", "api.yaml", *API)

    assert "Waivers without use\n  operation-removed: nobody calls it (until 20" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*API, *WHY), "name it by --rule or --fingerprint"),
        ((*API, *KIND, "--reason", "x", "--expires", "soon"), "write 30d"),
        ((*API, *KIND, "--reason", "x"), "--expires"),
        ((*API, *KIND, "--expires", "3d"), "--reason"),
        ((*KIND, *WHY), "which API?"),
        ((*API, *KIND, "--reason", "x", "--expires", "900d"), "year"),
    ],
)
def test_what_makes_no_sense_is_a_misuse(arguments: tuple[str, ...], said: str) -> None:
    ran = decant("waiver", "add", *arguments)

    assert ran.code == 2
    assert said in ran.err


def test_who_may_not_is_told_so(linus: Person, mallory: Person) -> None:
    assert by(linus, "waiver", "add", *API, *KIND, *WHY).code == 4
    assert by(mallory, "waiver", "list", *API).code == 4
