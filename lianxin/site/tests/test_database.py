"""The two roles: what the runtime role may and may not do, and which runtime roles are refused."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections

from lianxin.site import database
from lianxin.site.database import APPEND_ONLY, Unfit, refuse_runtime_role, refuse_weak

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
Owner = psycopg.Connection[tuple[Any, ...]]


def rights_on(table: str) -> set[str]:
    """What the runtime role may do with a table."""
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"has_table_privilege(%s, '{r}')" for r in RIGHTS), [table] * 5)
        held = cursor.fetchone()
    return {right for right, has in zip(RIGHTS, held or (), strict=True) if has}


@pytest.mark.django_db
class TestRuntimeRole:
    def test_it_is_no_superuser_and_cannot_bypass_row_security(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
                " from pg_roles where rolname = current_user"
            )
            assert cursor.fetchone() == (False, False, False, False)

    def test_it_owns_nothing(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select relname from pg_class where relowner = current_user::regrole"
                " union all select proname from pg_proc where proowner = current_user::regrole"
                " union all select nspname from pg_namespace where nspowner = current_user::regrole"
                " union all select datname from pg_database where datdba = current_user::regrole"
            )
            assert cursor.fetchall() == []

    def test_it_is_no_member_of_the_owner(self) -> None:
        owner = connections["owner"].settings_dict["USER"]
        with connection.cursor() as cursor:
            cursor.execute("select pg_has_role(current_user, %s, 'member')", [owner])
            assert cursor.fetchone() == (False,)

    def test_the_second_connection_is_the_same_role_in_the_same_database(self) -> None:
        told = []
        for alias in ("default", "aside"):
            with connections[alias].cursor() as cursor:
                cursor.execute("select current_user, current_database()")
                told.append(cursor.fetchone())

        assert told[0] == told[1]

    def test_it_makes_no_table(self) -> None:
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("create table mine (id int)")

    @pytest.mark.parametrize("table", APPEND_ONLY)
    def test_it_cannot_change_what_is_only_appended(self, table: str) -> None:
        assert rights_on(table) == set(APPEND_ONLY[table])

    def test_it_works_with_every_other_table_and_truncates_none(self) -> None:
        others = set(connection.introspection.table_names()) - set(APPEND_ONLY)
        wrong = {table for table in others if rights_on(table) != {"SELECT", "INSERT", "UPDATE", "DELETE"}}

        assert others
        assert not wrong

    def test_a_function_of_the_owner_is_for_nobody_else(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select proname from pg_proc where proowner = %s::regrole and has_function_privilege('public', oid, 'execute')",
                [connections["owner"].settings_dict["USER"]],
            )
            assert cursor.fetchall() == []


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[Owner]:
    """The owner's connection in a transaction that is undone."""
    with (
        database.connect(connections["owner"].settings_dict) as connected,
        connected.transaction(force_rollback=True),
    ):
        yield connected


class TestRefusedRoles:
    def test_the_suites_own_role_is_fit(self, owner: Owner) -> None:
        refuse_runtime_role(owner, str(connections["default"].settings_dict["USER"]))

    def test_a_missing_one(self, owner: Owner) -> None:
        with pytest.raises(Unfit, match="还没有"):
            refuse_runtime_role(owner, "lianxin_nobody")

    def test_the_owner_itself(self, owner: Owner) -> None:
        with pytest.raises(Unfit, match="库主"):
            refuse_runtime_role(owner, str(connections["owner"].settings_dict["USER"]))

    @pytest.mark.parametrize(
        ("answer", "word"),
        [
            ((True, False, False, False), "超级用户"),
            ((False, True, False, False), "绕过"),
            ((False, False, True, False), "属于库主"),
            ((False, False, False, True), "主人"),
        ],
    )
    def test_one_that_row_security_does_not_hold(self, answer: tuple[bool, ...], word: str) -> None:
        with pytest.raises(Unfit, match=word):
            refuse_runtime_role(_Told(answer), "lianxin_x")  # type: ignore[arg-type]


class _Told:
    """A server that gives one answer about a role: only a superuser could really make such roles."""

    def __init__(self, answer: tuple[bool, ...]) -> None:
        self.answer = answer

    def execute(self, *_: object) -> "_Told":
        """The question."""
        return self

    def fetchone(self) -> tuple[bool, ...]:
        """The answer."""
        return self.answer


class TestMigrate:
    def test_saying_it_again_changes_nothing_and_keeps_the_rights(self, owner: Owner) -> None:
        runtime = str(connections["default"].settings_dict["USER"])
        database.grant(owner, runtime)
        database.grant(owner, runtime)

        told = owner.execute("select has_table_privilege(%s, 'matters_step', 'UPDATE')", [runtime]).fetchone()
        assert told == (False,)

    def test_two_addresses_that_lead_to_two_databases_are_refused(
        self, owner: Owner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(connections["default"].settings_dict, "NAME", "template1")

        with pytest.raises(Unfit, match="同一个数据库"):
            database._refuse_two_databases(owner)

    @pytest.mark.django_db(databases=["default", "aside", "owner"])
    def test_the_suite_has_every_migration(self) -> None:
        assert database.migrations_missing() == 0


class TestWeakDatabase:
    @pytest.mark.parametrize("name", database.DURABLE)
    def test_a_server_that_may_lose_what_it_acknowledged_is_refused(self, name: str) -> None:
        settings = {n: "off" if n == name else "on" for n in database.DURABLE}

        with pytest.raises(Unfit, match=name):
            refuse_weak(settings)

    def test_one_that_keeps_it_is_taken(self) -> None:
        refuse_weak(dict.fromkeys(database.DURABLE, "on") | {"synchronous_commit": "remote_apply"})

    def test_the_settings_are_those_of_the_server(self, owner: Owner) -> None:
        assert database.durability(owner).keys() == set(database.DURABLE)
