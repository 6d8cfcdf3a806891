"""`decant check` and `decant push`: a document, judged by the hub and its policy."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from . import config, facts, findings, reports
from .checks import CHECK, View
from .documents import chosen
from .exits import Exit, Misused, NotAllowed, Unreadable
from .progress import telling
from .remote import HubRefused, api_path, connect

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from .config import Config
    from .output import Terminal
    from .remote import Hub
    from .sources import Given

# fmt: off
EXITS: Final = {
    "pass": Exit.OK, "warn": Exit.OK, "fail": Exit.REFUSED, "not_evaluated": Exit.CANNOT_TELL,
}
OUTCOMES: Final = {"pass": Exit.OK, "fail": Exit.REFUSED, "unknown": Exit.CANNOT_TELL}
# fmt: on


def check(options: Namespace, terminal: Terminal) -> Exit:
    """Would the hub take it? Stores the check and nothing else."""
    settings = config.load()
    api, given = config.api_name(options.api, settings), chosen(options, settings)
    upload = {**_upload(given, options, settings), "base": options.base}
    hub = connect(options.url, settings)
    with telling(f"{hub.url} checks {given.name}"), _refusals_of(given):
        verdict = hub.post(f"{api_path(api)}/checks", upload).having(*CHECK)
    view = View(given, api, hub.url, reports.Desk.of(options, settings))
    report = view.report(verdict, judges_here=True)
    if options.format == "json":
        from decant.contract.renderings.json import here

        is_told = report.suppressed or report.idle
        terminal.json({**verdict, "here": here(report)} if is_told else verdict)
    elif options.format == "text":
        view.tell_check(verdict, report, terminal)
    else:
        reports.emit(report, options.format, terminal)
    return _exit_of(verdict) if not report.suppressed else OUTCOMES[report.outcome.value]


def push(options: Namespace, terminal: Terminal) -> Exit:
    """Publish a revision, if policy lets it through."""
    settings = config.load()
    if options.visibility is not None and not options.create:
        raise Misused("--visibility is for APIs that --create makes")
    api, given = config.api_name(options.api, settings), chosen(options, settings)
    upload = {
        **_upload(given, options, settings),
        "override_reason": options.override_reason,
        **({"review": options.review} if options.review else {}),
        "create": (options.visibility or "private") if options.create else None,
    }
    hub = connect(options.url, settings)
    with telling(f"{hub.url} takes in {given.name}"), _refusals_of(given):
        publication = _publication(hub, api, upload)
    view = View(given, api, hub.url, replace(reports.Desk.of(options, settings), suppressions=()))
    report = view.report(publication["check"])
    if options.format == "json":
        terminal.json(publication)
    elif options.format == "text":
        view.tell_publication(publication, report, terminal)
    else:
        reports.emit(report, options.format, terminal)
    if publication.get("review"):
        return Exit.CANNOT_TELL  # it is not in, and whether it will be, nobody knows yet
    is_in = publication["revision"] is not None
    return Exit.OK if is_in else _exit_of(publication["check"])


def _publication(hub: Hub, api: str, upload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What became of a push; one that policy refuses has a check and no revision."""
    try:
        answer = hub.post(f"{api_path(api)}/revisions", upload)
    except NotAllowed as trouble:
        if trouble.reason == "not_found" and upload["create"] is None:
            trouble.hint = trouble.hint or "add --create to make it"
        raise
    except HubRefused as refusal:
        if refusal.reason != "push_refused":
            raise
        return {"created": False, "revision": None, "check": refusal.problem["check"]}
    return answer.having("created", "revision", "check")


def _exit_of(check: Mapping[str, Any]) -> Exit:
    # A verdict of a later version is none that this one could call a yes.
    return EXITS.get(check["verdict"], Exit.CANNOT_TELL)


@contextmanager
def _refusals_of(given: Given) -> Iterator[None]:
    """Tell a document that the hub cannot read from a request it does not understand."""
    try:
        yield
    except HubRefused as refusal:
        if refusal.reason != "unreadable_document":
            raise
        found = [findings.from_json(error) for error in refusal.problem["errors"]]
        raise Unreadable(given.name, found, given.shown) from None


def _upload(given: Given, options: Namespace, settings: Config) -> dict[str, Any]:
    given.measure()
    return {
        "files": {path: _text(given, path, data) for path, data in given.files.items()},
        "root": given.root,
        "label": options.label or settings.label or config.DEFAULT_LABEL,
        "source": None if options.no_vcs else facts.of(given),
    }


def _text(given: Given, path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        given.read()  # says where, as for any document that cannot be read
        raise Misused(f"{given.shown(path)} is not UTF-8", "save it as UTF-8") from None
