"""Does a client learn what goes wrong, in a form that it can read?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.contract.findings import Severity
from decant.contract.lint.exchanges import (
    Answer,
    answers,
    api_operations,
    body_of,
    codes,
    contents,
    is_json,
)
from decant.contract.lint.rule import Complaint, rule
from decant.contract.units import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation

Json = Any
PROBLEM: Final = "application/problem+json"
PROBLEM_FIELDS: Final = frozenset({"type", "title", "status"})
# Error bodies are one family if so many of them, and so many forms, are the rule.
MOST_FORMS: Final = 2
SHARE: Final = 0.9


@rule(
    "owasp:api8:2023-define-error-validation",
    Severity.WARNING,
    hint="Document 400, 422 or 4XX.",
)
def wrong_requests_are_answered(elements: Elements) -> Iterator[Complaint]:
    """What a wrong request is answered must be known, or its sender sees a stack trace."""
    for operation in api_operations(elements):
        if not codes(operation) & {"400", "422", "4XX"}:
            said = f"{operation.name} documents none of 400, 422 and 4XX."
            yield operation.at("responses"), said


@rule(
    "owasp:api8:2023-define-error-responses-401",
    Severity.WARNING,
    hint="Document 401, with the content of the error.",
)
def strangers_are_answered(elements: Elements) -> Iterator[Complaint]:
    """What a stranger is answered must be known, so that it gives nothing away."""
    return _undocumented(elements, "401")


@rule(
    "owasp:api8:2023-define-error-responses-500",
    Severity.WARNING,
    hint="Document 500, with the content of the error.",
)
def failures_are_answered(elements: Elements) -> Iterator[Complaint]:
    """What a failure is answered must be known, so that it is no stack trace."""
    return _undocumented(elements, "500")


def _undocumented(elements: Elements, code: str) -> Iterator[Complaint]:
    for operation in api_operations(elements):
        found = [answer for answer in answers(elements, operation) if answer.code == code]
        if not found:
            yield operation.at("responses"), f"{operation.name} does not document {code}."
        elif not found[0].node.get("content"):
            yield found[0].pointer, f"The {code} of {operation.name} has no content."


@rule(
    "sp-error-json",
    Severity.WARNING,
    hint="Answer errors with JSON, and say with a schema what it holds.",
)
def errors_are_json(elements: Elements) -> Iterator[Complaint]:
    """A client that must read prose to tell one error from another cannot react to either."""
    for operation, answer in _errors(elements):
        readable = any(is_json(name) and "schema" in media for name, media in contents(answer.node))
        if not readable and operation.method != "head":
            yield answer.pointer, f"The {answer.code} of {operation.name} has no JSON schema."


@rule(
    "sp-error-problem-json",
    Severity.INFO,
    hint="Answer with application/problem+json and its fields type, title and status.",
)
def errors_are_problems(elements: Elements) -> Iterator[Complaint]:
    """RFC 9457 gives errors one form that clients of every API already know."""
    for operation, answer in _errors(elements):
        if operation.method == "head" or not answer.node.get("content"):
            continue
        media = dict(contents(answer.node)).get(PROBLEM)
        if media is None:
            yield answer.pointer, f"The {answer.code} of {operation.name} is no {PROBLEM}."
            continue
        names = elements.property_names(media.get("schema"))
        missing = sorted(PROBLEM_FIELDS - names) if names else []
        if missing:
            said = f"The problem of {operation.name} has no {', '.join(missing)}."
            yield answer.pointer, said


@rule(
    "sp-error-consistent",
    Severity.WARNING,
    hint="Give all errors one schema, and perhaps another to those of validation.",
)
def errors_are_one_family(elements: Elements) -> Iterator[Complaint]:
    """A client has one place that reads errors; each form of its own needs another."""
    forms: dict[bytes, list[Answer]] = {}
    for _, answer in _errors(elements):
        for name, media in contents(answer.node):
            if is_json(name) and media.get("schema"):
                forms.setdefault(canonical(media["schema"]), []).append(answer)
                break
    ordered = sorted(forms.values(), key=len, reverse=True)
    whole = sum(map(len, ordered))
    common = sum(map(len, ordered[:MOST_FORMS]))
    if whole and common < SHARE * whole:
        said = f"Errors have {len(ordered)} forms; the {MOST_FORMS} most common cover"
        yield ordered[MOST_FORMS][0].pointer, f"{said} {100 * common // whole} % of them."


@rule(
    "sp-validation-error",
    Severity.WARNING,
    hint="Document 422 or 400 (4XX or default will do).",
)
def wrong_input_is_answered(elements: Elements) -> Iterator[Complaint]:
    """Whoever sends input sends wrong input sometimes, and must learn which field it was."""
    for operation in api_operations(elements):
        documented = codes(operation) & {"400", "422", "4XX", "DEFAULT"}
        if not documented and _takes_input(elements, operation):
            said = f"{operation.name} does not document how wrong input is answered."
            yield operation.at("responses"), said


def _takes_input(elements: Elements, operation: Operation) -> bool:
    places = {place for place, _ in elements.parameters(operation)}
    return bool(places & {"query", "header"}) or body_of(elements, operation) is not None


@rule(
    "sp-expected-errors",
    Severity.INFO,
    hint="Document 404 where the path names one thing, and 5XX everywhere; or a default.",
)
def expected_errors_are_documented(elements: Elements) -> Iterator[Complaint]:
    """Things vanish and services fail; a client that expects it does not fall over."""
    for operation in api_operations(elements):
        documented = codes(operation)
        if "DEFAULT" in documented:
            continue
        missing = []
        one_thing = "{" in operation.path and operation.method in ("get", "put", "patch", "delete")
        if one_thing and not documented & {"404", "410", "4XX"}:
            missing.append("404")
        if not any(code.startswith("5") for code in documented):
            missing.append("5XX")
        if missing:
            said = f"{operation.name} does not document {' and '.join(missing)}."
            yield operation.at("responses"), said


def _errors(elements: Elements) -> Iterator[tuple[Operation, Answer]]:
    for operation in api_operations(elements):
        for answer in answers(elements, operation):
            if answer.code[:1] in "45" or answer.code == "default":
                yield operation, answer
