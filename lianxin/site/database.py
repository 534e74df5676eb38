"""Roles, database, migrations and rights: all that stands between a running PostgreSQL and the program.

Owns the two roles (DESIGN §7): the owner migrates; the runtime role owns nothing and gets exactly the rights
listed here. Never starts a server (`postgres.py`), never reads or writes a row of the product.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.site import postgres

# What the runtime role may do with tables whose rows stay as they were written. All others: the four verbs.
APPEND_ONLY: Mapping[str, tuple[str, ...]] = {
    "matters_step": ("SELECT", "INSERT"),
    "matters_sight": ("SELECT",),  # written by one definer function alone
    "trust_readlog": ("SELECT", "INSERT"),
}
NOT_A_RUNTIME_ROLE = (
    N_("DATABASE_URL 的角色 {role} 是超级用户，行级权限管不住它：alter role {role} nosuperuser"),
    N_("DATABASE_URL 的角色 {role} 能绕过行级权限：alter role {role} nobypassrls"),
    N_("DATABASE_URL 的角色 {role} 就是库主或属于库主：两个地址要用两个不同的角色"),
    N_("DATABASE_URL 的角色 {role} 是一些表的主人：用 reassign owned by {role} 交给库主"),
)
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
EXTENSIONS = ("pg_trgm", "btree_gist")

Settings = Mapping[str, Any]  # one entry of DATABASES


class Unfit(Refused):
    """The database or one of its roles is not as the program needs it; the words say what to do."""


def prepare(*, built_in: bool) -> None:
    """Roles, database, migrations and rights, made or brought up to date; safe to call again at any time.

    The server runs. With `built_in` the roles and the database are made here; otherwise the operator has made
    them, and a runtime role that is missing, a superuser or an owner is refused with Unfit.
    """
    default, owner = connections["default"].settings_dict, connections["owner"].settings_dict
    if built_in:
        make_roles(default, owner)
        make_database(default, owner)
    migrate()


def migrate() -> None:
    """Extensions, migrations and rights, by the owner, one process at a time."""
    runtime = str(connections["default"].settings_dict["USER"])
    with connect(connections["owner"].settings_dict) as owner:
        owner.execute("select pg_advisory_lock(hashtext('lianxin migrate'))")
        refuse_runtime_role(owner, runtime)
        _extend(owner)
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        connections["owner"].close()
        grant(owner, runtime)
        _refuse_two_databases(owner)


def migrations_missing() -> int:
    """How many migrations this version has and the database has not."""
    executor = MigrationExecutor(connections["owner"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def connect(settings: Settings, **changed: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A plain connection outside Django, each statement its own transaction."""
    options = {k: v for k, v in settings["OPTIONS"].items() if k not in ("pool", "server_side_binding")}
    given = {
        "host": settings["HOST"],
        "port": settings.get("PORT", ""),
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings.get("PASSWORD", ""),
    } | changed
    return psycopg.connect(autocommit=True, **{k: v for k, v in given.items() if v}, **options)


def let_go() -> None:
    """Close every connection of this process, and the threads of its pools: before it forks or ends."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def make_roles(default: Settings, owner: Settings, *, createdb: bool = False) -> None:
    """The two roles in the built-in server; the kernel vouches for the user, so neither has a password."""
    with connect(owner, user=postgres.SUPERUSER, dbname="postgres") as server:
        for role in (owner["USER"], default["USER"]):
            if not server.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
                server.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        if createdb:  # and throws databases away, whoever is still connected to them
            server.execute(sql.SQL("alter role {} createdb").format(sql.Identifier(owner["USER"])))
            server.execute(sql.SQL("grant pg_signal_backend to {}").format(sql.Identifier(owner["USER"])))


def make_database(default: Settings, owner: Settings) -> None:
    """The database in the built-in server, owned by the owner."""
    with connect(owner, user=postgres.SUPERUSER, dbname="postgres") as server:
        if not server.execute("select 1 from pg_database where datname = %s", [default["NAME"]]).fetchone():
            names = sql.Identifier(default["NAME"]), sql.Identifier(owner["USER"])
            server.execute(sql.SQL("create database {} owner {}").format(*names))


def refuse_runtime_role(owner: psycopg.Connection[tuple[Any, ...]], runtime: str) -> None:
    """Refuse a runtime role that is missing or could step over row security: superuser, owner of anything."""
    row = owner.execute(
        "select rolsuper, rolbypassrls, pg_has_role(rolname, current_user, 'member'),"
        " exists (select from pg_class where relowner = r.oid) from pg_roles r where rolname = %s",
        [runtime],
    ).fetchone()
    if row is None:
        raise Unfit(
            N_("DATABASE_URL 的角色 {role} 还没有：create role {role} login password …"), role=runtime
        )
    for wrong, sentence in zip(row, NOT_A_RUNTIME_ROLE, strict=True):
        if wrong:
            raise Unfit(sentence, role=runtime)


def durability(owner: psycopg.Connection[tuple[Any, ...]]) -> dict[str, str]:
    """How the server is set where it matters for what it has acknowledged."""
    rows = owner.execute("select name, setting from pg_settings where name = any(%s)", [list(DURABLE)])
    return {str(name): str(setting) for name, setting in rows}


def refuse_weak(durable: Mapping[str, str]) -> None:
    """Refuse a database that may lose what it has acknowledged (CHECKS S-02)."""
    for name, setting in durable.items():
        if setting == "off":
            raise Unfit(N_("数据库的 {name} 关着，断电会丢掉已经收下的事项：请打开"), name=name)


def grant(owner: psycopg.Connection[tuple[Any, ...]], runtime: str) -> None:
    """Exactly the rights the runtime role needs, on all that exists; nothing to anybody else."""
    row = owner.execute("select current_schema()").fetchone()
    schema, role = sql.Identifier(str(row and row[0])), sql.Identifier(runtime)
    later = "alter default privileges in schema {schema} grant"
    with owner.transaction():
        for line in (
            "grant usage on schema {schema} to {role}",
            "revoke create on schema {schema} from public",
            "revoke all on all tables in schema {schema} from {role}",
            "grant select, insert, update, delete on all tables in schema {schema} to {role}",
            "grant usage on all sequences in schema {schema} to {role}",
            later + " select, insert, update, delete on tables to {role}",
            later + " usage on sequences to {role}",
            "alter default privileges revoke execute on functions from public",
            later + " execute on functions to {role}",
        ):
            owner.execute(sql.SQL(line).format(schema=schema, role=role))
        _grant_functions(owner, role)
        _keep_append_only(owner, role)


def _grant_functions(owner: psycopg.Connection[tuple[Any, ...]], role: sql.Identifier) -> None:
    """Our own functions (a definer function acts as the owner) are for the runtime role only."""
    ours = owner.execute(
        "select oid::regprocedure::text from pg_proc where proowner = current_user::regrole"
        " and pronamespace = current_schema()::regnamespace"
    ).fetchall()
    for (name,) in ours:
        owner.execute(sql.SQL("revoke all on function {} from public").format(sql.SQL(name)))
        owner.execute(sql.SQL("grant execute on function {} to {}").format(sql.SQL(name), role))


def _keep_append_only(owner: psycopg.Connection[tuple[Any, ...]], role: sql.Identifier) -> None:
    there = {
        name
        for (name,) in owner.execute("select tablename from pg_tables where schemaname = current_schema()")
    }
    for table, rights in APPEND_ONLY.items():
        if table in there:
            owner.execute(sql.SQL("revoke all on table {} from {}").format(sql.Identifier(table), role))
            allowed = sql.SQL(", ").join(map(sql.SQL, rights))
            owner.execute(sql.SQL("grant {} on table {} to {}").format(allowed, sql.Identifier(table), role))


def _refuse_two_databases(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Both addresses lead to one database of one server, and the runtime role's login works."""
    asked = "select current_database(), pg_postmaster_start_time()"
    with connect(connections["default"].settings_dict) as runtime:
        if runtime.execute(asked).fetchone() != owner.execute(asked).fetchone():
            raise Unfit(N_("DATABASE_URL 和 LIANXIN_OWNER_URL 指的不是同一个数据库"))


def _extend(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    for name in EXTENSIONS:
        owner.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))
