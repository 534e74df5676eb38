"""Reads the environment once, typed, and refuses what is wrong in a sentence.

Owns the names of the settings (DESIGN §7) and what mode `serve` refuses. Never imports Django, never opens a
database, never writes a file.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

CHECKOUT = Path(__file__).resolve().parents[2]

Mode = Literal["demo", "test", "serve"]


class BadSettings(Exception):
    """A setting is missing or wrong; the message is the sentence the operator reads."""


@dataclass(frozen=True)
class Environment:
    """What the operator has set, checked."""

    mode: Mode
    debug: bool
    data: Path
    moved: bool  # the data folder is not in the checkout, because the server's user cannot reach it there
    port: int
    database_url: str  # '' = the built-in PostgreSQL
    owner_url: str
    samples: Path | None
    secret_key: str  # '' = the key file in the data folder
    hosts: tuple[str, ...]
    proxies: frozenset[str]  # peers whose X-Forwarded-* is believed


def read(env: Mapping[str, str]) -> Environment:
    """The settings in `env`; refuses with BadSettings."""
    given = env.get("LIANXIN_DATA", "")
    data = Path(given).expanduser().absolute() if given else default_data(CHECKOUT)
    found = Environment(
        mode=_mode(env),
        debug=_yes(env, "LIANXIN_DEBUG"),
        data=data,
        moved=not given and CHECKOUT not in data.parents,
        port=_port(env),
        database_url=env.get("DATABASE_URL", ""),
        owner_url=env.get("LIANXIN_OWNER_URL", ""),
        samples=Path(env["LIANXIN_SAMPLES"]) if env.get("LIANXIN_SAMPLES") else None,
        secret_key=env.get("LIANXIN_SECRET_KEY", ""),
        hosts=_list(env, "LIANXIN_HOSTS"),
        proxies=frozenset(_list(env, "LIANXIN_PROXIES")),
    )
    _refuse_half_a_database(found)
    if found.mode == "serve":
        _refuse_weak(found)
    return found


def default_data(checkout: Path) -> Path:
    """`var/` in the checkout, or a folder under /var/lib where root's `nobody` cannot enter the checkout."""
    if os.geteuid() != 0 or open_to_others(checkout):
        return checkout / "var"
    return Path("/var/lib") / f"lianxin-{hashlib.sha256(str(checkout).encode()).hexdigest()[:12]}"


def open_to_others(folder: Path) -> bool:
    """Whether a user who owns nothing here can enter `folder`."""
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def _mode(env: Mapping[str, str]) -> Mode:
    mode = env.get("LIANXIN_MODE", "demo")
    if mode not in ("demo", "test", "serve"):
        raise BadSettings(f"LIANXIN_MODE is {mode!r}; it must be demo, test or serve")
    return cast(Mode, mode)


def _port(env: Mapping[str, str]) -> int:
    text = env.get("LIANXIN_PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSettings(f"LIANXIN_PORT is {text!r}; it must be a number from 1 to 65535")
    return int(text)


def _yes(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "0")
    if text not in ("", "0", "1"):
        raise BadSettings(f"{name} is {text!r}; it must be 0 or 1")
    return text == "1"


def _list(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())


def _refuse_half_a_database(found: Environment) -> None:
    if found.owner_url and not found.database_url:
        raise BadSettings("LIANXIN_OWNER_URL is set but DATABASE_URL is not: both name the same database")
    if found.database_url and not found.owner_url:
        raise BadSettings(
            "DATABASE_URL is set but LIANXIN_OWNER_URL is not: migrations need the owner's login, "
            "and the runtime role of DATABASE_URL must own nothing"
        )


def _refuse_weak(found: Environment) -> None:
    if found.debug:
        raise BadSettings("LIANXIN_DEBUG=1 shows the program's inside to everybody: not in mode serve")
    if len(found.secret_key) < 50 or len(set(found.secret_key)) < 10:
        raise BadSettings(
            "LIANXIN_SECRET_KEY must have at least 50 characters, drawn at random, in mode serve"
        )
    if found.secret_key.startswith("django-insecure-"):
        raise BadSettings("LIANXIN_SECRET_KEY is the example key of a framework: draw a new one")
    if not found.hosts:
        raise BadSettings("LIANXIN_HOSTS must name the site's addresses in mode serve, such as lx.example.cn")
    if any(host.startswith(("*", ".")) for host in found.hosts):
        raise BadSettings("LIANXIN_HOSTS holds a wildcard: name each address in full")
