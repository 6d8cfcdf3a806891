"""The formats that rulesets name, and which of them a document has."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from decant.contract.document import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

# fmt: off
FORMATS_OF: Final[Mapping[Dialect, frozenset[str]]] = MappingProxyType({
    Dialect.V2_0: frozenset({"oas2"}),
    Dialect.V3_0: frozenset({"oas3", "oas3_0"}),
    Dialect.V3_1: frozenset({"oas3", "oas3_1"}),
    Dialect.V3_2: frozenset({"oas3", "oas3_2"}),
})
# Those of other documents, which are read and never met here.
_ELSEWHERE: Final = frozenset({
    "aas2", "aas2_0", "aas2_1", "aas2_2", "aas2_3", "aas2_4", "aas2_5", "aas2_6", "aas3",
    "aas3_0", "aas3_1", "asyncapi2", "asyncApi2", "asyncapi3", "arazzo1", "arazzo1_0",
    "json-schema", "json-schema-loose", "json-schema-draft4", "json-schema-draft6",
    "json-schema-draft7", "json-schema-draft-2019-09", "json-schema-2019-09",
    "json-schema-draft-2020-12", "json-schema-2020-12", "jsonSchema", "jsonSchemaLoose",
})
# fmt: on
KNOWN: Final = frozenset().union(*FORMATS_OF.values()) | _ELSEWHERE


def format_of(name: str) -> str | None:
    """The format of a name, dots or underscores alike; None if there is no such format."""
    spelled = name.replace(".", "_")
    return spelled if spelled in KNOWN else None
