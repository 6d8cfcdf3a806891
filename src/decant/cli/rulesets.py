"""`decant ruleset`: the rulesets that an org keeps on its hub, and what they would find."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from . import config, findings, kept
from .exits import Exit, Misused, Unreadable
from .moments import shown
from .output import bold, counted, dim, severity
from .progress import telling
from .remote import HubRefused, connect, org_path

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Mapping

    from .output import Terminal

_NOBODYS_NAME: Final = ("spectral", "ruleset")  # what files are called that have no name yet
_WOULD: Final = {"fail": "would fail", "warn": "would be warned", "pass": "would pass"}


def push(options: Namespace, terminal: Terminal) -> Exit:
    """Keep a ruleset on the hub, as a new revision of it."""
    settings = config.load()
    org = config.org_name(options.org, settings)
    name = kept.Name(org, options.name or _name_of(options.file))
    upload = {"files": _files(options.file), "root": Path(options.file).name}
    hub = connect(options.url, settings)
    with telling(f"{hub.url} takes in {name}"):
        try:
            answer = hub.post(f"{name.path}/revisions", upload)
        except HubRefused as refusal:
            raise _refusal(refusal, options.file) from None
    said = answer.having("created", "revision")
    if options.format == "json":
        terminal.json(said)
    else:
        _tell_revision(name, said, terminal)
    return Exit.OK


def browse(options: Namespace, terminal: Terminal) -> Exit:
    """Which rulesets an org keeps."""
    settings = config.load()
    org = config.org_name(options.org, settings)
    found = list(connect(options.url, settings).every(f"{org_path(org)}/rulesets"))
    if options.format == "json":
        terminal.json(found)
        return Exit.OK
    for each in found:
        newest = each["newest"]
        terminal.line(
            bold(f"{org}/{each['name']}@{newest['number']}"),
            f"  {counted(newest['rules'], 'rule')}",
            dim(f" · {newest['pushed_by']}, {shown(str(newest['created_at']))}"),
        )
    if not found:
        terminal.line(f"{org} keeps no rulesets")
    return Exit.OK


def preview(options: Namespace, terminal: Terminal) -> Exit:
    """Which APIs would it stop, if it were switched on?"""
    settings = config.load()
    hub = connect(options.url, settings)
    name = kept.pinned(hub, kept.named(options.ruleset))
    query = {"label": options.label or settings.label or config.DEFAULT_LABEL}
    with telling(f"{hub.url} holds {name} against the APIs of {name.org}"):
        found = list(hub.every(f"{name.path}/revisions/{name.number}/preview", query))
    if options.format == "json":
        terminal.json(found)
        return Exit.OK
    for each in found:
        _tell_preview(name.org, each, terminal)
    terminal.line(bold(str(name)), ": ", _tally(found))
    return Exit.OK


def _name_of(file: str) -> str:
    stem = re.sub(r"\.(ya?ml|json)$", "", Path(file).name).strip(".").lower()
    if not stem or stem in _NOBODYS_NAME:
        raise Misused("what is the ruleset called?", "add --name")
    return stem


def _files(file: str) -> dict[str, str]:
    """The file and those that it extends beside it, as texts."""
    from decant.contract.lint.spectral import SpectralRuleset

    from .judging import RulesetFiles

    path = Path(file)
    found = RulesetFiles(path.parent)
    try:
        SpectralRuleset.compile(found, path.name)
    except KeyError:
        raise Misused(f"there is no ruleset '{file}'", "name a .spectral.yaml") from None
    outside = next((name for name in found if name.startswith(("/", ".."))), None)
    if outside is not None:
        hint = "keep what a ruleset extends in its folder, or push it, and extend hub:NAME"
        raise Misused(f"{file} extends {outside}, which is not beside it", hint)
    try:
        return {name: data.decode() for name, data in found.items()}
    except UnicodeDecodeError:
        raise Misused(f"{file} is not UTF-8", "save it as UTF-8") from None


def _refusal(refusal: HubRefused, file: str) -> Exception:
    """What is wrong in the files, each fault with its line; else what the hub says."""
    if refusal.reason != "unreadable_ruleset":
        return refusal
    found = [findings.from_json(error) for error in refusal.problem["errors"]]
    folder = Path(file).parent
    return Unreadable(file, found, lambda name: str(folder / name) if name else file)


def _tell_revision(name: kept.Name, said: Mapping[str, Any], terminal: Terminal) -> None:
    revision = said["revision"]
    for written, meant in revision["extends"].items():
        terminal.line(dim("extends   "), written if written == meant else f"{written}: {meant}")
    outcome = "is new" if said["created"] else "is unchanged"
    number, rules = revision["number"], counted(revision["rules"], "rule")
    terminal.line(bold(f"{name} revision {number} {outcome}"), f" · {rules}")
    terminal.line(dim("preview   "), f"decant ruleset preview {name}@{number}")


def _tell_preview(org: str, said: Mapping[str, Any], terminal: Terminal) -> None:
    where = f"{org}/{said['api']}" + (f"@{said['revision']}" if said["revision"] else "")
    if said["would"] is None:
        words = said["skipped"] or "nothing to judge"
        terminal.line(severity("skipped"), "  ", bold(where), dim(f"  {words}"))
        return
    found = findings.summary(said["findings"])
    terminal.line(severity(said["would"], 7), "  ", bold(where), f"  {found}")
    for rule in said["worst"]:
        word = severity(rule["severity"], 7)
        terminal.line(" " * 9, word, f"  {rule['count']:>5}  {rule['rule']}")


def _tally(found: Iterable[Mapping[str, Any]]) -> str:
    verdicts = [each["would"] for each in found]
    said = [
        f"{verdicts.count(verdict)} {words}"
        for verdict, words in _WOULD.items()
        if verdict in verdicts
    ]
    skipped = verdicts.count(None)
    said += [f"{skipped} skipped"] if skipped else []
    return f"{counted(len(verdicts), 'API')}" + (f", {', '.join(said)}" if said else "")
