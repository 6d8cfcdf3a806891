"""Settings: read once, and refused where they would put the hub in danger."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from decant.settings import BadSettings, Development, Production, UnsafeSettings, load

if TYPE_CHECKING:
    from pathlib import Path

KEY = "kNo5Uo2vX8sBq1eR7yTz3wLf9cHd4jGm"
SAFE = {
    "DECANT_ENV": "production",
    "DECANT_SECRET_KEY": KEY,
    "DECANT_PUBLIC_URL": "https://decant.example.test/",
}


@pytest.fixture
def folder(tmp_path: Path) -> dict[str, str]:
    return {"DECANT_DATA_DIR": str(tmp_path / "var")}


def test_nothing_set_is_a_hub_for_one_person(folder: dict[str, str], tmp_path: Path) -> None:
    settings = load(folder)

    assert isinstance(settings, Development)
    assert settings.host == "127.0.0.1"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/decant.db"


def test_development_makes_its_key_once_and_keeps_it_to_itself(folder: dict[str, str]) -> None:
    first = load(folder)

    again = load(folder)

    kept = first.data_dir / "secret_key"
    assert again.secret_key == first.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_production_says_what_it_needs_and_then_starts() -> None:
    settings = load(SAFE)

    assert isinstance(settings, Production)
    assert settings.registration == "closed"
    assert settings.allowed_hosts == ("decant.example.test",)
    assert settings.public_url == "https://decant.example.test"
    assert settings.serves_https


def test_older_keys_stay_accepted_after_a_rotation() -> None:
    settings = load({**SAFE, "DECANT_SECRET_KEY_FALLBACKS": f"{KEY[::-1]}, {KEY.swapcase()}"})

    assert settings.secret_keys == (KEY, KEY[::-1], KEY.swapcase())


@pytest.mark.parametrize(
    ("danger", "words"),
    [
        ({"DECANT_SECRET_KEY": ""}, "DECANT_SECRET_KEY is not set"),
        ({"DECANT_SECRET_KEY": "short"}, "shorter than 32"),
        ({"DECANT_SECRET_KEY": "a" * 40}, "can be guessed"),
        ({"DECANT_SECRET_KEY_FALLBACKS": "short"}, "shorter than 32"),
        ({"DECANT_PUBLIC_URL": ""}, "DECANT_PUBLIC_URL is not set"),
        ({"DECANT_DEBUG": "true", "DECANT_HOST": "127.0.0.1"}, "DECANT_DEBUG"),
        ({"DECANT_DEBUG": "true"}, "DECANT_HOST=127.0.0.1"),
        ({"DECANT_CORS_ORIGINS": "*"}, "DECANT_CORS_ORIGINS"),
        ({"DECANT_WEB_PROCESSES": "2"}, "SQLite serves one web process"),
    ],
)
def test_a_dangerous_production_does_not_start(danger: dict[str, str], words: str) -> None:
    with pytest.raises(UnsafeSettings, match=words):
        load({**SAFE, **danger})


def test_debugging_in_public_does_not_start_in_development_either(folder: dict[str, str]) -> None:
    with pytest.raises(UnsafeSettings, match="DECANT_DEBUG"):
        load({**folder, "DECANT_DEBUG": "1", "DECANT_HOST": "0.0.0.0"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "staging"),
        ("PORT", "http"),
        ("PORT", "65536"),
        ("THREADS", "0"),
        ("DEBUG", "maybe"),
        ("REGISTRATION", "perhaps"),
        ("PUBLIC_URL", "decant.example.test"),
        ("RATE_LIMIT", "-1"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(
    folder: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(BadSettings, match=f"DECANT_{name} is '{value}'"):
        load({**folder, f"DECANT_{name}": value})


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("DECANT_PORT=9001\nDECANT_THREADS=3\n")
    monkeypatch.setenv("DECANT_ENV", "testing")
    monkeypatch.setenv("DECANT_PORT", "9002")

    settings = load()

    assert (settings.port, settings.threads) == (9002, 3)


def test_a_folder_with_odd_characters_still_holds_a_database(tmp_path: Path) -> None:
    from decant import db

    settings = load({"DECANT_ENV": "testing", "DECANT_DATA_DIR": str(tmp_path / "50% of ü")})

    db.upgrade(settings.database_url)

    assert (tmp_path / "50% of ü" / "decant.db").is_file()
