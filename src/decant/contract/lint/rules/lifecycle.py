"""Can clients live with the API for years: see that it is well, follow it, leave it in time?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.exchanges import HEALTH, answers, api_operations
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation

VERSION_SEGMENT: Final = re.compile(
    r"/(?:api-?)?(?:v\d+(?:[.-]\w+)*|\d{4}-\d{2}(?:-\d{2})?)(?:/|$)", re.IGNORECASE
)
VERSION: Final = re.compile(
    r"v?\d+\.\d+(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?|\d{4}-\d{2}(?:-\d{2})?.*"
)
DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}.*)?")
UNVERSIONED: Final = ("header", "none")


@rule(
    "sp-health-endpoint",
    Severity.INFO,
    hint="Add GET /health, mark the operation with x-health, or write x-health-url under info.",
)
def machines_can_see_that_it_is_well(elements: Elements) -> Iterator[Complaint]:
    """Load balancers and people on call ask a service whether it is well before they trust it."""
    info = elements.root.get("info")
    elsewhere = isinstance(info, dict) and info.get("x-health-url")
    if elsewhere or not elements.operations:
        return
    if not any(_is_probe(operation) for operation in api_operations(elements)):
        yield "", "No operation tells whether the service is well."


def _is_probe(operation: Operation) -> bool:
    marked = operation.node.get("x-health") is True or "health" in operation.list("tags")
    by_path = operation.method in ("get", "head") and HEALTH.fullmatch(operation.path) is not None
    return marked or by_path


@rule(
    "sp-versioned",
    Severity.WARNING,
    hint="Put /v1 into the server's URL or the path, or write `x-versioning: header` under info.",
)
def the_api_has_a_version_in_its_url(elements: Elements) -> Iterator[Complaint]:
    """A change that breaks clients needs a second address beside the first."""
    info = elements.root.get("info")
    if isinstance(info, dict) and info.get("x-versioning") in UNVERSIONED:
        return
    urls = [
        server.text("url") for server in elements.every(Kind.SERVER) if server.site[0][0] is None
    ]
    if urls and all(VERSION_SEGMENT.search(url) for url in urls):
        return
    for item in elements.path_items:
        if not item.webhook and not VERSION_SEGMENT.search(item.path) and not _is_about(item.path):
            yield item.element.pointer, f"{item.path} names no version."


def _is_about(path: str) -> bool:
    """Whether a path is about the service rather than part of the contract."""
    return HEALTH.fullmatch(path) is not None or path.startswith("/.well-known/")


@rule(
    "sp-info-version-semver",
    Severity.WARNING,
    hint="Write a version such as 1.4.0, or a date such as 2026-01-31.",
)
def the_version_can_be_compared(elements: Elements) -> Iterator[Complaint]:
    """People and tools must see which of two versions is the later one."""
    for info in elements.every(Kind.INFO):
        version = info.text("version")
        if version and not VERSION.fullmatch(version):
            yield info.at("version"), f"'{version}' is neither a semantic version nor a date."


@rule(
    "sp-deprecated-sunset",
    Severity.ERROR,
    hint="Add x-sunset with the date (RFC 3339) on which it ends, or a Sunset header (RFC 8594).",
)
def what_is_deprecated_has_an_end(elements: Elements) -> Iterator[Complaint]:
    """Without a date nobody plans the move, and what is deprecated stays for ever."""
    for operation in elements.operations:
        if operation.node.get("deprecated") is not True:
            continue
        date = operation.node.get("x-sunset")
        if isinstance(date, str) and DATE.fullmatch(date):
            continue
        if date is not None:
            yield operation.at("x-sunset"), f"{date!r} is no date."
        elif not any("sunset" in answer.headers for answer in answers(elements, operation)):
            yield operation.at("deprecated"), f"{operation.name} is deprecated without an end."
