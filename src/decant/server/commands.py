"""The command line of `decant-server`: one subcommand, one function, one exit code.

Exit codes: 0 done, 1 something is wrong and was said, 2 the command or a setting is.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from decant import __version__
from decant.errors import Refusal
from decant.server import accounts, backups, contracts, doctor, serving
from decant.server.demo import seeds
from decant.settings import BadSettings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decant.settings import Settings

    Command = Callable[[Settings, argparse.Namespace], int]

OK: Final = 0
WRONG: Final = 1
MISUSED: Final = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(_settings(arguments), arguments)
    except BadSettings as error:
        return _complain(str(error), MISUSED)
    except BrokenPipeError:
        return WRONG  # whoever read our output has gone
    except (Refusal, OSError, SQLAlchemyError) as error:
        return _complain(_first_line(error), WRONG)
    except KeyboardInterrupt:
        return _complain("interrupted", WRONG)


def _settings(arguments: argparse.Namespace) -> Settings:
    settings = load()
    host, port = getattr(arguments, "host", None), getattr(arguments, "port", None)
    if host is not None:
        settings = replace(settings, host=host)
    if port is not None:
        settings = replace(settings, port=port)
    settings.check()
    return settings


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _complain(message: str, code: int) -> int:
    print(f"decant-server: {message}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="decant-server",
        description="Run a Decant hub and look after it. Settings come from DECANT_* and .env.",
    )
    parser.add_argument("--version", action="version", version=f"decant-server {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serving(commands)
    _add_accounts(commands)
    _add_care(commands)
    return parser


def _add_serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="serve the hub")
    run.add_argument("--migrate", action="store_true", help="bring the database up to date first")
    demo = commands.add_parser("demo", help="serve, with a demo org made on the first start")
    for parser, command in ((run, serving.run), (demo, seeds.demo)):
        parser.add_argument("--host", help="address to listen on")
        parser.add_argument("--port", type=_port, help="port to listen on; 0 takes a free one")
        parser.set_defaults(command=command)
    upgrade = commands.add_parser("upgrade", help="bring the database up to date")
    upgrade.set_defaults(command=serving.upgrade)


def _add_accounts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    admin = commands.add_parser("create-admin", help="make an administrator")
    admin.add_argument("name")
    admin.add_argument(
        "--generate", action="store_true", help="make a password up and show it once"
    )
    admin.set_defaults(command=accounts.create_admin)
    token = commands.add_parser("token", help="make a token for a user and show it once")
    token.add_argument("user")
    token.add_argument("--scopes", default="read,write", help="of read,write,admin")
    token.add_argument("--days", type=_days, default=90, help="until it expires, at most 365")
    token.add_argument("--org", help="narrow it to one org")
    token.add_argument("--api", help="narrow it to one API: ORG/API")
    token.add_argument("--name", default="made by the operator", help="what its owner sees")
    token.set_defaults(command=accounts.create_token)


def _add_care(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("doctor", help="look for what is wrong with this hub")
    check.set_defaults(command=doctor.examine)
    backup = commands.add_parser("backup", help="copy the database while it is in use")
    backup.add_argument("file", type=Path)
    backup.set_defaults(command=backups.back_up)
    contract = commands.add_parser("openapi", help="print the hub's own contract")
    what = contract.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="fail if the committed one differs")
    what.add_argument("--write", type=Path, metavar="PATH", help="write it there")
    contract.set_defaults(command=contracts.show)


def _port(raw: str) -> int:
    port = int(raw)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is between 0 and 65535")
    return port


def _days(raw: str) -> int:
    days = int(raw)
    if not 1 <= days <= 365:
        raise argparse.ArgumentTypeError("a token lives between 1 and 365 days")
    return days
