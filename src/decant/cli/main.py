"""`decant`, the developer's command: parse, run one command, end with its exit code.

Commands are imported when they are run, so that `decant --help` does not wait for the engine.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .arguments import COMMANDS, parse
from .exits import Exit, Misused, Trouble, Unreadable
from .output import Terminal, complain, dim, red

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence


def run() -> NoReturn:
    """The command as it is installed: all there is to a process."""
    # It is over before there is garbage worth looking for, and nobody waits for a million
    # objects to be taken apart one by one; the kernel takes them back at once.
    gc.disable()
    code = main()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code, or raises SystemExit for --help and usage."""
    try:
        options = parse(sys.argv[1:] if arguments is None else arguments)
        code = _run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader has gone. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERRUPTED
    return code


def _run(options: Namespace) -> Exit:
    if options.command == "pull" or getattr(options, "output", None) in (None, "-"):
        return _run_on(Terminal(sys.stdout, colour=options.color), options)
    from .files import replace

    stream = StringIO()
    code = _run_on(Terminal(stream, colour="never"), options)
    if stream.getvalue():
        try:
            replace(Path(options.output), stream.getvalue().encode())
        except OSError as failure:
            return _tell(_misused(failure), options, Terminal(sys.stdout, colour=options.color))
    return code


def _run_on(terminal: Terminal, options: Namespace) -> Exit:
    command = COMMANDS[options.command]
    module, _, function = command.run.partition(":")
    run = getattr(import_module(f"decant.cli.{module}"), function)
    try:
        code: Exit = run(options, terminal)
    except Unreadable as refusal:
        from . import findings

        findings.tell_unreadable(terminal, refusal, options.format)
        return command.unreadable
    except Trouble as trouble:
        return _tell(trouble, options, terminal)
    except BrokenPipeError:
        raise
    except OSError as failure:
        return _tell(_misused(failure), options, terminal)
    return code


def _misused(failure: OSError) -> Misused:
    about = f"{failure.filename}: " if failure.filename else ""
    return Misused(f"{about}{failure.strerror or failure}")


def _tell(trouble: Trouble, options: Namespace, terminal: Terminal) -> Exit:
    """Say it to people on stderr, and to programs on stdout if they asked for JSON."""
    if options.format == "json" and options.command != "pull":
        said = {"code": trouble.code, "message": trouble.message, "hint": trouble.hint}
        terminal.json({"error": {**said, "details": list(trouble.details)}})
    complain("decant: ", red(trouble.message), colour=options.color)
    for detail in trouble.details:
        complain("  ", detail, colour=options.color)
    if trouble.hint:
        complain("  ", dim(trouble.hint), colour=options.color)
    return trouble.exit


if __name__ == "__main__":
    run()
