"""Do paths, parameters, names and security agree with each other?"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity

from .rules import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements, Operation, PathItem

TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
MEDIA_TYPE: Final = re.compile(r"[^\s/;,]+/[^\s/;,]+(\s*;[^,]*)?")


def template_names(path: str) -> list[str]:
    """The parameters a path asks for, without the explode marks of RFC 6570."""
    return [name.strip("+*") for name in TEMPLATE.findall(path) if name]


@rule(
    "path-params",
    Severity.ERROR,
    hint="Declare every {name} of the path once, as a parameter with `in: path`, and no other.",
)
def path_parameters_match_their_path(elements: Elements) -> Iterator[Complaint]:
    """A client fills the template from the declared parameters, so both must name the same."""
    for item in elements.path_items:
        if item.webhook:
            continue
        names = Counter(template_names(item.path))
        for name, count in names.items():
            if count > 1:
                yield item.element.pointer, f"{item.path} uses '{name}' {count} times."
        said: set[str] = set()
        for operation in item.operations():
            for pointer, message in _disagreements(elements, operation, set(names)):
                if pointer not in said or pointer == operation.pointer:
                    said.add(pointer)
                    yield pointer, message


def _disagreements(
    elements: Elements, operation: Operation, names: set[str]
) -> Iterator[Complaint]:
    declared = {
        name: pointer
        for (place, name), (pointer, _) in elements.parameters(operation).items()
        if place == "path"
    }
    missing = sorted(names - set(declared))
    if missing and _has_dead_reference(elements, operation):
        missing = []
    for name in missing:
        yield operation.pointer, f"{operation.name} does not declare its parameter '{name}'."
    for name in sorted(set(declared) - names):
        yield declared[name], f"'{name}' is not part of the path {operation.path}."


def _has_dead_reference(elements: Elements, operation: Operation) -> bool:
    """Whether a parameter cannot be known, which is a finding of its own."""
    written = [*(p for _, p in operation.item.parameters()), *operation.list("parameters")]
    ends = (elements.follow(parameter) for parameter in written)
    return any(isinstance(end, dict) and "$ref" in end for end in ends)


@rule(
    "no-identical-paths",
    Severity.ERROR,
    hint="Merge the two, or make their fixed parts differ.",
)
def no_two_paths_are_one(elements: Elements) -> Iterator[Complaint]:
    """Paths that differ only in the names of their parameters are the same path to a router."""
    for item, twin in _twins(elements):
        shared = sorted(_methods(item) & _methods(twin))
        if shared:
            also = f"is the same path as {twin.path}, and both have {', '.join(shared).upper()}."
            yield item.element.pointer, f"{item.path} {also}"


@rule(
    "path-written-twice",
    Severity.WARNING,
    hint="Merge the two path items, with one name for each parameter.",
)
def every_path_is_written_once(elements: Elements) -> Iterator[Complaint]:
    """OpenAPI forbids templates that differ only in names, even where their methods do not clash."""
    for item, twin in _twins(elements):
        if not _methods(item) & _methods(twin):
            yield item.element.pointer, f"{item.path} is the same path as {twin.path}."


def _twins(elements: Elements) -> Iterator[tuple[PathItem, PathItem]]:
    seen: dict[str, PathItem] = {}
    for item in elements.path_items:
        if not item.webhook:
            first = seen.setdefault(TEMPLATE.sub("{}", item.path), item)
            if first is not item:
                yield item, first


def _methods(item: PathItem) -> set[str]:
    return {operation.method for operation in item.operations()}


@rule(
    "operation-operationId-unique",
    Severity.ERROR,
    hint="Give each operation an operationId of its own.",
)
def operation_ids_are_unique(elements: Elements) -> Iterator[Complaint]:
    """SDKs name a method after each operationId, so no two operations may share one."""
    first_use: dict[str, Operation] = {}
    for operation in elements.operations:
        if operation.id is None:
            continue
        first = first_use.setdefault(operation.id, operation)
        # One path item that two paths refer to is written once, and so is its operationId.
        if first.pointer != operation.pointer:
            yield operation.at("operationId"), f"'{operation.id}' already names {first.name}."


@rule(
    "operation-parameters",
    Severity.ERROR,
    hint="Remove one of the two, or merge them.",
)
def parameters_are_unique(elements: Elements) -> Iterator[Complaint]:
    """A parameter is known by its name and place; a second one contradicts the first."""
    seen_items: set[str] = set()
    for operation in elements.operations:
        yield from _repeated(elements, operation.own_parameters())
        pointer = operation.item.element.pointer
        if pointer not in seen_items:
            seen_items.add(pointer)
            yield from _repeated(elements, operation.item.parameters())


def _repeated(elements: Elements, listed: Iterator[tuple[str, object]]) -> Iterator[Complaint]:
    seen: set[tuple[str, str]] = set()
    for pointer, written in listed:
        parameter = elements.follow(written)
        if not isinstance(parameter, dict) or not isinstance(parameter.get("name"), str):
            continue
        key = str(parameter.get("in")), parameter["name"]
        # HTTP header names are compared without regard to case (RFC 9110 §5.1).
        same = (key[0], key[1].lower()) if key[0] == "header" else key
        if same in seen:
            yield pointer, f"There is already a {key[0]} parameter '{key[1]}' here."
        seen.add(same)


@rule(
    "oas3-operation-security-defined",
    Severity.ERROR,
    hint="Declare the scheme under components.securitySchemes, or correct its name.",
)
def security_schemes_are_declared(elements: Elements) -> Iterator[Complaint]:
    """A requirement names a scheme; without its declaration nobody knows how to sign in."""
    declared = elements.components("securitySchemes")
    for requirement in elements.every(Kind.SECURITY):
        for name in requirement.node:
            # OpenAPI 3.2 also allows the URI of a scheme in another document.
            if name not in declared and "/" not in name and "#" not in name:
                yield requirement.at(name), f"No security scheme is called '{name}'."


@rule(
    "openapi-tags-uniqueness",
    Severity.ERROR,
    hint="Merge the tags that share a name.",
)
def tags_are_unique(elements: Elements) -> Iterator[Complaint]:
    """Tools group operations by tag name, so each may be described only once."""
    seen: set[str] = set()
    for tag in elements.every(Kind.TAG):
        name = tag.text("name")
        if name and name in seen:
            yield tag.pointer, f"The tag '{name}' is already declared."
        seen.add(name)


@rule(
    "oas3-server-variables",
    Severity.ERROR,
    hint="Declare every {variable} of the URL with a default that its enum allows.",
)
def server_variables_are_declared(elements: Elements) -> Iterator[Complaint]:
    """Without a declared variable and a default that is allowed, no URL can be formed."""
    for server in elements.every(Kind.SERVER):
        variables = server.map("variables")
        for name in dict.fromkeys(TEMPLATE.findall(server.text("url"))):
            if name not in variables:
                yield server.at("url"), f"The server variable '{name}' is not declared."
        for name, variable in variables.items():
            allowed = variable.get("enum") if isinstance(variable, dict) else None
            if isinstance(allowed, list) and allowed and variable.get("default") not in allowed:
                yield server.at("variables", name), f"The default of '{name}' is not in its enum."


@rule(
    "media-type-name",
    Severity.WARNING,
    hint="Write one media type per key, such as application/json.",
)
def media_types_are_names(elements: Elements) -> Iterator[Complaint]:
    """A client sends the key as Content-Type; only type/subtype or a range can be matched."""
    for media in elements.every(Kind.MEDIA_TYPE):
        if media.field == "content" and not MEDIA_TYPE.fullmatch(str(media.key)):
            yield media.pointer, f"'{media.key}' is not a media type."


@rule(
    "encoding-property",
    Severity.WARNING,
    hint="Name a property of the body's schema, or remove the encoding.",
)
def encodings_belong_to_properties(elements: Elements) -> Iterator[Complaint]:
    """An encoding says how one property is sent; for a property that is not there it says nothing."""
    for encoding in elements.every(Kind.ENCODING):
        media = encoding.parent
        schema = None if media is None else elements.follow(media.node.get("schema"))
        if not isinstance(schema, dict) or encoding.field != "encoding":
            continue
        names = elements.property_names(schema)
        if names and encoding.key not in names:
            yield encoding.pointer, f"The schema has no property '{encoding.key}' to encode."
