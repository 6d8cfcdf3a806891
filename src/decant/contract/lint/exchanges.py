"""What an operation takes, answers and asks to be shown: references followed, defaults applied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from decant.contract.elements import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation

Json = Any
WRITES: Final = frozenset({"post", "put", "patch", "delete"})
JSON_MEDIA: Final = re.compile(
    r"(?:[\w.*-]+/)?(?:[\w.-]+\+)?json|\*/\*|application/\*", re.IGNORECASE
)
HEALTH: Final = re.compile(
    r"(/api)?(/v\d+)?/(-/|_)?(healthz?|health[-_]?check|live(z|ness)?|ready(z|iness)?|ping|up"
    r"|heartbeat|status)(/(live|ready|startup))?/?"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One response of an operation: where it is listed, and what stands there or behind."""

    code: str
    pointer: str
    node: dict[str, Json]
    headers: dict[str, Json]  # by name in lower case


def members(node: Json, field: str) -> dict[str, Json]:
    """The members of a field, none if absent or not an object."""
    value = node.get(field) if isinstance(node, dict) else None
    return value if isinstance(value, dict) else {}


def api_operations(elements: Elements) -> Iterator[Operation]:
    """What clients may call: every operation but those of webhooks."""
    return (operation for operation in elements.operations if not operation.webhook)


_KNOWN: WeakKeyDictionary[Elements, dict[str, tuple[Answer, ...]]] = WeakKeyDictionary()


def answers(elements: Elements, operation: Operation) -> tuple[Answer, ...]:
    """The documented responses, looked up once however many rules ask."""
    known = _KNOWN.setdefault(elements, {})
    found = known.get(operation.pointer)
    if found is None:
        found = known[operation.pointer] = tuple(_answers(elements, operation))
    return found


def _answers(elements: Elements, operation: Operation) -> Iterator[Answer]:
    for code, written in operation.map("responses").items():
        node = elements.follow(written)
        if isinstance(node, dict) and not str(code).startswith("x-"):
            headers = {str(name).lower(): one for name, one in members(node, "headers").items()}
            yield Answer(str(code), operation.at("responses", code), node, headers)


def codes(operation: Operation) -> frozenset[str]:
    """The status codes documented, ranges in capitals: 4XX."""
    return frozenset(str(code).upper() for code in operation.map("responses"))


def contents(node: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    """(media type, what is said of it) of a body or response."""
    for name, media in members(node, "content").items():
        if isinstance(media, dict):
            yield str(name), media


def json_schemas(elements: Elements, node: Json) -> Iterator[dict[str, Json]]:
    """The schemas of the JSON that a body or response may be."""
    for name, media in contents(node):
        schema = elements.follow(media.get("schema"))
        if is_json(name) and isinstance(schema, dict):
            yield schema


def is_json(media_type: str) -> bool:
    return JSON_MEDIA.fullmatch(media_type.partition(";")[0].strip()) is not None


def body_of(elements: Elements, operation: Operation) -> dict[str, Json] | None:
    """The request body, if it takes one."""
    body = elements.follow(operation.node.get("requestBody"))
    return body if isinstance(body, dict) else None


def requirements(elements: Elements, operation: Operation) -> list[dict[str, Json]]:
    """The alternatives by which a caller may sign in; none where no one must."""
    listed = operation.node.get("security", elements.root.get("security"))
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def is_protected(elements: Elements, operation: Operation) -> bool:
    """Whether nobody may call it without signing in."""
    return all(requirements(elements, operation)) and bool(requirements(elements, operation))


def is_public(operation: Operation) -> bool:
    """Whether the author has said that everybody may call it."""
    return operation.node.get("x-public") is True


def is_health(operation: Operation) -> bool:
    """Whether it tells a machine if the service is well."""
    return operation.node.get("x-health") is True or HEALTH.fullmatch(operation.path) is not None


def schemes(elements: Elements) -> Iterator[tuple[str, dict[str, Json]]]:
    """(pointer, security scheme) of those that are declared."""
    for name, written in elements.components("securitySchemes").items():
        scheme = elements.follow(written)
        if isinstance(scheme, dict):
            yield f"/components/securitySchemes/{escaped(str(name))}", scheme
