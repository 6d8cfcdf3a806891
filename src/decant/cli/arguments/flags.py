"""Flags that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from argparse import Action
from typing import TYPE_CHECKING, Any, Final

from .command import Flag, flag

if TYPE_CHECKING:
    from argparse import ArgumentParser

_FORMS: Final = ("text", "json", "markdown", "sarif", "junit", "github", "gitlab")

# fmt: off
FILE: Final = flag("file", metavar="FILE", nargs="?", help="the document; decant.yaml may name it")
ROOT: Final = flag("--root", metavar="PATH", help="the root document, if FILE is a folder")
FORMAT: Final = flag("--format", choices=("text", "json"), default="text", help="how to print results")
READABLE: Final = flag("--format", choices=("text", "markdown", "json"), default="text", help="how to print it")
OUTPUT: Final = flag("-o", "--output", metavar="PATH", help="write the results to a file")
FORMATS: Final = (flag("--format", default="text", help="how to print results", choices=_FORMS), OUTPUT)
ALL_FORMATS: Final = (
    flag("--format", default="text", help="how to print results", choices=(*_FORMS, "html", "changelog")),
    OUTPUT,
)
URL: Final = flag("--url", metavar="URL", help="the hub's address")
API: Final = flag("--api", metavar="ORG/API", help="which API")
ORG: Final = flag("--org", metavar="ORG", help="whose; the one of decant.yaml's api if it is not said")
LABEL: Final = flag("--label", metavar="NAME", help="which label it is for (main)")
# fmt: on


class _PrintSchema(Action):
    """Print the JSON Schema of what `--format json` prints, and end."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        from decant.contract.renderings.json import schema

        print(schema(str(self.const)), end="")
        parser.exit()


def schema_of(name: str) -> Flag:
    """`--schema`, for the results of that name."""
    words = "print the JSON Schema of --format json, and end"
    return flag("--schema", action=_PrintSchema, nargs=0, const=name, help=words)
