"""The function schema: does a value fit a JSON Schema, said in the words of Ajv.

jsonschema-rs answers for every value in little time; only what does not fit is explained.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

import jsonschema_rs

from decant.contract.lint.jsonpath.values import UNDEFINED
from decant.contract.references import unescaped

from .explaining import Explanation
from .function import Function, OptionFault, Options, Remark, Target, only
from .wording import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .function import Json

    Compile: TypeAlias = Callable[..., jsonschema_rs.Validator]

# fmt: off
DRAFTS: Final[Mapping[str, Compile]] = {
    "draft4":       jsonschema_rs.Draft4Validator,
    "draft6":       jsonschema_rs.Draft6Validator,
    "draft7":       jsonschema_rs.Draft7Validator,
    "draft2019-09": jsonschema_rs.Draft201909Validator,
    "draft2020-12": jsonschema_rs.Draft202012Validator,
}
# fmt: on
_NAMED: Final = re.compile(
    r"https?://json-schema\.org/draft(?:-0([467])|/(2019-09|2020-12))/(?:hyper-)?schema#?"
)


def schema(options: Options | None) -> Function:
    """A value that fits a schema; the first error, or all with `allErrors`."""
    chosen = only(options, "schema", "schema", "dialect", "allErrors", needs=["schema"])
    wanted = chosen["schema"]
    if not isinstance(wanted, dict):
        raise OptionFault('"schema" is a JSON Schema.', "schema")
    validator = _compiled(wanted, str(chosen.get("dialect", "auto")))
    all_errors = chosen.get("allErrors") is True

    def ask(target: Target) -> Iterator[Remark]:
        if target.value is UNDEFINED:
            yield Remark('#{{print("property")}}must exist')
            return
        value = target.view.inlined(target)
        if validator.is_valid(value):
            return
        misfits = Explanation(wanted, target.budget, all_errors=all_errors).misfits(value)
        for said in sentences(misfits, value, target.name):
            way = tuple(unescaped(token) for token in said.at.split("/")[1:])
            yield Remark(said.text, way)

    return ask


def _compiled(wanted: Json, dialect: str) -> jsonschema_rs.Validator:
    if dialect == "auto":
        dialect = _dialect_of(wanted)
    if dialect not in DRAFTS:
        raise OptionFault(f'"dialect" is auto or one of {", ".join(DRAFTS)}.', "dialect")
    try:
        return DRAFTS[dialect](
            {key: value for key, value in wanted.items() if key != "$schema"},
            validate_formats=True,
            ignore_unknown_formats=True,
            retriever=_refused,
            pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=20_000),
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as failure:
        first = str(failure).splitlines()[0]
        raise OptionFault(f"This is no JSON Schema: {first}.", "schema") from None


def _refused(uri: str) -> Json:
    """Nothing is ever fetched; whatever a schema refers to stands in itself."""
    raise ValueError(f"{uri} is not fetched")


def _dialect_of(wanted: Json) -> str:
    match = _NAMED.fullmatch(str(wanted.get("$schema", "")))
    return f"draft{match.group(1) or match.group(2)}" if match else "draft7"
