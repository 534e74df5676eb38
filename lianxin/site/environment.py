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

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_

CHECKOUT = Path(__file__).resolve().parents[2]

Mode = Literal["demo", "test", "serve"]


class BadSettings(Refused):
    """A setting is missing or wrong; its words are what the operator reads."""


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
    hotline: str  # the number on every page of error
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
        hotline=env.get("LIANXIN_HOTLINE", "12345"),
        proxies=frozenset(_list(env, "LIANXIN_PROXIES")),
    )
    _refuse_no_database(found)
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
        raise BadSettings(N_("LIANXIN_MODE 现在是 {given}，只能是 demo、test 或 serve"), given=mode)
    return cast(Mode, mode)


def _port(env: Mapping[str, str]) -> int:
    text = env.get("LIANXIN_PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSettings(N_("LIANXIN_PORT 现在是 {given}，要写 1 到 65535 之间的数"), given=text)
    return int(text)


def _yes(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "0")
    if text not in ("", "0", "1"):
        raise BadSettings(N_("{name} 现在是 {given}，只能是 0 或 1"), name=name, given=text)
    return text == "1"


def _list(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())


def _refuse_no_database(found: Environment) -> None:
    for name, url in (("DATABASE_URL", found.database_url), ("LIANXIN_OWNER_URL", found.owner_url)):
        if url and not url.startswith(("postgres://", "postgresql://")):
            raise BadSettings(N_("{name} 要以 postgres:// 开头：连心只用 PostgreSQL"), name=name)
    if found.owner_url and not found.database_url:
        raise BadSettings(N_("设了 LIANXIN_OWNER_URL 却没有设 DATABASE_URL：两个要指同一个数据库"))
    if found.database_url and not found.owner_url:
        raise BadSettings(N_("设了 DATABASE_URL 却没有设 LIANXIN_OWNER_URL：建表要用库主的登录"))


def _refuse_weak(found: Environment) -> None:
    """What mode serve does not start with (CHECKS S-02)."""
    if found.debug:
        raise BadSettings(N_("LIANXIN_DEBUG=1 会让外人看到程序内部，serve 模式下不能开"))
    if len(found.secret_key) < 50 or len(set(found.secret_key)) < 10:
        raise BadSettings(N_("serve 模式下要设 LIANXIN_SECRET_KEY，至少 50 个随机字符"))
    if found.secret_key.startswith("django-insecure-"):
        raise BadSettings(N_("LIANXIN_SECRET_KEY 是框架的样例密钥，请另外生成一个"))
    if not found.hosts:
        raise BadSettings(N_("serve 模式下要设 LIANXIN_HOSTS，写明网站的域名，用逗号分开"))
    if any(host.startswith(("*", ".")) for host in found.hosts):
        raise BadSettings(N_("LIANXIN_HOSTS 里有通配符，请把每个域名写全"))
