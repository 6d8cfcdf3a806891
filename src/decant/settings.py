"""Every setting of the hub, read from `DECANT_*` once; dangerous ones are refused at start."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import quote, urlsplit

from dotenv import dotenv_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX: Final = "DECANT_"
LEAST_KEY_LENGTH: Final = 32  # characters; HS256 wants 256 bits (RFC 7518 §3.2)
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
KNOWN_KEYS: Final = frozenset({"change-me", "changeme", "secret", "dev", "development"})


class BadSettings(Exception):  # noqa: N818 - read aloud: "these are bad settings"
    """A setting that cannot be understood; the message names it."""


class UnsafeSettings(BadSettings):
    """A setting that would put the hub in danger; the message says what to set instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may change. Field `x_y` is read from `DECANT_X_Y`."""

    env: str = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    database_url: str = ""  # empty: an SQLite file in data_dir
    secret_key: str = ""
    secret_key_fallbacks: tuple[str, ...] = ()
    public_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    registration: str = "open"
    threads: int = 8
    web_processes: int = 1
    workers: int = 2  # engine processes
    engine_seconds: int = 30
    engine_memory_mb: int = 1536
    max_upload_mb: int = 64
    rate_limit: int = 6000  # requests a minute and caller; 0 turns it off
    sign_in_limit: int = 10  # attempts in five minutes, per name and per address
    trusted_proxy: str = ""
    log_format: str = "text"
    debug: bool = False

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The key that signs, then those still accepted."""
        return (self.secret_key, *self.secret_key_fallbacks)

    @property
    def is_sqlite(self) -> bool:
        """One file on this machine, so one web process."""
        return self.database_url.startswith("sqlite")

    @property
    def serves_https(self) -> bool:
        """Whether people reach the hub over TLS, by its public address."""
        return self.public_url.startswith("https://")

    def completed(self) -> Self:
        """Fill in what follows from other settings."""
        url = self.database_url or _sqlite_url(self.data_dir / "decant.db")
        hosts = self.allowed_hosts
        if not hosts and self.public_url:
            hosts = (urlsplit(self.public_url).hostname or "",)
        return replace(self, database_url=url, allowed_hosts=hosts)

    def check(self) -> None:
        """Raise `UnsafeSettings` for the first danger found."""
        for danger in _dangers(self):
            raise UnsafeSettings(danger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Development(Settings):
    """One person's machine: a key is made once and kept in the data folder."""

    def completed(self) -> Self:
        """Also find or make the secret key."""
        done = super(Development, self).completed()
        if done.secret_key:
            return done
        return replace(done, secret_key=_kept_key(done.data_dir / "secret_key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Production(Settings):
    """Real people and real contracts: nothing is assumed."""

    env: str = "production"
    host: str = "0.0.0.0"  # noqa: S104 - a container's port; the proxy decides who gets here
    log_format: str = "json"
    registration: str = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Testing(Settings):
    """A test: a key for its own lifetime and no limit on its speed."""

    env: str = "testing"
    workers: int = 1
    threads: int = 4
    rate_limit: int = 0

    def completed(self) -> Self:
        """Also make a secret key."""
        done = super(Testing, self).completed()
        return replace(done, secret_key=done.secret_key or secrets.token_hex(32))


ENVIRONMENTS: Final[dict[str, type[Settings]]] = {
    "development": Development,
    "production": Production,
    "testing": Testing,
}


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ`, or else from `.env` and the environment, which wins."""
    if environ is None:
        kept = {name: value or "" for name, value in dotenv_values(".env").items()}
        environ = {**kept, **os.environ}
    name = environ.get(f"{PREFIX}ENV") or "development"
    if name not in ENVIRONMENTS:
        raise BadSettings(f"{PREFIX}ENV is '{name}'; use one of {', '.join(ENVIRONMENTS)}")
    settings = ENVIRONMENTS[name](**_given(environ)).completed()
    settings.check()
    return settings


def _given(environ: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for field in fields(Settings):
        name = PREFIX + field.name.upper()
        raw = environ.get(name, "").strip()
        if not raw:
            continue
        try:
            given[field.name] = READERS.get(field.name, str)(raw)
        except ValueError as error:
            raise BadSettings(f"{name} is '{raw}': {error}") from error
    return given


def _whole_number(raw: str) -> int:
    number = int(raw) if raw.isascii() and raw.isdigit() else -1
    if number < 0:
        raise ValueError("it must be a whole number")
    return number


def _positive(raw: str) -> int:
    number = _whole_number(raw)
    if number < 1:
        raise ValueError("it must be at least 1")
    return number


def _port(raw: str) -> int:
    number = _whole_number(raw)
    if number > 65535:
        raise ValueError("a port is at most 65535")
    return number


def _switch(raw: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if raw.lower() not in known:
        raise ValueError("use true or false")
    return known[raw.lower()]


def _list(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"use one of {', '.join(choices)}")
        return raw

    return read


def _url(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it must start with http:// or https:// and name a host")
    return raw.rstrip("/")


READERS: Final[dict[str, Callable[[str], Any]]] = {
    "port": _port,
    "data_dir": Path,
    "secret_key_fallbacks": _list,
    "public_url": _url,
    "allowed_hosts": _list,
    "cors_origins": _list,
    "registration": _one_of("open", "closed"),
    "threads": _positive,
    "web_processes": _positive,
    "workers": _positive,
    "engine_seconds": _positive,
    "engine_memory_mb": _positive,
    "max_upload_mb": _positive,
    "rate_limit": _whole_number,
    "sign_in_limit": _positive,
    "log_format": _one_of("text", "json"),
    "debug": _switch,
}


def _dangers(settings: Settings) -> list[str]:
    found = []
    if settings.debug and settings.host not in LOOPBACK:
        found.append(
            f"DECANT_DEBUG runs anyone's code: set DECANT_HOST=127.0.0.1, not {settings.host}"
        )
    if settings.is_sqlite and settings.web_processes > 1:
        found.append(
            "SQLite serves one web process: set DECANT_WEB_PROCESSES=1, "
            "or DECANT_DATABASE_URL to a PostgreSQL database"
        )
    if any(len(key) < LEAST_KEY_LENGTH for key in settings.secret_keys if key):
        found.append(f"DECANT_SECRET_KEY is shorter than {LEAST_KEY_LENGTH} characters: {_MAKE}")
    if isinstance(settings, Production):
        found += _production_dangers(settings)
    return found


def _production_dangers(settings: Settings) -> list[str]:
    found = []
    if not settings.secret_key or settings.secret_key.lower() in KNOWN_KEYS:
        found.append(f"DECANT_SECRET_KEY is not set: {_MAKE}")
    elif len(set(settings.secret_key)) < 8:
        found.append(f"DECANT_SECRET_KEY can be guessed: {_MAKE}")
    if settings.debug:
        found.append("DECANT_DEBUG shows the hub's memory to strangers: unset it in production")
    if not settings.public_url:
        found.append("DECANT_PUBLIC_URL is not set: links would trust whatever a client sends")
    if "*" in settings.cors_origins:
        found.append("DECANT_CORS_ORIGINS is '*': name the origins that may call the hub")
    return found


_MAKE: Final = "make one with `python -c 'import secrets; print(secrets.token_urlsafe(48))'`"


def _sqlite_url(path: Path) -> str:
    # SQLAlchemy percent-decodes the path of a URL.
    return f"sqlite:///{quote(str(path.resolve()))}"


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key
