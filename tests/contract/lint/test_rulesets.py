"""A ruleset decides which rules run and how much each matters."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from decant.contract import Document, Severity, lint, read, validate
from decant.contract.lint.packs import JUDGED_BY_VALIDATION, PACKS, PRACTICES, RESTATES
from decant.contract.lint.rule import BUILT_IN
from decant.contract.lint.ruleset import EVERYTHING, RECOMMENDED, Ruleset, UnknownPack, UnknownRule

ANSWERED = {"responses": {"200": {"description": "ok"}}}


def document(**parts: Any) -> Document:
    whole = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}
    return read({"openapi.json": orjson.dumps(whole | parts)})


@pytest.fixture
def bare() -> Document:
    return document()


def rules_of(found: Any) -> list[str]:
    return [finding.rule for finding in found]


def test_a_rule_that_is_off_says_nothing(bare: Document) -> None:
    ruleset = Ruleset.of("recommended", severities={"info-contact": None})

    found = rules_of(lint(bare, ruleset))

    assert "info-contact" not in found
    assert "info-description" in found


def test_a_ruleset_sets_how_much_a_rule_matters(bare: Document) -> None:
    ruleset = Ruleset({"info-contact": Severity.ERROR})

    found = {finding.rule: finding.severity for finding in lint(bare, ruleset)}

    assert found == {"info-contact": Severity.ERROR}


def test_a_ruleset_that_names_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnknownRule, match="info-contract"):
        Ruleset({"info-contract": Severity.ERROR})


def test_a_ruleset_that_names_an_unknown_pack_is_told_which_there_are() -> None:
    with pytest.raises(UnknownPack, match=r"practices/private.*practices/public"):
        Ruleset.of("practices/private")


def test_matters_of_taste_are_off_unless_asked_for(bare: Document) -> None:
    found = rules_of(lint(bare))

    assert "info-license" not in found
    assert "info-description" in found
    assert "info-license" in rules_of(lint(bare, Ruleset.of("oas/all")))


def test_of_two_packs_the_later_one_has_the_last_word(bare: Document) -> None:
    by_us = Ruleset.of("oas", "recommended")
    by_spectral = Ruleset.of("recommended", "oas")

    assert by_us.severities["array-items"] is Severity.WARNING
    assert by_spectral.severities["array-items"] is Severity.ERROR


def test_every_rule_is_in_a_pack_and_every_pack_holds_rules_that_exist() -> None:
    packed = {rule for pack in PACKS.values() for rule in pack}

    assert packed == set(BUILT_IN)
    assert packed.isdisjoint(JUDGED_BY_VALIDATION)


def test_the_packs_have_all_that_they_are_named_after() -> None:
    sizes = {name: len(pack) for name, pack in PACKS.items()}

    # One of Spectral's 57 is two here: scopes are asked about apart from schemes.
    assert sizes["oas/all"] + len(JUDGED_BY_VALIDATION) == 57 + 1
    assert sizes["owasp"] == 32
    assert sizes["practices/strict"] == len(PRACTICES) == 36


def test_each_profile_of_practices_has_all_of_the_one_before() -> None:
    internal, public, strict = (
        set(PACKS[f"practices/{name}"]) for name in ("internal", "public", "strict")
    )

    assert internal < public < strict


def test_what_validation_judges_may_be_named_and_is_not_told_twice() -> None:
    twice = {"/pets": {"get": ANSWERED, "parameters": [{"name": "x", "in": "path"}]}}
    ruleset = Ruleset.of("oas", severities={"path-params": Severity.ERROR, "oas3-schema": None})
    pets = document(paths=twice)

    found = rules_of((*validate(pets), *lint(pets, ruleset)))

    assert found.count("path-params") == 1


def test_a_swagger_document_is_spoken_of_in_its_own_words() -> None:
    whole = {
        "swagger": "2.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "definitions": {"Pet": {"type": "object"}},
    }
    pets = read({"swagger.json": orjson.dumps(whole)})

    found = rules_of(lint(pets, EVERYTHING))

    assert "oas2-unused-definition" in found
    assert not [rule for rule in found if rule.startswith("oas3")]


def test_two_rules_that_ask_the_same_make_one_finding_where_both_complain() -> None:
    pets = document(
        servers=[{"url": "http://pets.test"}, {"url": "http://localhost:8000"}],
        components={"securitySchemes": {"password": {"type": "http", "scheme": "basic"}}},
    )

    found = lint(pets, Ruleset.of("recommended", "owasp", "practices/public"))

    about = {f.location.pointer: f.rule for f in found if f.location.pointer.startswith("/servers")}
    assert about["/servers/0/url"] == "sp-https-servers"
    assert about["/servers/1/url"] == "owasp:api8:2023-no-server-http"
    assert rules_of(found).count("sp-auth-weak-scheme") == 1
    assert "owasp:api2:2023-no-http-basic" not in rules_of(found)


def test_a_summary_that_says_nothing_is_told_once() -> None:
    pets = document(paths={"/pets": {"get": {"summary": "", "responses": {}}}})

    found = rules_of(lint(pets, Ruleset.of("recommended", "practices/public")))

    assert "sp-operation-described" in found
    assert "operation-summary" not in found


def test_a_rule_whose_restatement_is_off_speaks_for_itself() -> None:
    pets = document(servers=[{"url": "http://pets.test"}])

    found = rules_of(lint(pets, Ruleset.of("owasp", severities={"sp-https-servers": None})))

    assert "owasp:api8:2023-no-server-http" in found


def test_rules_restate_only_rules_that_exist() -> None:
    named = {*RESTATES, *(rule for others in RESTATES.values() for rule in others)}

    assert named <= set(BUILT_IN)


def test_a_finding_in_a_component_says_how_many_operations_use_it() -> None:
    names = {"application/json": {"schema": {"$ref": "#/components/schemas/Names"}}}
    naming = {"responses": {"200": {"description": "ok", "content": names}}}
    schemas = {
        "Names": {"type": "array", "items": {"$ref": "#/components/schemas/Name"}},
        "Name": {"type": "string"},
        "Word": {"type": "string"},
    }
    pets = document(
        paths={"/cats": {"get": naming, "put": naming}, "/dogs": {"get": ANSWERED}},
        components={"schemas": schemas},
    )

    found = lint(pets, Ruleset({"owasp:api4:2023-string-limit": Severity.ERROR}))

    assert [finding.hint for finding in found] == [
        "Add maxLength, enum or const. Used by 2 operations.",
        "Add maxLength, enum or const.",
    ]


def test_rulesets_that_choose_the_same_have_the_same_digest() -> None:
    written_out = Ruleset(dict(sorted(PACKS["owasp"].items())) | {"info-contact": None})

    assert written_out.digest == Ruleset.of("owasp").digest
    assert written_out.digest != RECOMMENDED.digest


def test_a_rule_that_fails_is_a_finding_and_the_others_are_still_heard(
    bare: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> Any:
        yield "", "This much was found."
        raise KeyError("nobody thought of this")

    broken = BUILT_IN["info-contact"].__class__(
        "info-contact", Severity.WARNING, "Add it.", "For a reason.", failing
    )
    monkeypatch.setitem(BUILT_IN, "info-contact", broken)

    found = lint(bare, RECOMMENDED)

    failure = next(finding for finding in found if finding.rule == "rule-error")
    assert failure.message == "The rule info-contact failed on this document (KeyError)."
    assert {"info-contact", "info-description"} <= set(rules_of(found))
