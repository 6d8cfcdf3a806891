"""What `decant lint` prints for people: findings under the rules that they break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.shell import PETS, PETS_INVALID, decant, lay

if TYPE_CHECKING:
    from pathlib import Path

PATHS = "".join(
    f"  /p{n}: {{get: {{responses: {{'200': {{description: ok}}}}}}}}\n" for n in range(120)
)
MANY = f"openapi: 3.0.3\ninfo: {{title: Pets, version: 1.0.0}}\npaths:\n{PATHS}"


def group(out: str, rule: str) -> list[str]:
    return next(b for b in out.split("\n\n") if f"{rule} " in b).splitlines()


def test_findings_stand_under_their_rule_the_gravest_first(here: Path) -> None:
    lay(here, {"api.yaml": PETS})

    ran = decant("lint", "api.yaml", "--pack", "owasp")

    headings = [line.split() for line in ran.out.splitlines()[:-1] if line[:1].strip()]
    severities = [severity for severity, *_ in headings]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert len({rule for _, rule, _ in headings}) == len(headings)
    assert ran.out.splitlines()[-1].startswith("api.yaml does not pass: ")


def test_what_to_do_is_said_once_and_places_follow_up_to_a_limit(here: Path) -> None:
    lay(here, {"api.yaml": MANY})

    ran = decant("lint", "api.yaml")

    block = group(ran.out, "operation-operationId")
    assert block[0] == "warning  operation-operationId  120"
    assert block[1] == "         Add an operationId, such as a verb and a noun: listPets."
    assert [line.split()[0] for line in block[2:7]] == [f"api.yaml:{n}:9" for n in range(4, 9)]
    assert block[7] == "         and 115 more; --all prints all but 20 places"
    assert len(block) == 8


def test_a_few_more_than_the_limit_are_counted(here: Path) -> None:
    lay(here, {"api.yaml": "".join(MANY.splitlines(keepends=True)[:10])})

    ran = decant("lint", "api.yaml")

    assert group(ran.out, "operation-operationId")[-1].strip() == "and 2 more; --all prints them"


def test_all_places_may_be_asked_for(here: Path) -> None:
    lay(here, {"api.yaml": MANY})

    ran = decant("lint", "api.yaml", "--all")

    block = group(ran.out, "operation-operationId")
    assert len(block) == 2 + 100 + 1
    assert block[-1] == "         and 20 more that are not listed"


def test_where_only_some_places_have_a_hint_it_stands_under_them(here: Path) -> None:
    own = "{given: $.info, then: {field: x-owner, function: truthy}, message: Say whose it is.}"
    lay(here, {"api.yaml": PETS, "r.yaml": f"rules:\n  info-contact: {own}\n"})

    ran = decant("lint", "api.yaml", "--pack", "oas", "--ruleset", "r.yaml")

    block = group(ran.out, "info-contact")
    assert block[0] == "warning  info-contact  2"
    assert block[1].endswith("  The API names no contact.")
    assert block[2].strip() == "Add info.contact with a name, url or email."
    assert block[3].endswith("  Say whose it is.")


def test_validation_keeps_the_order_of_the_file(here: Path) -> None:
    lay(here, {"api.yaml": PETS_INVALID})

    ran = decant("validate", "api.yaml")

    assert ran.out.startswith("api.yaml:")


def test_what_the_team_lives_with_is_told_below(here: Path) -> None:
    suppression = "suppressions: [{rule: info-contact, pointer: /info, reason: nobody yet}]\n"
    lay(here, {"api.yaml": PETS, "decant.yaml": suppression})

    ran = decant("lint", "api.yaml")

    assert "warning  info-contact" not in ran.out.partition("Suppressed")[0]
    assert "Suppressed\napi.yaml:2:1  warning" in ran.out
    assert "because  nobody yet" in ran.out
