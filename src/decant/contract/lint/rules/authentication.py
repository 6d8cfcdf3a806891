"""Are the ways to sign in ones that keep a secret?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import Kind, escaped
from decant.contract.findings import Severity
from decant.contract.lint.exchanges import members, requirements, schemes
from decant.contract.lint.rule import BEFORE_3_1, OPENAPI_3, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

Json = Any
OUTDATED: Final = frozenset({"negotiate", "oauth"})
OUTDATED_FLOWS: Final = ("implicit", "password")
GOOD_PRACTICE: Final = "RFC8725"


@rule(
    "owasp:api2:2023-no-http-basic",
    Severity.ERROR,
    hint="Use OAuth 2, OpenID Connect or a bearer token.",
)
def nobody_signs_in_by_basic(elements: Elements) -> Iterator[Complaint]:
    """HTTP Basic sends the password itself with every request, where any proxy may keep it."""
    for pointer, scheme in schemes(elements):
        if "basic" in str(scheme.get("scheme", "")).lower():
            yield f"{pointer}/scheme", "This scheme is HTTP Basic."


@rule(
    "owasp:api2:2023-no-api-keys-in-url",
    Severity.ERROR,
    hint="Send the key in a header.",
    dialects=OPENAPI_3,
)
def keys_stay_out_of_urls(elements: Elements) -> Iterator[Complaint]:
    """URLs are written to logs and histories, and keys in them with the rest."""
    for pointer, scheme in schemes(elements):
        if scheme.get("type") == "apiKey" and scheme.get("in") in ("query", "path"):
            yield f"{pointer}/in", f"This key is sent in the {scheme['in']}."


@rule(
    "owasp:api2:2023-auth-insecure-schemes",
    Severity.ERROR,
    hint="Use a bearer token or OAuth 2.",
    dialects=OPENAPI_3,
)
def schemes_are_not_outdated(elements: Elements) -> Iterator[Complaint]:
    """Negotiate (NTLM) and OAuth 1 have known weaknesses and are no longer maintained."""
    for pointer, scheme in schemes(elements):
        if scheme.get("type") == "http" and str(scheme.get("scheme")) in OUTDATED:
            yield f"{pointer}/scheme", f"'{scheme['scheme']}' is outdated."


@rule(
    "owasp:api2:2023-jwt-best-practices",
    Severity.ERROR,
    hint="Follow RFC 8725 and write RFC8725 into the description.",
)
def tokens_follow_good_practice(elements: Elements) -> Iterator[Complaint]:
    """JSON Web Tokens are easily checked wrongly; RFC 8725 says how it is done well."""
    for pointer, scheme in schemes(elements):
        named = scheme.get("bearerFormat")
        if scheme.get("type") != "oauth2" and named not in ("jwt", "JWT"):
            continue
        if GOOD_PRACTICE not in str(scheme.get("description", "")):
            yield pointer, "The description does not say that tokens are checked as RFC8725 asks."


@rule(
    "owasp:api2:2023-short-lived-access-tokens",
    Severity.ERROR,
    hint="Let tokens expire, and add the refreshUrl where new ones are fetched.",
)
def tokens_are_refreshed(elements: Elements) -> Iterator[Complaint]:
    """A flow without a refreshUrl suggests tokens that never expire, also not when stolen."""
    for pointer, scheme in schemes(elements):
        if scheme.get("type") != "oauth2":
            continue
        for name, flow in members(scheme, "flows").items():
            if isinstance(flow, dict) and not flow.get("refreshUrl"):
                yield f"{pointer}/flows/{escaped(str(name))}", f"The {name} flow has no refreshUrl."


@rule(
    "sp-auth-weak-scheme",
    Severity.WARNING,
    hint="Use a bearer token, or OAuth 2 with the authorization code flow.",
)
def schemes_keep_secrets(elements: Elements) -> Iterator[Complaint]:
    """Basic, keys in URLs and the implicit and password flows all hand a secret to strangers."""
    for pointer, scheme in schemes(elements):
        kind = scheme.get("type")
        if kind == "http" and str(scheme.get("scheme", "")).lower() == "basic":
            yield f"{pointer}/scheme", "HTTP Basic sends the password with every request."
        elif kind == "apiKey" and scheme.get("in") == "query":
            yield f"{pointer}/in", "A key in the query is written to logs."
        elif kind == "oauth2":
            for flow in OUTDATED_FLOWS:
                if flow in members(scheme, "flows"):
                    said = f"OAuth 2.1 has removed the {flow} flow."
                    yield f"{pointer}/flows/{flow}", said


@rule(
    "sp-auth-scopes",
    Severity.INFO,
    hint="Name the scopes that the call needs, among those that the scheme declares.",
)
def scopes_are_named(elements: Elements) -> Iterator[Complaint]:
    """A requirement without scopes lets every token do everything."""
    scoped = {
        pointer.rpartition("/")[2]: _scopes(scheme)
        for pointer, scheme in schemes(elements)
        if scheme.get("type") in ("oauth2", "openIdConnect")
    }
    for operation in elements.operations:
        for requirement in requirements(elements, operation):
            for name, asked in requirement.items():
                known = scoped.get(escaped(str(name)))
                said = None if known is None else _said_of(asked, known)
                if said:
                    yield operation.pointer, f"For '{name}', {operation.name} {said}."


@rule(
    "security-scopes-defined",
    Severity.WARNING,
    hint="Declare the scope in a flow of the scheme, or correct its name.",
)
def scopes_are_declared(elements: Elements) -> Iterator[Complaint]:
    """A scope that its scheme does not declare can be neither asked for nor granted."""
    known = {pointer.rpartition("/")[2]: scheme for pointer, scheme in schemes(elements)}
    for requirement in elements.every(Kind.SECURITY):
        for name in requirement.node:
            scheme = known.get(escaped(str(name)), {})
            for index, scope in enumerate(requirement.list(name)):
                said = _doubt(scheme, str(scope), roles=elements.dialect not in BEFORE_3_1)
                if said:
                    yield requirement.at(name, index), f"'{scope}' {said}."


def _doubt(scheme: dict[str, Json], scope: str, *, roles: bool) -> str:
    """What is wrong with a scope; those of OpenID Connect are declared elsewhere.

    Since 3.1 schemes without scopes may name roles instead, which nobody declares.
    """
    kind = scheme.get("type")
    if kind == "oauth2" and scope not in _scopes(scheme):
        return "is no scope of the scheme"
    takes_none = kind in ("http", "apiKey") and not roles
    return "means nothing, as this scheme has no scopes" if takes_none else ""


def _scopes(scheme: dict[str, Json]) -> set[str]:
    flows = members(scheme, "flows").values()
    return {str(scope) for flow in flows for scope in members(flow, "scopes")}


def _said_of(asked: Json, known: set[str]) -> str:
    if not isinstance(asked, list) or not asked:
        return "names no scope"
    unknown = [str(scope) for scope in asked if known and str(scope) not in known]
    return f"names '{unknown[0]}', which is no scope of it" if unknown else ""
