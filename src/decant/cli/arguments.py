"""What one may type: commands, their flags, and the words that explain them."""

from __future__ import annotations

from argparse import Action, ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from decant import __version__

from .exits import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABOUT: Final = """\
Decant, the contract registry for OpenAPI: validate, compare, gate, publish.
"""
_MORE: Final = """\
FILE is an OpenAPI document, JSON or YAML: a file, a folder with its root document, - for
stdin, a git reference such as main:api.yaml or HEAD~1:specs/, or a revision on the hub such
as hub:acme/petstore@main. Files that it refers to belong to it, as far as they lie in its
folder.

examples:
  decant validate openapi.yaml
  decant breaking main:openapi.yaml openapi.yaml      may this pull request go out?
  decant breaking openapi.yaml --against v1.0 --also-against main --new-only
  decant diff v1.yaml v2.yaml --format markdown --output comment.md
  decant explain enum-value-added
  decant login --url https://decant.example.com
  decant check openapi.yaml --api acme/petstore       ask the hub, store nothing but the check
  decant push specs/ --api acme/petstore --create --visibility internal
  decant pull --api acme/petstore main --bundled -o petstore.json

settings: a flag beats DECANT_URL and DECANT_TOKEN, these beat decant.yaml
          (url, api, label, file, root, profile, suppressions) in this folder or above.
exit:     0 ok, 1 the gate says no, 2 usage, 3 cannot tell, 4 not allowed, 5 service,
          130 interrupted
"""


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag or positional, as argparse takes it."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: where its function lives, what it takes, and an example.

    `unreadable` is how it ends if a document cannot be read: that is a no, unless the
    command answers a question about two of them.
    """

    module: str
    help: str
    flags: tuple[Flag, ...]
    example: str
    unreadable: Exit = Exit.REFUSED


def _flag(*names: str, **options: Any) -> Flag:
    return Flag(names, options)


# fmt: off
_FILE: Final = _flag("file", metavar="FILE", nargs="?", help="the document; decant.yaml may name it")
_ROOT: Final = _flag("--root", metavar="PATH", help="the root document, if FILE is a folder")
_RULESET: Final = _flag("--ruleset", metavar="FILE", help="judge by a ruleset of your own, in the format of Spectral")
_FORMAT: Final = _flag("--format", choices=("text", "json"), default="text", help="how to print results")
_FORMATS: Final = (
    _flag("--format", default="text", help="how to print results",
          choices=("text", "json", "markdown", "sarif", "junit", "github", "gitlab")),
    _flag("-o", "--output", metavar="PATH", help="write the results to a file"),
)
_ALL_FORMATS: Final = (
    _flag("--format", default="text", help="how to print results",
          choices=("text", "json", "markdown", "sarif", "junit", "github", "gitlab", "html", "changelog")),
    _flag("-o", "--output", metavar="PATH", help="write the results to a file"),
)
_PROFILE: Final = _flag("--profile", choices=("wire", "strict", "source"),
                        help="whose eyes judge: an HTTP client (wire), a strict reader, or the user of an SDK (source)")
_URL: Final = _flag("--url", metavar="URL", help="the hub's address")
_API: Final = _flag("--api", metavar="ORG/API", help="which API")
_LABEL: Final = _flag("--label", metavar="NAME", help="which label it is for (main)")
_NO_VCS: Final = _flag("--no-vcs", action="store_true", help="do not say which commit it comes from")
_PAIR: Final = (_flag("old", metavar="OLD", help="the document as it was"),
                _flag("new", metavar="NEW", help="the document as it is now"),
                _flag("--root", metavar="PATH", help="the root document, if both are folders"))
_BASES: Final = (_flag("old", metavar="OLD|FILE", nargs="?", help="the document as it was; with --against, as it is now"),
                 _flag("new", metavar="NEW", nargs="?", help="the document as it is now, without --against"),
                 _flag("--against", metavar="REF", help="what FILE must not break: a document, or a commit it is in"),
                 _flag("--also-against", metavar="REF", help="what FILE must not break either, as where the change starts"),
                 _flag("--new-only", action="store_true", help="let pass what --also-against breaks already"),
                 _flag("--root", metavar="PATH", help="the root document, if they are folders"))


class _PrintSchema(Action):
    """Print the JSON Schema of what `--format json` prints, and end."""

    def __call__(self, parser: ArgumentParser, *_: Any) -> None:
        from decant.contract.renderings.json import schema

        print(schema(str(self.const)), end="")
        parser.exit()


def _schema_of(name: str) -> Flag:
    words = "print the JSON Schema of --format json, and end"
    return _flag("--schema", action=_PrintSchema, nargs=0, const=name, help=words)



COMMANDS: Final[dict[str, Command]] = {
    "validate": Command("documents", "is this a valid OpenAPI document?", (_FILE, _ROOT, *_FORMATS, _schema_of("document")),
        "decant validate specs/ --root v1/openapi.yaml"),
    "lint": Command("documents", "is it as good as its readers deserve?", (_FILE, _ROOT, _RULESET, *_FORMATS, _schema_of("document")),
        "decant lint openapi.yaml --ruleset .spectral.yaml"),
    "diff": Command("comparisons", "what changed, and what does it mean to clients?",
        (*_PAIR, _PROFILE, *_ALL_FORMATS, _schema_of("comparison")),
        "decant diff v1.yaml v2.yaml", Exit.CANNOT_TELL),
    "breaking": Command("comparisons", "may this go out? exit 1 if it breaks clients",
        (*_BASES, _PROFILE, *_ALL_FORMATS, _schema_of("comparison")),
        "decant breaking main:openapi.yaml openapi.yaml", Exit.CANNOT_TELL),
    "explain": Command("explain", "what does a kind of change mean, and how is it avoided?",
        (_flag("kind", metavar="KIND", nargs="?", help="as verdicts name it"),
         _flag("--list", action="store_true", help="all kinds there are"),
         _flag("--format", choices=("text", "markdown", "json"), default="text", help="how to print it")),
        "decant explain property-became-required"),
    "check": Command("publish", "would the hub take it? stores nothing but the check",
        (_FILE, _ROOT, _API, _LABEL, _flag("--base", metavar="REF", help="the revision to compare with: number, digest or label"),
         _NO_VCS, _URL, *_FORMATS),
        "decant check openapi.yaml --api acme/petstore --label main"),
    "push": Command("publish", "publish a revision, if policy lets it through",
        (_FILE, _ROOT, _API, _LABEL, _flag("--create", action="store_true", help="make the API if it is not there"),
         _flag("--visibility", choices=("private", "internal", "public"), help="of the API that --create makes (private)"),
         _flag("--override-reason", metavar="TEXT", help="why a refused push must go through; it is kept"),
         _NO_VCS, _URL, *_FORMATS),
        "decant push openapi.yaml --api acme/petstore --create"),
    "pull": Command("pull", "fetch a revision",
        (_flag("ref", metavar="REF", nargs="?", help="number, digest or label (main)"), _API,
         _flag("-o", "--output", metavar="PATH", help="a file, or a folder for a tree"),
         _flag("--bundled", action="store_true", help="as one file"),
         _flag("--format", choices=("json", "yaml"), help="one file in this format"), _URL),
        "decant pull --api acme/petstore main -o specs/"),
    "login": Command("login", "keep a token for a hub",
        (_flag("--token-stdin", action="store_true", help="read a token from stdin instead of asking"), _URL, _FORMAT),
        "decant login --url https://decant.example.com"),
    "whoami": Command("login", "who does the hub take me for?", (_URL, _FORMAT), "decant whoami"),
}
# fmt: on


def parser() -> ArgumentParser:
    """The whole command line."""
    whole = ArgumentParser(
        "decant",
        description=_ABOUT,
        epilog=_MORE,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"decant {__version__}")
    # Without `prog`, argparse formats the usage so far to find it out, and loads shutil for that.
    commands = whole.add_subparsers(prog="decant", dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        one = commands.add_parser(
            name,
            help=command.help,
            description=command.help[0].upper() + command.help[1:],
            epilog=f"example:\n  {command.example}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        for flag in command.flags:
            one.add_argument(*flag.names, **flag.options)
        colours = ("auto", "always", "never")
        one.add_argument("--color", choices=colours, default="auto", help="paint the output")
    return whole
