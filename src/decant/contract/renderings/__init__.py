"""A report in every form that people and machines ask for; what documents say stays text.

Each form is one module with one function, `render`, imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from .report import Entry, Fault, Outcome, Report

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FOR_COMPARISONS", "FOR_DOCUMENTS", "Entry", "Fault", "Outcome", "Report", "render"]

# What a report on one document can be, and what one on two can.
FOR_DOCUMENTS: Final = ("markdown", "sarif", "junit", "github", "gitlab")
FOR_COMPARISONS: Final = (*FOR_DOCUMENTS, "html", "changelog")


def render(report: Report, form: str) -> str:
    """The whole report in one of the forms above, with a line break at its end."""
    write: Callable[[Report], str] = import_module(f".{form}", __name__).render
    return write(report)
