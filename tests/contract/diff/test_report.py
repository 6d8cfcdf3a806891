"""A comparison as JSON, and back."""

from __future__ import annotations

import orjson

from contract.diff import documents
from decant.contract.diff import compare
from decant.contract.diff.report import as_json, change_from_json


def test_a_change_survives_being_written_and_read() -> None:
    older = documents.accepting({"type": "string", "maxLength": 9, "description": "A"})
    newer = documents.accepting({"type": "string", "maxLength": 5, "description": "B"})
    comparison = compare(older, newer)

    report = orjson.loads(orjson.dumps(as_json(comparison, engine_version="1.0")))

    assert tuple(map(change_from_json, report["changes"])) == comparison.changes
    assert report["engine_version"] == "1.0"
    assert report["required_bump"] == "major"


def test_a_change_without_a_place_in_either_document_survives_as_well() -> None:
    (change,) = compare(documents.accepting({}), documents.accepting(False)).changes
    report = as_json(compare(documents.accepting({}), documents.accepting(False)))

    lost = {**report["changes"][0], "older": None, "newer": None}

    assert change_from_json(lost).kind == change.kind
    assert change_from_json(lost).older is None


def test_what_could_not_be_compared_is_in_the_report() -> None:
    older, newer = ({"type": "string", "colour": colour} for colour in ("red", "blue"))

    report = as_json(compare(documents.sending(older), documents.sending(newer)))

    assert "engine_version" not in report
    assert "`colour`" in report["not_evaluated"][0]["reason"]
