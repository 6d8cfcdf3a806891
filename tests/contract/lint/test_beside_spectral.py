"""On real documents Decant finds what Spectral finds; where not, it is known who is right.

The documents are those of the corpus that lies beside the repository; Spectral is found as in
test_spectral. `python -m bench lint` holds all of them side by side.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import orjson
import pytest

from bench.corpus import CORPUS
from contract.lint.beside_spectral import by_decant, by_spectral, counted, explanations, seen
from contract.lint.test_spectral import SPECTRAL
from decant.contract import Document, read

if TYPE_CHECKING:
    from pathlib import Path

PACKS = ("oas", "owasp")
NEWEST = {
    "adyen-checkout": "04-2026-05-28.yaml",
    "box": "06-2026-06-29.json",
    "twilio-core": "05-2026-04-14.json",
}

OAS = "extends: spectral:oas\n"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there is no corpus at {CORPUS}")


def newest(name: str) -> tuple[Document, Path]:
    path = CORPUS / name / NEWEST[name]
    return read({path.name: path.read_bytes()}, path.name), path


@needs_corpus
@pytest.mark.slow
@pytest.mark.parametrize(("pack", "name"), [("oas", name) for name in NEWEST] + [("owasp", "box")])
def test_decant_finds_as_many_faults_as_when_it_was_last_held_beside_spectral(
    pack: str, name: str
) -> None:
    document, _ = newest(name)
    own = {one.id for one in explanations(pack) if one.only == "decant"} | {"both"}

    found = by_decant(document, pack)

    assert len(found) == sum(n for why, n in seen(pack)[name].items() if why in own)


@needs_corpus
@pytest.mark.node
@pytest.mark.slow
@pytest.mark.skipif(SPECTRAL is None, reason="Spectral's command line is not installed")
@pytest.mark.parametrize("name", ["adyen-checkout", "twilio-core"])
def test_each_difference_from_spectral_on_a_real_document_is_explained(
    name: str, tmp_path: Path
) -> None:
    document, path = newest(name)
    (tmp_path / ".spectral.yaml").write_text(OAS)

    command = [str(SPECTRAL), "lint", "--quiet", "--format", "json", "--ruleset", ".spectral.yaml"]
    run = subprocess.run(
        [*command, str(path)], cwd=tmp_path, check=False, capture_output=True, timeout=120
    )

    theirs = by_spectral(document, orjson.loads(run.stdout or b"[]"), path.parent)
    ours = by_decant(document, "oas")
    assert counted(ours, theirs, explanations("oas")) == seen("oas")[name]


@pytest.mark.parametrize("pack", PACKS)
def test_what_was_seen_is_told_by_explanations_that_say_who_is_right(pack: str) -> None:
    known = explanations(pack)

    told = {why for counts in seen(pack).values() for why in counts} - {"both"}

    assert told == {one.id for one in known}
    assert {one.right for one in known} <= {"decant", "spectral", "both", "by design"}
    assert all(len(one.why) > 60 for one in known)
