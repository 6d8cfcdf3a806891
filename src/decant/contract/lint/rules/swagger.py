"""Do the parts that only Swagger 2.0 has make sense? Asked of the document as it was pushed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from decant.contract.elements import Kind, escaped
from decant.contract.findings import Severity
from decant.contract.grammar import METHODS
from decant.contract.lint import misfits
from decant.contract.lint.rule import SWAGGER, Complaint, rule
from decant.contract.validate.swagger import as_pushed

from .components import unused
from .servers import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

Json = Any
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@rule("oas2-api-host", Severity.WARNING, hint="Add host.", dialects=SWAGGER)
def the_host_is_named(elements: Elements) -> Iterator[Complaint]:
    """Without a host a client calls the place the document came from, such as this hub."""
    if not _root(elements).get("host"):
        yield "", "The document names no host."


@rule(
    "oas2-api-schemes",
    Severity.WARNING,
    hint="Add schemes, such as [https].",
    dialects=SWAGGER,
)
def the_schemes_are_named(elements: Elements) -> Iterator[Complaint]:
    """Without schemes a client calls the API in the way it got the document, perhaps unencrypted."""
    if not _list(_root(elements), "schemes"):
        yield "", "The document names no schemes."


@rule(
    "oas2-host-not-example",
    Severity.INFO,
    hint="Write the real host, or leave the host out.",
    dialects=SWAGGER,
)
def the_host_is_real(elements: Elements) -> Iterator[Complaint]:
    """example.com belongs to documentation (RFC 2606); no client can reach the API there."""
    host = _root(elements).get("host")
    if isinstance(host, str) and EXAMPLE.search(f"://{host.lower()}"):
        yield "/servers", f"{host} is not a real host."


@rule("oas2-host-trailing-slash", Severity.WARNING, hint="Remove the last slash.", dialects=SWAGGER)
def the_host_ends_without_a_slash(elements: Elements) -> Iterator[Complaint]:
    """Paths begin with a slash; together with the host's they would make two."""
    host = _root(elements).get("host")
    if isinstance(host, str) and host.endswith("/"):
        yield "/servers", f"{host} ends with a slash."


@rule(
    "oas2-discriminator",
    Severity.ERROR,
    hint="Define the property in this schema, and list it under required.",
    dialects=SWAGGER,
)
def discriminators_are_required_properties(elements: Elements) -> Iterator[Complaint]:
    """A client picks the model by this property, so every value must have it."""
    for schema in elements.schemas_with("discriminator"):
        name = schema.map("discriminator").get("propertyName")
        if not isinstance(name, str):
            continue
        if name not in schema.map("properties"):
            yield schema.at("discriminator"), f"The schema has no property '{name}'."
        if name not in schema.list("required"):
            yield schema.at("discriminator"), f"The property '{name}' is not required."


@rule(
    "oas2-operation-formData-consume-check",
    Severity.WARNING,
    hint="Add multipart/form-data or application/x-www-form-urlencoded to consumes.",
    dialects=SWAGGER,
)
def forms_are_consumed_as_forms(elements: Elements) -> Iterator[Complaint]:
    """Form fields can only be sent in one of the two media types that forms have."""
    for pointer, operation in _operations(elements):
        consumes = [str(media) for media in _list(operation, "consumes")]
        as_form = any(form in media for media in consumes for form in FORMS)
        if consumes and not as_form and _has_form(operation):
            yield pointer, "A form cannot be sent in any of the media types consumed here."


def _has_form(operation: dict[str, Json]) -> bool:
    parameters = _list(operation, "parameters")
    return any(isinstance(one, dict) and one.get("in") == "formData" for one in parameters)


@rule(
    "oas2-parameter-description",
    Severity.INFO,
    hint="Say what the parameter does.",
    dialects=SWAGGER,
)
def parameters_are_described(elements: Elements) -> Iterator[Complaint]:
    """A parameter's name is rarely enough to know which values make sense."""
    for kind in (Kind.PARAMETER, Kind.REQUEST_BODY):
        for parameter in elements.every(kind):
            if kind is Kind.REQUEST_BODY and _is_form(parameter.map("content")):
                continue
            name = parameter.text("name") or "body"
            if not parameter.text("description"):
                place = parameter.where("description")
                yield place, f"The parameter '{name}' is not described."


def _is_form(content: dict[str, Json]) -> bool:
    """Whether a body was made of form fields, which are parameters of their own in 2.0."""
    return any(form in media for media in content for form in FORMS)


@rule(
    "oas2-unused-definition",
    Severity.INFO,
    hint="Remove it, or refer to it where it belongs.",
    dialects=SWAGGER,
)
def definitions_are_used(elements: Elements) -> Iterator[Complaint]:
    """What nothing refers to misleads readers and is generated into every SDK for nobody."""
    return unused(elements)


@rule(
    "oas2-valid-media-example",
    Severity.WARNING,
    hint="Correct the example, or the schema if the example is what the API sends.",
    dialects=SWAGGER,
)
def shown_values_fit(elements: Elements) -> Iterator[Complaint]:
    """Readers copy examples and mocks answer with them; a wrong one misleads both."""
    return iter(misfits.in_media(elements))


@rule(
    "oas2-valid-schema-example",
    Severity.WARNING,
    hint="Correct the example, or the schema if the example is what the API sends.",
    dialects=SWAGGER,
)
def schema_examples_fit(elements: Elements) -> Iterator[Complaint]:
    """An example that its own schema refuses shows that one of the two is wrong."""
    return iter(misfits.in_schemas(elements))


def _root(elements: Elements) -> dict[str, Json]:
    pushed = as_pushed(elements.document)
    return pushed if isinstance(pushed, dict) else elements.root


def _list(node: dict[str, Json], field: str) -> list[Json]:
    value = node.get(field)
    return value if isinstance(value, list) else []


def _operations(elements: Elements) -> Iterator[tuple[str, dict[str, Json]]]:
    paths = _root(elements).get("paths")
    for path, item in (paths if isinstance(paths, dict) else {}).items():
        for method in METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict):
                yield f"/paths/{escaped(str(path))}/{method}", operation
