"""Which rules belong together, and how much each matters there: tables to argue with.

`recommended` is what Decant judges by unless told otherwise. `oas` and `owasp` have the
ids, severities and choices of Spectral's rulesets of the same names (spectral-rulesets
1.23, spectral-owasp-ruleset 2.0); `oas/all` has also what is not recommended there.
`practices` is what services written in Flask are expected to do, in three profiles, each
with all of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from decant.contract.findings import Severity

Pack: TypeAlias = Mapping[str, Severity]

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - columns of tables
OFF: Final = None

# fmt: off
# What validation says of every document, under the same or another name: not lint's to judge,
# and never told twice.
JUDGED_BY_VALIDATION: Final[Mapping[str, str]] = MappingProxyType({
    "duplicated-entry-in-enum":        "duplicated-entry-in-enum",
    "oas2-anyOf":                      "oas2-schema",
    "oas2-oneOf":                      "oas2-schema",
    "oas2-operation-security-defined": "oas3-operation-security-defined",
    "oas2-schema":                     "oas2-schema",
    "oas3-operation-security-defined": "oas3-operation-security-defined",
    "oas3-schema":                     "oas3-schema",
    "oas3-server-variables":           "oas3-server-variables",
    "openapi-tags-uniqueness":         "openapi-tags-uniqueness",
    "operation-operationId-unique":    "operation-operationId-unique",
    "operation-parameters":            "operation-parameters",
    "path-params":                     "path-params",
    "typed-enum":                      "typed-enum",
})

RECOMMENDED: Final[Pack] = {
    "array-items":                          W,
    "info-contact":                         W,
    "info-description":                     W,
    "no-$ref-siblings":                     W,
    "no-ambiguous-paths":                   I,
    "no-ignored-header-parameters":         W,
    "no-request-body":                      W,
    "no-script-tags-in-markdown":           W,
    "no-server-http":                       W,
    "oas2-api-host":                        W,
    "oas2-host-not-example":                I,
    "oas2-host-trailing-slash":             W,
    "oas2-parameter-description":           I,
    "oas2-unused-definition":               I,
    "oas2-valid-media-example":             W,
    "oas2-valid-schema-example":            W,
    "oas3-api-servers":                     W,
    "oas3-examples-value-or-externalValue": W,
    "oas3-parameter-description":           I,
    "oas3-server-not-example.com":          I,
    "oas3-server-trailing-slash":           W,
    "oas3-unused-component":                I,
    "oas3-valid-media-example":             W,
    "oas3-valid-schema-example":            W,
    "operation-4xx-response":               I,
    "operation-description":                I,
    "operation-operationId":                W,
    "operation-operationId-sdk-safe":       W,
    "operation-operationId-valid-in-url":   W,
    "operation-success-response":           W,
    "operation-summary":                    I,
    "operation-tag-defined":                W,
    "operation-tags":                       W,
    "path-declarations-must-exist":         W,
    "path-keys-no-trailing-slash":          W,
    "path-not-include-query":               W,
    "security-defined":                     W,
}

OAS: Final[Pack] = {
    "array-items":                           E,
    "info-contact":                          W,
    "info-description":                      W,
    "no-$ref-siblings":                      E,
    "no-eval-in-markdown":                   W,
    "no-script-tags-in-markdown":            W,
    "oas2-api-host":                         W,
    "oas2-api-schemes":                      W,
    "oas2-discriminator":                    E,
    "oas2-host-trailing-slash":              W,
    "oas2-operation-formData-consume-check": W,
    "oas2-unused-definition":                W,
    "oas2-valid-media-example":              E,
    "oas2-valid-schema-example":             E,
    "oas3-api-servers":                      W,
    "oas3-callbacks-in-callbacks":           W,
    "oas3-examples-value-or-externalValue":  W,
    "oas3-server-trailing-slash":            W,
    "oas3-unused-component":                 W,
    "oas3-valid-media-example":              E,
    "oas3-valid-schema-example":             E,
    "oas3_1-callbacks-in-webhook":           W,
    "oas3_1-servers-in-webhook":             W,
    "oas3_2-no-deprecated-xml-attribute":    W,
    "operation-description":                 W,
    "operation-operationId":                 W,
    "operation-operationId-valid-in-url":    W,
    "operation-success-response":            W,
    "operation-tag-defined":                 W,
    "operation-tags":                        W,
    "path-declarations-must-exist":          W,
    "path-keys-no-trailing-slash":           W,
    "path-not-include-query":                W,
    # The half of oas3-operation-security-defined that does not make a document invalid.
    "security-scopes-defined":               W,
}
OAS_NOT_RECOMMENDED: Final[Pack] = {
    "contact-properties":                    W,
    "info-license":                          W,
    "license-url":                           W,
    "oas2-host-not-example":                 W,
    "oas2-parameter-description":            W,
    "oas3-parameter-description":            W,
    "oas3-server-not-example.com":           W,
    "openapi-tags":                          W,
    "openapi-tags-alphabetical":             W,
    "operation-singular-tag":                W,
    "tag-description":                       W,
}

OWASP: Final[Pack] = {
    "owasp:api1:2023-no-numeric-ids":                    E,
    "owasp:api2:2023-no-http-basic":                     E,
    "owasp:api2:2023-no-api-keys-in-url":                E,
    "owasp:api2:2023-no-credentials-in-url":             E,
    "owasp:api2:2023-auth-insecure-schemes":             E,
    "owasp:api2:2023-jwt-best-practices":                E,
    "owasp:api2:2023-short-lived-access-tokens":         E,
    "owasp:api2:2023-write-restricted":                  E,
    "owasp:api2:2023-read-restricted":                   W,
    "owasp:api3:2023-no-additionalProperties":           W,
    "owasp:api3:2023-constrained-additionalProperties":  W,
    "owasp:api3:2023-no-unevaluatedProperties":          W,
    "owasp:api3:2023-constrained-unevaluatedProperties": W,
    "owasp:api4:2023-rate-limit":                        E,
    "owasp:api4:2023-rate-limit-retry-after":            E,
    "owasp:api4:2023-rate-limit-responses-429":          W,
    "owasp:api4:2023-array-limit":                       E,
    "owasp:api4:2023-string-limit":                      E,
    "owasp:api4:2023-string-restricted":                 W,
    "owasp:api4:2023-integer-limit":                     E,
    "owasp:api4:2023-integer-limit-legacy":              E,
    "owasp:api4:2023-integer-format":                    E,
    "owasp:api5:2023-admin-security-unique":             E,
    "owasp:api7:2023-concerning-url-parameter":          I,
    "owasp:api8:2023-define-cors-origin":                E,
    "owasp:api8:2023-no-scheme-http":                    E,
    "owasp:api8:2023-no-server-http":                    E,
    "owasp:api8:2023-define-error-validation":           W,
    "owasp:api8:2023-define-error-responses-401":        W,
    "owasp:api8:2023-define-error-responses-500":        W,
    "owasp:api9:2023-inventory-access":                  E,
    "owasp:api9:2023-inventory-environment":             E,
}

PROFILES: Final = ("internal", "public", "strict")
PRACTICES: Final[Mapping[str, tuple[Severity | None, Severity | None, Severity | None]]] = {
    #                               internal public strict
    "sp-operation-id":              (E,      E,     E),
    "sp-operation-id-sdk-safe":     (W,      W,     W),
    "sp-operation-described":       (W,      W,     W),
    "sp-auth-required":             (E,      E,     E),
    "sp-auth-weak-scheme":          (W,      W,     W),
    "sp-no-secret-in-url":          (E,      E,     E),
    "sp-https-servers":             (OFF,    E,     E),
    "sp-request-body-schema":       (E,      E,     E),
    "sp-write-body-required":       (W,      W,     W),
    "sp-deprecated-sunset":         (W,      E,     E),
    "sp-info-version-semver":       (W,      W,     W),
    "sp-example-valid":             (E,      E,     E),
    "sp-health-endpoint":           (I,      I,     I),
    "sp-collection-paginated":      (I,      W,     W),
    "sp-page-size-bounded":         (W,      W,     W),
    "sp-error-json":                (W,      W,     W),
    "sp-auth-scopes":               (OFF,    I,     I),
    "sp-auth-errors":               (OFF,    W,     W),
    "sp-429-documented":            (OFF,    W,     W),
    "sp-429-retry-after":           (OFF,    W,     W),
    "sp-ratelimit-headers":         (OFF,    I,     I),
    "sp-error-problem-json":        (OFF,    I,     I),
    "sp-error-consistent":          (OFF,    W,     W),
    "sp-validation-error":          (OFF,    W,     W),
    "sp-expected-errors":           (OFF,    I,     I),
    "sp-versioned":                 (OFF,    W,     W),
    "sp-cors-declared":             (OFF,    I,     I),
    "sp-upload-limited":            (OFF,    W,     W),
    "sp-has-example":               (OFF,    I,     I),
    "sp-property-described":        (OFF,    I,     I),
    "sp-collection-envelope":       (OFF,    OFF,   I),
    "sp-request-closed":            (OFF,    OFF,   I),
    "sp-string-bounded":            (OFF,    OFF,   W),
    "sp-number-bounded":            (OFF,    OFF,   I),
    "sp-array-bounded":             (OFF,    OFF,   W),
    "sp-path-param-constrained":    (OFF,    OFF,   I),
}

# Rules that ask the same question as others: where both complain of a place, the first is heard.
RESTATES: Final[Mapping[str, tuple[str, ...]]] = {
    "sp-operation-id":           ("operation-operationId",),
    "sp-operation-id-sdk-safe":  ("operation-operationId-sdk-safe",),
    "sp-operation-described":    ("operation-summary", "operation-description"),
    "sp-auth-required":          ("owasp:api2:2023-write-restricted",
                                  "owasp:api2:2023-read-restricted", "security-defined"),
    "sp-auth-weak-scheme":       ("owasp:api2:2023-no-http-basic",),
    "sp-auth-errors":            ("owasp:api8:2023-define-error-responses-401",),
    "sp-no-secret-in-url":       ("owasp:api2:2023-no-credentials-in-url",
                                  "owasp:api2:2023-no-api-keys-in-url", "sp-auth-weak-scheme"),
    "sp-https-servers":          ("owasp:api8:2023-no-server-http", "no-server-http"),
    "sp-429-documented":         ("owasp:api4:2023-rate-limit-responses-429",),
    "sp-429-retry-after":        ("owasp:api4:2023-rate-limit-retry-after",),
    "sp-validation-error":       ("owasp:api8:2023-define-error-validation",),
    "sp-string-bounded":         ("owasp:api4:2023-string-limit",),
    "sp-number-bounded":         ("owasp:api4:2023-integer-limit",
                                  "owasp:api4:2023-integer-limit-legacy"),
    "sp-array-bounded":          ("owasp:api4:2023-array-limit",),
    "sp-example-valid":          ("oas3-valid-media-example", "oas3-valid-schema-example",
                                  "oas2-valid-media-example", "oas2-valid-schema-example"),
    "owasp:api8:2023-no-server-http": ("no-server-http",),
}
# fmt: on


def _profile(column: int) -> Pack:
    rows = ((rule, row[column]) for rule, row in PRACTICES.items())
    return {rule: severity for rule, severity in rows if severity is not None}


PACKS: Final[Mapping[str, Pack]] = MappingProxyType(
    {
        "recommended": RECOMMENDED,
        "oas": OAS,
        "oas/all": {**OAS, **OAS_NOT_RECOMMENDED},
        "owasp": OWASP,
        **{f"practices/{name}": _profile(column) for column, name in enumerate(PROFILES)},
    }
)
