"""May only those call an operation who should?"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.exchanges import (
    WRITES,
    api_operations,
    codes,
    is_health,
    is_protected,
    is_public,
    requirements,
)
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation

ID: Final = re.compile(r"id|.*(?:_id|Id|-id)")
ADMIN: Final = "/admin"


@rule(
    "owasp:api1:2023-no-numeric-ids",
    Severity.ERROR,
    hint="Use UUIDs or other random strings.",
)
def ids_cannot_be_guessed(elements: Elements) -> Iterator[Complaint]:
    """Who knows one number knows the next, and tries whether the door is open there too."""
    for parameter in elements.every(Kind.PARAMETER):
        schema = elements.follow(parameter.node.get("schema"))
        if not isinstance(schema, dict) or not ID.fullmatch(parameter.text("name")):
            continue
        named = schema.get("type")
        if named == "integer" or (isinstance(named, list) and "integer" in named):
            yield parameter.at("schema"), f"The id '{parameter.text('name')}' is a number."


@rule(
    "owasp:api2:2023-write-restricted",
    Severity.ERROR,
    hint="Add security to the operation or to the document.",
)
def writing_is_restricted(elements: Elements) -> Iterator[Complaint]:
    """An operation that changes something and asks nobody who they are serves the first thief."""
    for operation in api_operations(elements):
        if operation.method in WRITES and not requirements(elements, operation):
            yield operation.pointer, f"Everybody may call {operation.name}."


@rule(
    "owasp:api2:2023-read-restricted",
    Severity.WARNING,
    hint="Add security to the operation or to the document.",
)
def reading_is_restricted(elements: Elements) -> Iterator[Complaint]:
    """What everybody may read, machines read all of; say so only where it is meant."""
    for operation in api_operations(elements):
        if operation.method in ("get", "head") and not requirements(elements, operation):
            yield operation.pointer, f"Everybody may call {operation.name}."


@rule(
    "owasp:api5:2023-admin-security-unique",
    Severity.ERROR,
    hint="Ask for another scheme, or for a scope that only administrators have.",
)
def administration_is_set_apart(elements: Elements) -> Iterator[Complaint]:
    """If the same token opens both, one forgotten check makes every user an administrator."""
    common: set[str] = set()
    guarded: list[tuple[Operation, int, str]] = []
    for operation in api_operations(elements):
        for index, requirement in enumerate(operation.list("security")):
            asked = json.dumps(requirement, sort_keys=True)
            if ADMIN in operation.path:
                guarded.append((operation, index, asked))
            else:
                common.add(asked)
    for operation, index, asked in guarded:
        if asked in common:
            said = f"{operation.name} asks for no more than operations that are not administration."
            yield operation.at("security", index), said


@rule(
    "sp-auth-required",
    Severity.ERROR,
    hint="Add security, or say that everybody may call it with `x-public: true`.",
)
def callers_sign_in(elements: Elements) -> Iterator[Complaint]:
    """An operation is open because somebody decided so, never because somebody forgot."""
    for operation in api_operations(elements):
        if operation.method == "options" or is_public(operation) or is_health(operation):
            continue
        if not is_protected(elements, operation):
            yield operation.pointer, f"{operation.name} may be called without signing in."


@rule(
    "sp-auth-errors",
    Severity.WARNING,
    hint="Document 401, and 403 where scopes are asked for; 4XX or default will do for both.",
)
def refusals_are_documented(elements: Elements) -> Iterator[Complaint]:
    """A client must tell an expired token, which it can renew, from a right it does not have."""
    for operation in api_operations(elements):
        asked = requirements(elements, operation)
        documented = codes(operation)
        if not asked or not is_protected(elements, operation) or documented & {"4XX", "DEFAULT"}:
            continue
        scoped = any(scopes for one in asked for scopes in one.values())
        missing = sorted({"401", *(["403"] if scoped else ())} - documented)
        if missing:
            said = f"{operation.name} does not document {' and '.join(missing)}."
            yield operation.at("responses"), said
