"""`decant check` and `decant push`: a document, judged by the hub and its policy."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from . import changes, config, facts, findings
from .documents import chosen
from .exits import Exit, Misused, Unreadable
from .output import bold, cyan, dim, severity
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
# fmt: on


def check(options: Namespace, terminal: Terminal) -> Exit:
    """Would the hub take it? Stores the check and nothing else."""
    settings = config.load()
    api, given = target(options, settings), chosen(options, settings)
    upload = {**_upload(given, options, settings), "base": options.base}
    hub = connect(options.url, settings)
    with telling(f"{hub.url} checks {given.name}"), _refusals_of(given):
        verdict = hub.post(f"{api_path(api)}/checks", upload).json()
    if options.format == "json":
        terminal.json(verdict)
    else:
        _tell_check(verdict, given, api, terminal)
    return EXITS[verdict["verdict"]]


def push(options: Namespace, terminal: Terminal) -> Exit:
    """Publish a revision, if policy lets it through."""
    settings = config.load()
    if options.visibility is not None and not options.create:
        raise Misused("--visibility is for APIs that --create makes")
    api, given = target(options, settings), chosen(options, settings)
    upload = {
        **_upload(given, options, settings),
        "override_reason": options.override_reason,
        "create": (options.visibility or "private") if options.create else None,
    }
    hub = connect(options.url, settings)
    with telling(f"{hub.url} takes in {given.name}"), _refusals_of(given):
        publication = _publication(hub, api, upload)
    if options.format == "json":
        terminal.json(publication)
    else:
        _tell_publication(publication, given, api, terminal)
    is_in = publication["revision"] is not None
    return Exit.OK if is_in else EXITS[publication["check"]["verdict"]]


def _publication(hub: Hub, api: str, upload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What became of a push; one that policy refuses has a check and no revision."""
    try:
        answer: Mapping[str, Any] = hub.post(f"{api_path(api)}/revisions", upload).json()
    except HubRefused as refusal:
        if refusal.reason != "push_refused":
            raise
        return {"created": False, "revision": None, "check": refusal.problem["check"]}
    return answer


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


def target(options: Namespace, settings: Config) -> str:
    """The API that --api, or else decant.yaml, names."""
    api: str | None = options.api or settings.api
    if api is None:
        raise Misused("which API?", "add --api org/api, or write api: into decant.yaml")
    return api


def _upload(given: Given, options: Namespace, settings: Config) -> dict[str, Any]:
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


def _tell_publication(
    publication: Mapping[str, Any], given: Given, api: str, terminal: Terminal
) -> None:
    verdict, revision = publication["check"], publication["revision"]
    _tell_check(verdict, given, api, terminal)
    if revision is None:
        terminal.line(bold(f"{api} stays as it is"))
        return
    said = "is new" if publication["created"] else "is unchanged"
    names = ", ".join(revision.get("labels") or [])
    terminal.line(bold(f"{api} revision {revision['number']} {said}"), f" · {names}".rstrip(" ·"))
    terminal.line(dim("digest  "), revision["digest"])
    if revision.get("docs_url"):
        terminal.line(dim("docs    "), cyan(revision["docs_url"]))


def _tell_check(verdict: Mapping[str, Any], given: Given, api: str, terminal: Terminal) -> None:
    found = [findings.from_json(each) for each in verdict.get("findings") or ()]
    findings.tell(terminal, found, given.shown)
    base = verdict.get("base")
    changes.tell(
        terminal,
        verdict.get("changes") or (),
        older=lambda file: f"{api}@{base}:{file or ''}",
        newer=given.shown,
    )
    gaps = verdict.get("not_evaluated") or ()
    changes.tell_gaps(terminal, gaps)
    counts = verdict["counts"]
    compared = f"compared with revision {base}: " if base is not None else "nothing to compare with"
    said = changes.summary(counts["changes"], verdict.get("required_bump") or "none", len(gaps))
    terminal.line(
        severity(verdict["verdict"]),
        f": {findings.summary(counts['findings'])} · ",
        compared,
        said if base is not None else "",
    )
    for reason in verdict.get("reasons") or ():
        terminal.line("  ", str(reason))
    if verdict.get("html_url"):
        terminal.line(dim("check   "), cyan(verdict["html_url"]))
