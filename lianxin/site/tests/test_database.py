"""The runtime role: what it may not do."""

import pytest
from django.db import ProgrammingError, connection, connections


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
            cursor.execute("select relname from pg_class where relowner = current_user::regrole")
            assert cursor.fetchall() == []

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
