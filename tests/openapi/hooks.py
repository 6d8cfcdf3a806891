"""What schemathesis cannot know from the contract: what a document is, what it must not lose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import schemathesis
from schemathesis import GenerationMode

import documents

if TYPE_CHECKING:
    from schemathesis import Case, HookContext

KEY: Final = "Idempotency-Key"
PUSHES: Final = frozenset({"publishRevision", "publishDocument", "runCheck"})
SPARED: Final = {
    "deleteOrg": ("org", {"acme", "globex"}),
    "deleteApi": ("api", {"petstore"}),
    "putMember": ("user", {"ada"}),
    "removeMember": ("user", {"ada"}),
}
_turns: Final = count()


@schemathesis.hook
def before_call(_context: HookContext, case: Case[Any], _kwargs: dict[str, Any]) -> None:
    """Keep requests apart and what others need alive; make sound pushes meaningful."""
    if case.headers and 1 <= len(case.headers.get(KEY, "")) <= 255:
        # Two requests of a run are two intents; a key that comes with another body is refused.
        case.headers[KEY] = uuid4().hex
    operation_id = case.operation.definition.raw["operationId"]
    parameter, needed = SPARED.get(operation_id, ("", set()))
    if parameter and case.path_parameters.get(parameter) in needed:
        case.path_parameters[parameter] = "spare"
    sound = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if sound and operation_id in PUSHES:
        _write_a_document(case, next(_turns))
    if sound and operation_id == "publishRuleset":
        _write_a_ruleset(case, next(_turns))
    if sound and operation_id == "askForWaiver" and isinstance(case.body, dict):
        # No schema can say that a moment is to come, and within a year.
        case.body["expires_at"] = (datetime.now(UTC) + timedelta(days=30)).isoformat()


def _write_a_document(case: Case[Any], turn: int) -> None:
    """Make two of three pushes hold an OpenAPI document; made-up texts never are one."""
    turn, kind = divmod(turn, 3)
    if kind == 0:
        return
    makers = (documents.safer_petstore, documents.breaking_petstore, documents.invalid_petstore)
    document = documents.numbered_petstore(turn) if kind == 1 else makers[turn % len(makers)]()
    if isinstance(case.body, dict):
        case.body["files"] = {"openapi.yaml": documents.as_yaml(document)}
        for name in ("root", "base"):  # made-up ones lead nowhere
            case.body.pop(name, None)
    else:
        case.body = documents.as_yaml(document).encode()


def _write_a_ruleset(case: Case[Any], turn: int) -> None:
    """Make every other push hold a ruleset."""
    if turn % 2 and isinstance(case.body, dict):
        text = f"extends: spectral:oas\ndescription: Number {turn}.\n"
        case.body = {"files": {".spectral.yaml": text}}
