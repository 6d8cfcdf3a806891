"""The contract engine: read, validate, lint and compare API documents.

This is its one door. Nothing behind it touches a network, a clock, a database or a file:
texts come in as bytes and verdicts go out as values, so a CI job, the hub and a laptop
agree. What only one of them needs is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from decant import __version__

from . import garbage
from .bundle import bundle
from .dialects import Dialect
from .document import Document, Manifest, Origin, Unit
from .errors import ContractError, UnknownUnit, UnreadableDocument
from .findings import Finding, Location, Severity
from .lint import lint
from .source import DEFAULT_LIMITS, Limits, gather
from .validate import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .diff import Change, Comparison, NotEvaluated, Profile, compare
    from .diff.change import Bump, Effect, Level, Polarity, Use, Verdict
    from .lint.ruleset import RECOMMENDED, Ruleset

__all__ = [
    "DEFAULT_LIMITS",
    "ENGINE_VERSION",
    "RECOMMENDED",
    "Bump",
    "Change",
    "Comparison",
    "ContractError",
    "Dialect",
    "Document",
    "Effect",
    "Finding",
    "Level",
    "Limits",
    "Location",
    "Manifest",
    "NotEvaluated",
    "Origin",
    "Polarity",
    "Profile",
    "Ruleset",
    "Severity",
    "Unit",
    "UnknownUnit",
    "UnreadableDocument",
    "Use",
    "Verdict",
    "compare",
    "lint",
    "read",
    "validate",
]

# The edition of CONTRACT_LAW.md that verdicts follow; raised when one may come out otherwise.
LAW_VERSION: Final = 1
ENGINE_VERSION: Final = f"{__version__}+law.{LAW_VERSION}"

_LATER: Final = {
    **dict.fromkeys(("Change", "Comparison", "NotEvaluated", "Profile", "compare"), ".diff"),
    **dict.fromkeys(("Bump", "Effect", "Level", "Polarity", "Use", "Verdict"), ".diff.change"),
    **dict.fromkeys(("RECOMMENDED", "Ruleset"), ".lint.ruleset"),
}


def read(
    files: Mapping[str, bytes], root: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read the files of one document, by their relative paths; `root` is where it begins.

    Raises UnreadableDocument, with a place for every finding, if they are not one OpenAPI
    document, too large, or refer to anything outside of themselves.
    """
    with garbage.left_alone():
        source = gather(files, root, limits)
        return Document.parsed(source, bundle(source, limits))


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_LATER[name], __name__), name)
    return value
