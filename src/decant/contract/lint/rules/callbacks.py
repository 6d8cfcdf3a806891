"""Do the requests that the API itself sends stay simple enough to be answered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import OPENAPI_3, SINCE_3_1, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Element, Elements


@rule(
    "oas3-callbacks-in-callbacks",
    Severity.WARNING,
    hint="Describe the second call as an operation of its own.",
    dialects=OPENAPI_3,
)
def callbacks_are_not_nested(elements: Elements) -> Iterator[Complaint]:
    """Whoever answers a callback would become a caller in turn; no tool follows that far."""
    for callback in elements.every(Kind.CALLBACK):
        holder = callback.parent
        if holder is not None and holder.field != "components" and _is_called_back(holder):
            yield callback.pointer, f"The callback '{callback.key}' stands inside another callback."


def _is_called_back(element: Element) -> bool:
    """Whether an element lies inside a callback."""
    above = element.parent
    while above is not None:
        if above.field == "callbacks":
            return True
        above = above.parent
    return False


@rule(
    "oas3_1-callbacks-in-webhook",
    Severity.WARNING,
    hint="Describe the callback with the operation that registers the webhook.",
    dialects=SINCE_3_1,
)
def webhooks_have_no_callbacks(elements: Elements) -> Iterator[Complaint]:
    """A webhook is a call back already; one that asks for another has nobody to send it."""
    for operation in elements.operations:
        if operation.webhook and "callbacks" in operation.node:
            yield operation.at("callbacks"), f"{operation.name} is a webhook with callbacks."


@rule(
    "oas3_1-servers-in-webhook",
    Severity.WARNING,
    hint="Remove the servers; the receiver says where a webhook goes.",
    dialects=SINCE_3_1,
)
def webhooks_have_no_servers(elements: Elements) -> Iterator[Complaint]:
    """A webhook goes to a URL that its receiver has registered, not to a server of the API."""
    for item in elements.path_items:
        if item.webhook and "servers" in item.element.node:
            yield item.element.at("servers"), f"The webhook {item.path} names servers."
    for operation in elements.operations:
        if operation.webhook and "servers" in operation.node:
            yield operation.at("servers"), f"{operation.name} is a webhook that names servers."
