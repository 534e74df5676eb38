"""The suite's PostgreSQL: one server for a run, and for each worker a copy of one migrated database.

Owns the folders `lianxin-suite-*` below the temporary folder and the databases `lx_*` of its server.
Never touches the data folder of the program.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connections
from psycopg import sql

from lianxin.site import database, postgres
from lianxin.site.environment import CHECKOUT

ALIASES = ("default", "aside", "owner")
_GIVEN = str(
    settings.DATABASES["owner"]["NAME"]
)  # as the operator gave it, before the suite points elsewhere
_template_of_this_run: list[str] = []
_renewed = [0]


def take_slot() -> tuple[int, IO[str]]:
    """The first place no other run is using, and the file whose lock holds it until this process ends."""
    for slot in range(20):
        held = open(_home(slot) / "lock", "w")  # noqa: SIM115
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.close()
            continue
        return slot, held
    raise RuntimeError("twenty runs of the suite at once: wait for one to end")


def start(slot: int) -> None:
    """The run's own server, without durability, that ends with this process; none with DATABASE_URL."""
    if not settings.ENVIRONMENT.database_url:
        postgres.start(_home(slot) / "postgres", test=True, die_with_parent=True)


def stop(slot: int) -> None:
    """End the run's server; its folder stays, so that the next run finds the template."""
    if not settings.ENVIRONMENT.database_url:
        postgres.stop(_home(slot) / "postgres")


def open_database(slot: int, worker: str) -> None:
    """Point Django's connections at this worker's own fresh copy of the migrated template."""
    if not settings.ENVIRONMENT.database_url:
        _point(HOST=str(postgres.socket_folder(_home(slot) / "postgres")))
        with open(_home(slot) / "roles.lock", "w") as lock:  # the workers of a run begin at the same moment
            fcntl.flock(lock, fcntl.LOCK_EX)
            database.make_roles(_settings("default"), _settings("owner"), createdb=True)
    template = _template(slot)
    _point(NAME=f"{_prefix(slot)}_{worker}")
    _template_of_this_run.append(template)
    renew()


def mark(connection: Any, **_: object) -> None:
    """Note of a new connection to which of the databases thrown away one after the other it leads."""
    connection.lx_renewed = _renewed[0]


def let_go_of_the_dead() -> None:
    """Close connections to a database that was thrown away.

    Playwright runs an event loop in the thread of its tests, and Django then keeps other connections there than before
    and after: `renew` closes those it sees, and ends the others.
    """
    for alias in ALIASES:
        connection = connections[alias]
        if connection.connection is not None and getattr(connection, "lx_renewed", 0) != _renewed[0]:
            connection.close()


def renew() -> None:
    """Throw this worker's database away and copy it anew (0.1 s): also after a test that really committed."""
    _renewed[0] += 1
    for alias in ALIASES:
        connections[alias].close()
    name = sql.Identifier(_settings("owner")["NAME"])
    with _maintenance() as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        template = sql.Identifier(_template_of_this_run[-1])
        server.execute(sql.SQL("create database {} template {}").format(name, template))


def drop() -> None:
    """Leave nothing of this worker behind."""
    for alias in ALIASES:
        connections[alias].close()
    with _maintenance() as server:
        name = sql.Identifier(_settings("owner")["NAME"])
        server.execute(sql.SQL("drop database if exists {} with (force)").format(name))


def _template(slot: int) -> str:
    """The migrated template for the migrations as they are now, made once and kept for the next run."""
    prefix = f"{_prefix(slot)}_t_"
    name, building = prefix + _migrations_mark(), f"{_prefix(slot)}_new"
    with open(_home(slot) / "template.lock", "w") as lock, _maintenance() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = {
            row[0] for row in server.execute("select datname from pg_database where datname ^@ %s", [prefix])
        }
        for old in {*there - {name}, building}:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(old)))
        if name not in there:
            server.execute(sql.SQL("create database {}").format(sql.Identifier(building)))
            _point(NAME=building)
            database.migrate()
            names = sql.Identifier(building), sql.Identifier(name)
            server.execute(sql.SQL("alter database {} rename to {}").format(*names))
    return name


def _migrations_mark() -> str:
    """A mark that changes whenever a migration or the rights do."""
    files = sorted([*CHECKOUT.glob("lianxin/*/migrations/*.py"), CHECKOUT / "lianxin/site/database.py"])
    mark = hashlib.sha256()
    for path in files:
        mark.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()[:12]


def _maintenance() -> Any:
    """The owner's connection to a database that no test uses."""
    return database.connect(
        _settings("owner"), dbname=_GIVEN if settings.ENVIRONMENT.database_url else "postgres"
    )


def _settings(alias: str) -> Mapping[str, Any]:
    return connections[alias].settings_dict


def _point(**changed: str) -> None:
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict.update(changed)


def _prefix(slot: int) -> str:
    return f"lx_{hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:6]}_{slot}"


def _home(slot: int) -> Path:
    """The slot's folder, which the database's user may pass through."""
    mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
    home = Path(tempfile.gettempdir()) / f"lianxin-suite-{os.geteuid()}-{mark}-{slot}"
    home.mkdir(mode=0o711, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{home} belongs to somebody else: remove it")
    return home
