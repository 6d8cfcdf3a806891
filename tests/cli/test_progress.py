"""Work that takes longer than a second says so, on stderr."""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

from decant.cli import progress
from decant.cli.progress import telling

if TYPE_CHECKING:
    import pytest


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_quick_work_is_done_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    with telling("reading api.yaml"):
        pass

    assert capsys.readouterr() == ("", "")


def test_slow_work_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with telling("reading a\x1b.yaml"):
        time.sleep(progress.PATIENCE + 0.3)

    out, err = capsys.readouterr()
    assert (out, err) == ("", "decant: reading a\\u001b.yaml…\n")


def test_a_terminal_forgets_it_when_the_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)

    with telling("reading api.yaml"):
        time.sleep(progress.PATIENCE + 0.3)

    assert screen.getvalue() == "decant: reading api.yaml…\r\x1b[K"
