"""Does a caller learn what to send in a parameter?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.exchanges import schemes
from decant.contract.lint.rule import OPENAPI_3, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

IGNORED: Final = frozenset({"accept", "content-type", "authorization"})
IN_URL: Final = ("query", "path")
FORMS: Final = frozenset({"pattern", "format", "enum", "const", "maxLength", "$ref", "allOf"})
# OWASP's own expression, which also catches page tokens.
CREDENTIAL: Final = re.compile(
    r"client_?secret|token|access_?token|refresh_?token|id_?token|password|secret|api-?key",
    re.IGNORECASE,
)
# What is a secret for certain: neither page_token nor idempotency_key.
SECRET: Final = re.compile(
    r"(?:.*[_.-])?(?:client[_-]?secret|secret|passw(?:or)?d|pwd|api[_-]?key|private[_-]?key"
    r"|(?:access|refresh|id|auth)[_-]?token)|token|key|bearer",
    re.IGNORECASE,
)
CONCERNING: Final = re.compile(r"^(?:callback|redirect)$|(?:_url|Url|-url)$")


@rule(
    "oas3-parameter-description",
    Severity.INFO,
    hint="Say what the parameter does.",
    dialects=OPENAPI_3,
)
def parameters_are_described(elements: Elements) -> Iterator[Complaint]:
    """A parameter's name is rarely enough to know which values make sense."""
    for parameter in elements.every(Kind.PARAMETER):
        if not parameter.text("description"):
            place, name = parameter.where("description"), parameter.text("name")
            yield place, f"The parameter '{name}' is not described."


@rule(
    "no-ignored-header-parameters",
    Severity.WARNING,
    hint="Say it with media types or with a security scheme, and remove the parameter.",
)
def header_parameters_are_heard(elements: Elements) -> Iterator[Complaint]:
    """OpenAPI ignores header parameters called Accept, Content-Type or Authorization."""
    for parameter in elements.every(Kind.PARAMETER):
        name = parameter.text("name")
        if parameter.node.get("in") == "header" and name.lower() in IGNORED:
            yield parameter.pointer, f"A header parameter '{name}' is ignored."


@rule(
    "owasp:api2:2023-no-credentials-in-url",
    Severity.ERROR,
    hint="Send it in a header or in the body.",
    dialects=OPENAPI_3,
)
def credentials_stay_out_of_urls(elements: Elements) -> Iterator[Complaint]:
    """URLs are written to logs and histories, and credentials in them with the rest."""
    for parameter in elements.every(Kind.PARAMETER):
        name = parameter.text("name")
        if parameter.node.get("in") in IN_URL and CREDENTIAL.search(name):
            yield parameter.pointer, f"The URL would hold '{name}'."


@rule("sp-no-secret-in-url", Severity.ERROR, hint="Send it in a header or in the body.")
def secrets_stay_out_of_urls(elements: Elements) -> Iterator[Complaint]:
    """URLs are written to logs, histories and Referer headers, and secrets in them with the rest."""
    for parameter in elements.every(Kind.PARAMETER):
        name = parameter.text("name")
        if parameter.node.get("in") in IN_URL and SECRET.fullmatch(name):
            yield parameter.pointer, f"The URL would hold '{name}'."
    for pointer, scheme in schemes(elements):
        if scheme.get("type") == "apiKey" and scheme.get("in") == "query":
            yield f"{pointer}/in", "This key is sent in the query."


@rule(
    "owasp:api7:2023-concerning-url-parameter",
    Severity.INFO,
    hint="Fetch only from hosts on a list, never from the network inside.",
)
def urls_are_not_followed_blindly(elements: Elements) -> Iterator[Complaint]:
    """A service that fetches what a caller names can be sent to where the caller may not go."""
    for parameter in elements.every(Kind.PARAMETER):
        name = parameter.text("name")
        if CONCERNING.search(name):
            yield parameter.pointer, f"Review how the URL in '{name}' is used."


@rule(
    "sp-path-param-constrained",
    Severity.INFO,
    hint="Add a format, a pattern, an enum or maxLength.",
)
def path_parameters_have_a_form(elements: Elements) -> Iterator[Complaint]:
    """A path parameter that may be any text reaches routers, caches and logs as it is."""
    for parameter in elements.every(Kind.PARAMETER):
        schema = elements.follow(parameter.node.get("schema"))
        if parameter.node.get("in") != "path" or not isinstance(schema, dict):
            continue
        if schema.get("type") == "string" and FORMS.isdisjoint(schema):
            yield parameter.at("schema"), f"'{parameter.text('name')}' may be any text."
