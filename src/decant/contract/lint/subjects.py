"""What each rule looks at and what it is good for, so that its findings have a denominator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from decant.contract.elements import Kind

from .exchanges import answers, api_operations, body_of, schemes
from .typed import typed

if TYPE_CHECKING:
    from decant.contract.elements import Elements

Count: TypeAlias = Callable[["Elements"], int]


class Category(StrEnum):
    """What a rule is good for."""

    SECURITY = "security"
    CORRECTNESS = "correctness"
    LIFECYCLE = "lifecycle"
    RESILIENCE = "resilience"
    DOCUMENTATION = "documentation"
    CLIENTS = "clients"


def _kind(*kinds: Kind) -> Count:
    return lambda elements: sum(len(elements.sites[kind]) for kind in kinds)


def _typed(*names: str) -> Count:
    return lambda elements: sum(1 for name in names for _ in typed(elements).every(name))


def _sent(*names: str) -> Count:
    return lambda elements: sum(1 for name in names for _ in typed(elements).sent(name))


def _answers(first: str) -> Count:
    return lambda elements: sum(
        answer.code[:1] in first
        for operation in api_operations(elements)
        for answer in answers(elements, operation)
    )


def _keywords(*words: str) -> Count:
    return lambda elements: sum(len(elements.keywords[word]) for word in words)


# fmt: off
COUNTS: Final[Mapping[str, Count]] = MappingProxyType({
    "document":    lambda _: 1,
    "bodies":      lambda elements: sum(body_of(elements, o) is not None for o in api_operations(elements)),
    "operations":  lambda elements: sum(1 for _ in api_operations(elements)),
    "paths":       lambda elements: len(elements.path_items),
    "schemes":     lambda elements: sum(1 for _ in schemes(elements)),
    "references":  lambda elements: len(elements.ref_sites),
    "components":  lambda elements: sum(len(elements.components(s)) for s in ("schemas", "responses", "parameters")),
    "media":       _kind(Kind.MEDIA_TYPE),
    "parameters":  _kind(Kind.PARAMETER),
    "requirements": _kind(Kind.SECURITY),
    "schemas":     _kind(Kind.SCHEMA),
    "servers":     _kind(Kind.SERVER),
    "tags":        _kind(Kind.TAG),
    "shown":       _kind(Kind.MEDIA_TYPE, Kind.PARAMETER),
    "examples":    _kind(Kind.EXAMPLE),
    "values":      _keywords("example", "examples", "default"),
    "choices":     _keywords("discriminator"),
    "answers":     _answers("12345d"),
    "told":        _answers("24"),
    "errors":      _answers("45d"),
    "strings":     _typed("string"),
    "integers":    _typed("integer"),
    "arrays":      _typed("array"),
    "objects":     _typed("object"),
    "sent strings": _sent("string"),
    "sent numbers": _sent("integer", "number"),
    "sent arrays": _sent("array"),
    "sent objects": _sent("object"),
})

_S, _C, _L = Category.SECURITY, Category.CORRECTNESS, Category.LIFECYCLE
_R, _D, _K = Category.RESILIENCE, Category.DOCUMENTATION, Category.CLIENTS
SUBJECTS: Final[Mapping[str, tuple[Category, str]]] = MappingProxyType({
    "array-items":                           (_C, "arrays"),
    "contact-properties":                    (_D, "document"),
    "info-contact":                          (_D, "document"),
    "info-description":                      (_D, "document"),
    "info-license":                          (_D, "document"),
    "license-url":                           (_D, "document"),
    "no-$ref-siblings":                      (_C, "references"),
    "no-ambiguous-paths":                    (_C, "paths"),
    "no-eval-in-markdown":                   (_S, "document"),
    "no-ignored-header-parameters":          (_C, "parameters"),
    "no-request-body":                       (_C, "operations"),
    "no-script-tags-in-markdown":            (_S, "document"),
    "no-server-http":                        (_S, "servers"),
    "oas2-api-host":                         (_K, "document"),
    "oas2-api-schemes":                      (_K, "document"),
    "oas2-discriminator":                    (_C, "choices"),
    "oas2-host-not-example":                 (_K, "document"),
    "oas2-host-trailing-slash":              (_C, "document"),
    "oas2-operation-formData-consume-check": (_C, "operations"),
    "oas2-parameter-description":            (_D, "parameters"),
    "oas2-unused-definition":                (_D, "components"),
    "oas2-valid-media-example":              (_C, "shown"),
    "oas2-valid-schema-example":             (_C, "values"),
    "oas3-api-servers":                      (_K, "document"),
    "oas3-callbacks-in-callbacks":           (_C, "operations"),
    "oas3-examples-value-or-externalValue":  (_C, "examples"),
    "oas3-parameter-description":            (_D, "parameters"),
    "oas3-server-not-example.com":           (_K, "servers"),
    "oas3-server-trailing-slash":            (_C, "servers"),
    "oas3-unused-component":                 (_D, "components"),
    "oas3-valid-media-example":              (_C, "shown"),
    "oas3-valid-schema-example":             (_C, "values"),
    "oas3_1-callbacks-in-webhook":           (_C, "paths"),
    "oas3_1-servers-in-webhook":             (_C, "paths"),
    "oas3_2-no-deprecated-xml-attribute":    (_C, "schemas"),
    "openapi-tags":                          (_D, "document"),
    "openapi-tags-alphabetical":             (_D, "document"),
    "operation-4xx-response":                (_R, "operations"),
    "operation-description":                 (_D, "operations"),
    "operation-operationId":                 (_K, "operations"),
    "operation-operationId-sdk-safe":        (_K, "operations"),
    "operation-operationId-valid-in-url":    (_K, "operations"),
    "operation-singular-tag":                (_K, "operations"),
    "operation-success-response":            (_C, "operations"),
    "operation-summary":                     (_D, "operations"),
    "operation-tag-defined":                 (_D, "operations"),
    "operation-tags":                        (_D, "operations"),
    "path-declarations-must-exist":          (_C, "paths"),
    "path-keys-no-trailing-slash":           (_C, "paths"),
    "path-not-include-query":                (_C, "paths"),
    "security-defined":                      (_S, "operations"),
    "security-scopes-defined":               (_S, "requirements"),
    "tag-description":                       (_D, "tags"),

    "owasp:api1:2023-no-numeric-ids":                    (_S, "parameters"),
    "owasp:api2:2023-no-http-basic":                     (_S, "schemes"),
    "owasp:api2:2023-no-api-keys-in-url":                (_S, "schemes"),
    "owasp:api2:2023-no-credentials-in-url":             (_S, "parameters"),
    "owasp:api2:2023-auth-insecure-schemes":             (_S, "schemes"),
    "owasp:api2:2023-jwt-best-practices":                (_S, "schemes"),
    "owasp:api2:2023-short-lived-access-tokens":         (_S, "schemes"),
    "owasp:api2:2023-write-restricted":                  (_S, "operations"),
    "owasp:api2:2023-read-restricted":                   (_S, "operations"),
    "owasp:api3:2023-no-additionalProperties":           (_S, "objects"),
    "owasp:api3:2023-constrained-additionalProperties":  (_S, "objects"),
    "owasp:api3:2023-no-unevaluatedProperties":          (_S, "objects"),
    "owasp:api3:2023-constrained-unevaluatedProperties": (_S, "objects"),
    "owasp:api4:2023-rate-limit":                        (_R, "told"),
    "owasp:api4:2023-rate-limit-retry-after":            (_R, "operations"),
    "owasp:api4:2023-rate-limit-responses-429":          (_R, "operations"),
    "owasp:api4:2023-array-limit":                       (_S, "arrays"),
    "owasp:api4:2023-string-limit":                      (_S, "strings"),
    "owasp:api4:2023-string-restricted":                 (_S, "strings"),
    "owasp:api4:2023-integer-limit":                     (_S, "integers"),
    "owasp:api4:2023-integer-limit-legacy":              (_S, "integers"),
    "owasp:api4:2023-integer-format":                    (_K, "integers"),
    "owasp:api5:2023-admin-security-unique":             (_S, "operations"),
    "owasp:api7:2023-concerning-url-parameter":          (_S, "parameters"),
    "owasp:api8:2023-define-cors-origin":                (_S, "answers"),
    "owasp:api8:2023-no-scheme-http":                    (_S, "servers"),
    "owasp:api8:2023-no-server-http":                    (_S, "servers"),
    "owasp:api8:2023-define-error-validation":           (_R, "operations"),
    "owasp:api8:2023-define-error-responses-401":        (_R, "operations"),
    "owasp:api8:2023-define-error-responses-500":        (_R, "operations"),
    "owasp:api9:2023-inventory-access":                  (_L, "servers"),
    "owasp:api9:2023-inventory-environment":             (_L, "servers"),

    "sp-health-endpoint":        (_L, "document"),
    "sp-operation-id":           (_K, "operations"),
    "sp-operation-id-sdk-safe":  (_K, "operations"),
    "sp-operation-described":    (_D, "operations"),
    "sp-property-described":     (_D, "schemas"),
    "sp-collection-paginated":   (_R, "operations"),
    "sp-page-size-bounded":      (_R, "parameters"),
    "sp-collection-envelope":    (_K, "operations"),
    "sp-auth-required":          (_S, "operations"),
    "sp-auth-weak-scheme":       (_S, "schemes"),
    "sp-auth-scopes":            (_S, "operations"),
    "sp-auth-errors":            (_R, "operations"),
    "sp-no-secret-in-url":       (_S, "parameters"),
    "sp-429-documented":         (_R, "operations"),
    "sp-429-retry-after":        (_R, "operations"),
    "sp-ratelimit-headers":      (_R, "operations"),
    "sp-error-json":             (_R, "errors"),
    "sp-error-problem-json":     (_R, "errors"),
    "sp-error-consistent":       (_R, "document"),
    "sp-validation-error":       (_R, "operations"),
    "sp-expected-errors":        (_R, "operations"),
    "sp-https-servers":          (_S, "servers"),
    "sp-request-body-schema":    (_C, "media"),
    "sp-write-body-required":    (_C, "bodies"),
    "sp-request-closed":         (_S, "sent objects"),
    "sp-string-bounded":         (_S, "sent strings"),
    "sp-number-bounded":         (_S, "sent numbers"),
    "sp-array-bounded":          (_S, "sent arrays"),
    "sp-path-param-constrained": (_S, "parameters"),
    "sp-versioned":              (_L, "paths"),
    "sp-info-version-semver":    (_L, "document"),
    "sp-deprecated-sunset":      (_L, "operations"),
    "sp-upload-limited":         (_S, "bodies"),
    "sp-cors-declared":          (_S, "operations"),
    "sp-example-valid":          (_C, "shown"),
    "sp-has-example":            (_D, "media"),
})
# fmt: on


def targets(elements: Elements, rule: str) -> int:
    """How many things in a document a rule could have complained of, roughly."""
    return COUNTS[SUBJECTS[rule][1]](elements)
