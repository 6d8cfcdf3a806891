"""The command as a test types it, and documents to give it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decant.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Person

PETS = """\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        '200':
          description: All pets
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties: {name: {type: string}, tag: {type: string}}
"""
# Clients that leave `limit` out will be refused.
PETS_BREAKING = PETS.replace("in: query,", "in: query, required: true,")
PETS_GROWN = PETS.replace("tag: {type: string}", "tag: {type: string}, age: {type: integer}")
# Two operations of one name: readable, and wrong.
PETS_INVALID = PETS.replace(
    "components:",
    "  /cats:\n    get: {operationId: listPets, responses: {'200': {description: ok}}}\ncomponents:",
)
UNREADABLE = "openapi: 3.0.3\nopenapi: 3.0.3\n"
TREE = {
    "openapi.yaml": PETS.replace("'#/components/schemas/Pet'", "schemas/pet.yaml").partition(
        "components:"
    )[0],
    "schemas/pet.yaml": "type: object\nproperties: {owner: {$ref: ./owner.yaml}}\n",
    "schemas/owner.yaml": "type: object\nproperties: {name: {type: string}}\n",
}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for programs."""
        return json.loads(self.out)


def decant(*arguments: str, stdin: str | bytes = b"") -> Ran:
    """Run the command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = stdin.encode() if isinstance(stdin, str) else stdin
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = int(main(list(arguments)))
            except SystemExit as end:
                code = int(end.code or 0)
    finally:
        sys.stdin = before
    return Ran(code, _text(out), _text(err))


def by(person: Person, *arguments: str) -> Ran:
    """Run the command with somebody else's token in the environment."""
    assert person.bearer is not None
    before = os.environ.get("DECANT_TOKEN")
    os.environ["DECANT_TOKEN"] = person.bearer
    try:
        return decant(*arguments)
    finally:
        os.environ.pop("DECANT_TOKEN")
        if before is not None:
            os.environ["DECANT_TOKEN"] = before


def told(person: Person, path: str) -> Any:
    """What the hub tells somebody about acme/petstore."""
    answer = person.get(f"/orgs/acme/apis/petstore{path}")
    assert answer.status_code == 200, answer.text
    return answer.json


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as somebody who has a name."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def lay(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
