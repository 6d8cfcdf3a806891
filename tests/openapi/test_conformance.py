"""The running hub against its own contract: schemathesis asks, nothing may surprise it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from processes import PASSWORD

if TYPE_CHECKING:
    from processes import HubProcess

HERE = Path(__file__).parent
# How many cases each operation gets in each phase; DECANT_EXAMPLES asks for a longer session.
EXAMPLES = os.environ.get("DECANT_EXAMPLES", "20")
SEED = os.environ.get("DECANT_SEED", "20251125")


@pytest.mark.slow
def test_the_hub_does_what_its_contract_says(lively: HubProcess, tmp_path: Path) -> None:
    contract = tmp_path / "decant.v1.json"
    contract.write_text(lively.command("openapi"))
    told = {"DECANT_PASSWORD": PASSWORD, "DECANT_HOOKS": str(HERE / "hooks.py")}

    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli",
            "--config-file", str(HERE / "schemathesis.toml"),
            "run", str(contract), "--url", f"http://127.0.0.1:{lively.port}",
            "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful",
            "--max-examples", EXAMPLES, "--seed", SEED,
        ],
        cwd=tmp_path,
        env={**os.environ, **told, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    # Requests that all miss would prove nothing: documents must have been let in.
    assert lively.ask("GET", "/orgs/globex/apis/petstore").json["revision_count"] > 2
