"""What one may type: commands, their flags, and the words that explain them.

Only the parser of the command that is typed is built: the others cost start-up and say nothing.
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Final

from decant import __version__

from . import documents, governance, hub

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence
    from typing import NoReturn

    from .command import Command

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
  decant lint openapi.yaml --pack oas --pack practices/public
  decant breaking main:openapi.yaml openapi.yaml      may this pull request go out?
  decant breaking openapi.yaml --against v1.0 --also-against main --new-only
  decant diff v1.yaml v2.yaml --format markdown --output comment.md
  decant explain enum-value-added
  decant login --url https://decant.example.com
  decant check openapi.yaml --api acme/petstore       ask the hub, store nothing but the check
  decant push specs/ --api acme/petstore --create --visibility internal
  decant push openapi.yaml --api acme/petstore --review 'nobody calls it any more'
  decant review list --api acme/petstore --state pending
  decant pull --api acme/petstore main --bundled -o petstore.json

settings: a flag beats DECANT_URL and DECANT_TOKEN, these beat decant.yaml
          (url, api, label, file, root, profile, suppressions) in this folder or above.
exit:     0 ok, 1 the gate says no, 2 usage, 3 cannot tell, or not yet, 4 not allowed,
          5 service, 130 interrupted
"""

COMMANDS: Final[Mapping[str, Command]] = {
    **documents.COMMANDS,
    **hub.COMMANDS,
    **governance.COMMANDS,
}
GROUPS: Final[Mapping[str, str]] = {
    "rules": "what lint judges by: list the rules, explain one",
    "ruleset": "the rulesets of an org: push, list, preview",
    "waiver": "what may pass for a while: add, list, approve, revoke",
    "review": "pushes that wait for a yes: list, approve, reject",
}


def parse(words: Sequence[str]) -> Namespace:
    """What was typed, with the name of its `command`; raises SystemExit for --help and usage."""
    typed = (" ".join(words[:length]) for length in (1, 2))
    name = next((name for name in typed if name in COMMANDS), None)
    if name is None:
        _say_what_there_is(words)
    options = _parser_of(name).parse_args(words[len(name.split()) :])
    options.command = name
    return options


def _parser_of(name: str) -> ArgumentParser:
    command = COMMANDS[name]
    parser = _parser(
        f"decant {name}",
        command.help[0].upper() + command.help[1:],
        f"example:\n  {command.example}",
    )
    for flag in command.flags:
        parser.add_argument(*flag.names, **flag.options)
    colours = ("auto", "always", "never")
    parser.add_argument("--color", choices=colours, default="auto", help="paint the output")
    return parser


def _say_what_there_is(words: Sequence[str]) -> NoReturn:
    """Help, the version, or what is wrong with the words: no command starts with these."""
    group = words[0] if words and words[0] in GROUPS else ""
    listed = _members(group) if group else _listed()
    if group:
        about = GROUPS[group]
        parser = _parser(f"decant {group}", about[0].upper() + about[1:], "")
        parser.epilog = "example:\n  " + COMMANDS[f"{group} {next(iter(listed))}"].example
    else:
        parser = _parser("decant", _ABOUT, _MORE)
        parser.add_argument("--version", action="version", version=f"decant {__version__}")
    commands = parser.add_subparsers(prog=parser.prog, metavar="COMMAND", required=True)
    for name, words_for_it in listed.items():
        commands.add_parser(name, help=words_for_it)
    rest = words[1:] if group else words
    if rest and not rest[0].startswith("-"):
        parser.error(_unknown(rest[0], listed))
    parser.parse_args(rest)
    parser.error("which command?")


def _listed() -> dict[str, str]:
    """What may come first: commands, and groups where the first of theirs stands."""
    listed: dict[str, str] = {}
    for name, command in COMMANDS.items():
        first, _, rest = name.partition(" ")
        listed.setdefault(first, GROUPS[first] if rest else command.help)
    return listed


def _members(group: str) -> dict[str, str]:
    start = f"{group} "
    return {
        name.removeprefix(start): command.help
        for name, command in COMMANDS.items()
        if name.startswith(start)
    }


def _unknown(word: str, listed: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, listed, n=2)
    also = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(listed)}"
    return f"there is no command '{word}'; {also}"


def _parser(name: str, about: str, more: str) -> ArgumentParser:
    return ArgumentParser(
        name,
        description=about,
        epilog=more,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
