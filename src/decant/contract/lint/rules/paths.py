"""Are the paths of the API ones that servers and proxies agree on?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, PathItem


@rule("path-keys-no-trailing-slash", Severity.WARNING, hint="Remove the last slash.")
def paths_end_without_a_slash(elements: Elements) -> Iterator[Complaint]:
    """Servers disagree whether /pets and /pets/ are one path; some redirect and lose the body."""
    for item in _paths(elements):
        if len(item.path) > 1 and item.path.endswith("/"):
            yield item.element.pointer, f"{item.path} ends with a slash."


@rule(
    "path-not-include-query",
    Severity.WARNING,
    hint="Declare the part after '?' as query parameters.",
)
def paths_hold_no_query(elements: Elements) -> Iterator[Complaint]:
    """The query is not part of a path (OpenAPI, Paths Object); routers will not match it."""
    for item in _paths(elements):
        if "?" in item.path:
            yield item.element.pointer, f"{item.path} holds a query string."


@rule(
    "path-declarations-must-exist",
    Severity.WARNING,
    hint="Give the parameter a name between its braces.",
)
def path_parameters_have_names(elements: Elements) -> Iterator[Complaint]:
    """An empty {} cannot be filled, because no parameter can be declared for it."""
    for item in _paths(elements):
        if "{}" in item.path:
            yield item.element.pointer, f"{item.path} has a parameter without a name."


@rule(
    "no-ambiguous-paths",
    Severity.INFO,
    hint="Make a fixed part of the two differ.",
)
def one_url_means_one_path(elements: Elements) -> Iterator[Complaint]:
    """Where /a/{x}/c and /a/b/{y} both fit a URL, routers choose by rules of their own."""
    groups: dict[tuple[int, str, str], list[tuple[PathItem, list[str]]]] = {}
    for item in _paths(elements):
        parts = item.path.strip("/").split("/")
        for method in sorted({operation.method for operation in item.operations()}):
            # Paths that start with different fixed words can never meet.
            head = "" if "{" in parts[0] else parts[0]
            groups.setdefault((len(parts), method, head), []).append((item, parts))
    told: set[str] = set()
    for group in groups.values():
        for index, (item, parts) in enumerate(group[:MOST_COMPARED]):
            for other, others in group[:index]:
                if item.path not in told and _meet(parts, others):
                    told.add(item.path)
                    yield item.element.pointer, f"{item.path} and {other.path} fit the same URL."


# Comparing each with each is quadratic.
MOST_COMPARED = 500


def _meet(parts: list[str], others: list[str]) -> bool:
    """Whether a URL fits both while neither path is the more specific throughout."""
    wider = narrower = False
    for part, other in zip(parts, others, strict=True):
        mine, theirs = part.startswith("{"), other.startswith("{")
        if "{" in part + other and not (mine or theirs):
            return False
        if not mine and not theirs and part != other:
            return False
        wider = wider or (mine and not theirs)
        narrower = narrower or (theirs and not mine)
    return wider and narrower


def _paths(elements: Elements) -> Iterator[PathItem]:
    return (item for item in elements.path_items if not item.webhook)
