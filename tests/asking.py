"""Who asks, and what one request leaves behind: the readers of a planted district, each with a browser of her own.

Every request is undone, so that the next one finds the district as it was; the row-security setting of the transaction
is taken back with it, as it is when a request really ends.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from lianxin.people import access
from tests.planted import ADMIN, District
from tests.write_guard import product_tables

RESIDENT: Final = "周桂兰"
TICKET: Final = "led"  # the matter whose code 周桂兰 holds
NAMES: Final = ("", RESIDENT, "林晓", "何敏", "吴迪", "郭强", "田野", "方圆", "韩冬", "罗芳", ADMIN, "钱立")


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks: her role ('' without an account), the matter whose ticket her browser holds, the browser."""

    name: str
    role: str
    ticket: str
    client: Client


def _addresses() -> Iterator[str]:
    """Every request comes from elsewhere, so that no network has tried too often."""
    for number in count(1):
        yield f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


WHENCE: Final = _addresses()


def visitor(d: District, name: str, *, csrf: bool = False, ticket: str = TICKET) -> Visitor:
    """Somebody of the cast signed in, 周桂兰 with her code given, or a stranger ('')."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=csrf)
    if name in d.world.posts:
        client.force_login(d.world.person(name))
        return Visitor(name, d.world.posts[name].role, "", client)
    if name != RESIDENT:
        return Visitor(name, "", "", client)
    matter, door = d.matters[ticket], Client()
    typed = {"ref": matter.ref, "code": matter.code}
    assert door.post("/t/", typed, REMOTE_ADDR=next(WHENCE)).status_code == 303
    access.read_matter(0)
    client.cookies = door.cookies
    return Visitor(name, "", ticket, client)


def visitors(d: District, names: tuple[str, ...] = NAMES) -> list[Visitor]:
    """The cast and those without an account."""
    return [visitor(d, name) for name in names]


@contextmanager
def undone() -> Iterator[None]:
    """What is done in here has not been done; it begins reading as nobody."""
    with transaction.atomic():
        access.read_as(())
        access.read_matter(0)
        yield
        transaction.set_rollback(True)


def ask(who: Visitor, method: str, address: str, data: Any = None, **headers: str) -> Any:
    """One request, undone."""
    with as_before(who), undone():
        return sent(who, method, address, data, **headers)


@contextmanager
def as_before(who: Visitor) -> Iterator[None]:
    """Her browser keeps the cookies it had."""
    had = who.client.cookies
    who.client.cookies = copy.deepcopy(had)
    try:
        yield
    finally:
        who.client.cookies = had


def sent(who: Visitor, method: str, address: str, data: Any = None, **headers: str) -> Any:
    """One request, as it is."""
    whence: Any = {"REMOTE_ADDR": next(WHENCE), "headers": headers}
    if method == "POST":
        return read(who.client.post(address, data or {}, **whence))
    return read(who.client.generic(method, address, **whence))


def read(answer: Any) -> Any:
    """The answer with its `body` read to the end, which closes what it streams."""
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)
    else:
        answer.body = answer.content
    return answer


def digest(d: District) -> str:
    """Everything the product keeps in tables, in one text: each table's rows in a digest."""
    rows = " union all ".join(
        f"select '{table}', md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from {table} t"
        for table in sorted(product_tables())
    )
    with undone(), connection.cursor() as cursor:
        access.read_as(d.all_units())
        cursor.execute(rows)
        return "\n".join(f"{table} {mark}" for table, mark in cursor.fetchall())


def kept_files() -> list[str]:
    """The names in the store of photos. It is thrown away after the suite, and no test leaves it as it was."""
    return sorted(path.name for path in (Path(settings.LIANXIN_DATA) / "files").glob("*/*.jpg"))


def changed(before: str, after: str) -> list[str]:
    """The tables in which two digests differ."""
    return sorted({line.split()[0] for line in set(before.splitlines()) ^ set(after.splitlines())})
