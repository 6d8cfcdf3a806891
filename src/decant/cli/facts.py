"""Where a document comes from, as git and the CI job tell it; never with credentials."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from . import git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .sources import Given

# A CI job checks out a commit, not a branch; these name the branch it was on.
_BRANCHES: Final = (
    "GITHUB_HEAD_REF",  # GitHub Actions, pull requests
    "GITHUB_REF_NAME",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",  # GitLab
    "CI_COMMIT_REF_NAME",
    "BUILDKITE_BRANCH",
    "CIRCLE_BRANCH",
    "BITBUCKET_BRANCH",
    "BRANCH_NAME",  # Jenkins
)
_AT_ONCE: Final = 500  # paths in one command line


def of(given: Given) -> dict[str, Any] | None:
    """Commit, branch, url and dirty; None outside of git, or where git is not installed."""
    folder = given.folder
    if folder is None:
        return None
    commit = given.commit or git.find(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if commit is None:
        return None
    return {
        "commit": commit,
        "branch": _branch_of(given, folder),
        "url": without_credentials(git.find(folder, "config", "--get", "remote.origin.url") or ""),
        "dirty": given.commit is None and _is_dirty(given, folder),
    }


def without_credentials(url: str) -> str | None:
    """A remote's address less user, password and query; None for a path on this machine."""
    if "://" not in url:
        # scp's spelling, `git@host:path` (git-fetch(1), GIT URLS).
        host, colon, path = url.partition(":")
        if not colon or "/" in host:
            return None
        url = f"ssh://{host}/{path.lstrip('/')}"
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme == "file" or not parts.hostname:
        return None
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


def _branch_of(given: Given, folder: Path) -> str | None:
    if given.commit is not None:
        ref = given.name.partition(":")[0]
        full = git.find(folder, "rev-parse", "--symbolic-full-name", "--verify", "--quiet", ref)
        for where in ("refs/heads/", "refs/remotes/origin/"):
            if full and full.startswith(where):
                return full.removeprefix(where)
        return None
    named = git.find(folder, "symbolic-ref", "--short", "--quiet", "HEAD")
    return named or next(filter(None, map(os.environ.get, _BRANCHES)), None)


def _is_dirty(given: Given, folder: Path) -> bool:
    """Whether what is sent differs from what the commit holds."""
    look = ("status", "--porcelain", "--ignored=matching", "--untracked-files=all", "--")
    return any(git.find(folder, *look, *paths) for paths in _in_parts(list(given.files)))


def _in_parts(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), _AT_ONCE):
        yield paths[start : start + _AT_ONCE]
