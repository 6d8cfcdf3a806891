"""`decant login` and `decant whoami`, at a hub that serves."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import cast
from cli.shell import decant
from decant.cli import credentials
from decant.cli.credentials import Credential
from decant.cli.exits import Misused

if TYPE_CHECKING:
    from cast import Person

# The leader of a new session that opens a terminal owns it, and getpass asks its owner.
TAKE_TERMINAL = """
import os
os.close(os.open(os.ttyname(0), os.O_RDWR))
from decant.cli.main import main
raise SystemExit(main(["login"]))
"""


def test_whoami_says_whom_the_hub_sees(as_ada: Person, hub_url: str) -> None:
    ran = decant("whoami")

    assert ran.code == 0
    assert ran.out.splitlines() == [f"ada on {hub_url}", "scopes   read, write, admin"]


def test_whoami_as_json_has_what_the_hub_said(as_ada: Person, hub_url: str) -> None:
    ran = decant("whoami", "--format", "json")

    assert ran.json["url"] == hub_url
    assert ran.json["name"] == "ada"


def test_without_a_token_one_is_told_to_sign_in(hub_url: str) -> None:
    ran = decant("whoami")

    assert ran.code == 4
    assert "decant login" in ran.err


def test_a_token_that_does_not_hold_is_not_allowed(
    hub_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECANT_TOKEN", "dcnt_nonsense")

    ran = decant("whoami", "--format", "json")

    assert ran.code == 4
    assert ran.json["error"]["code"] == "not_allowed"


def test_a_token_on_stdin_is_tried_out_and_kept(ada: Person, hub_url: str) -> None:
    assert ada.bearer is not None

    ran = decant("login", "--token-stdin", stdin=f"{ada.bearer}\n")

    assert ran.code == 0
    assert f"signed in to {hub_url} as ada" in ran.out
    assert ada.bearer not in ran.out
    assert decant("whoami").out.startswith("ada on")


def test_a_token_that_does_not_hold_is_not_kept(hub_url: str) -> None:
    ran = decant("login", "--token-stdin", stdin="dcnt_nonsense\n")

    assert ran.code == 4
    assert not credentials.path().exists()


def test_no_token_on_stdin_is_a_usage_error(hub_url: str) -> None:
    ran = decant("login", "--token-stdin", stdin="\n")

    assert ran.code == 2


def test_a_script_is_not_asked_for_a_password(hub_url: str) -> None:
    ran = decant("login")

    assert ran.code == 2
    assert "decant login --token-stdin" in ran.err


def test_name_and_password_make_a_token_for_this_machine(ada: Person, hub_url: str) -> None:
    code, shown = at_a_terminal("ada", cast.PASSWORD)

    assert code == 0
    assert cast.PASSWORD not in shown
    assert "signed in to " in shown
    listed = ada.get("/tokens").json
    assert listed is not None
    (token,) = listed["items"]
    assert token["name"].startswith("decant on ")
    assert token["scopes"] == ["read", "write"]
    assert decant("whoami").out.splitlines()[1] == "scopes   read, write"


def test_a_wrong_password_makes_none(hub_url: str) -> None:
    code, shown = at_a_terminal("ada", "a wrong password")

    assert code == 4
    assert "the name or the password is wrong" in shown
    assert not credentials.path().exists()


def test_only_the_owner_can_read_what_is_kept() -> None:
    file = credentials.keep("https://a.example", Credential("dcnt_a", "ada"))
    credentials.keep("https://b.example", Credential("dcnt_b", "ada"))

    assert file.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(file.read_text())["hubs"]) == {"https://a.example", "https://b.example"}
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_token_is_shown_to_its_own_hub_only() -> None:
    credentials.keep("https://a.example", Credential("dcnt_a", "ada"))

    assert credentials.find("https://a.example") == Credential("dcnt_a", "ada")
    assert credentials.find("https://b.example") is None


def test_the_environment_beats_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    credentials.keep("https://a.example", Credential("dcnt_a", "ada"))
    monkeypatch.setenv("DECANT_TOKEN", "dcnt_ci\n")

    assert credentials.find("https://a.example") == Credential("dcnt_ci")


def test_credentials_that_others_can_read_are_not_used() -> None:
    file = credentials.keep("https://a.example", Credential("dcnt_a", "ada"))
    file.chmod(0o644)

    with pytest.raises(Misused, match="others can read"):
        credentials.find("https://a.example")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"hubs": 1}', '{"hubs": {"https://a.example": 1}}']
)
def test_damaged_credentials_are_told(text: str) -> None:
    file = credentials.keep("https://a.example", Credential("dcnt_a", "ada"))
    file.write_text(text)

    with pytest.raises(Misused, match="is damaged"):
        credentials.find("https://a.example")


def test_a_relative_configuration_folder_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "here")
    monkeypatch.setenv("HOME", "/home/ada")

    assert str(credentials.path()) == "/home/ada/.config/decant/credentials.json"


def test_a_token_that_others_can_overhear_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECANT_TOKEN", "dcnt_x")

    ran = decant("whoami", "--url", "http://hub.invalid")

    assert ran.code == 5
    assert "http://hub.invalid is not encrypted" in ran.err


def at_a_terminal(name: str, password: str) -> tuple[int, str]:
    """Run `decant login` at a terminal of its own, and type."""
    keyboard, screen = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL],
        stdin=screen,
        stdout=screen,
        stderr=screen,
        start_new_session=True,
    )
    os.close(screen)
    shown = _until(keyboard, b"Name on ")
    os.write(keyboard, f"{name}\n".encode())
    shown += _until(keyboard, b"Password: ")
    os.write(keyboard, f"{password}\n".encode())
    shown += _until(keyboard, b"")
    os.close(keyboard)
    return process.wait(timeout=30), shown.decode()


def _until(terminal: int, words: bytes) -> bytes:
    """What appears, until these words do or the other side is gone."""
    shown = b""
    while not (words and words in shown):
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # Linux says EIO when the last process has let go
            break
    return shown
