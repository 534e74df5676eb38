"""The ground of the suite itself: the guard on writes, the sockets, the data folder, the fresh database."""

import os
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from pytest_socket import SocketConnectBlockedError

from lianxin.kernel.acting import acting
from lianxin.site.models import Job
from tests.write_guard import WrittenOutsideAction, product_tables


def a_job(name: str) -> Job:
    """A row of the product."""
    return Job(name=name, next_at="2026-06-05T10:00Z")


@pytest.mark.django_db
class TestWriteGuard:
    def test_a_row_of_the_product_is_written_only_by_an_action(self) -> None:
        with pytest.raises(WrittenOutsideAction, match="site_job"), transaction.atomic():
            a_job("a").save()
        with acting():
            a_job("a").save()

    def test_each_way_of_writing_is_seen(self) -> None:
        with acting():
            a_job("a").save()
        job = Job.objects.get()
        job.next_at = job.next_at.replace(hour=3)
        for write in (
            job.save,
            job.delete,
            Job.objects.all().delete,
            lambda: Job.objects.update(name="c"),
            lambda: Job.objects.bulk_create([a_job("b")]),
            lambda: Job.objects.bulk_create([a_job("b")], ignore_conflicts=True),
            lambda: connection.cursor().execute("  update site_job set name = 'd'"),
            lambda: connection.cursor().execute("with x as (select 1) delete from site_job"),
        ):
            with pytest.raises(WrittenOutsideAction), transaction.atomic():
                write()

    def test_reading_and_the_frameworks_own_tables_are_free(self) -> None:
        assert not Job.objects.exists()
        Session.objects.create(session_key="x", session_data="", expire_date="2026-06-05T10:00Z")

    def test_every_table_of_every_slice_is_guarded(self) -> None:
        slices = {table.partition("_")[0] for table in product_tables()}

        assert {"trust", "rulebook", "people", "workrooms", "matters", "site"} <= slices

    def test_any_write_lets_a_test_break_things(self, any_write: None) -> None:
        a_job("a").save()


class TestGround:
    @pytest.mark.filterwarnings("ignore:A test tried to use socket")
    def test_no_socket_reaches_beyond_this_machine(self) -> None:
        with pytest.raises(SocketConnectBlockedError), socket.socket() as beyond:
            beyond.connect(("192.0.2.1", 80))

    def test_the_data_folder_is_a_temporary_one(self) -> None:
        assert Path(os.environ["LIANXIN_DATA"]).name.startswith("lianxin-test-data-")
        assert settings.MODE == "test"


@pytest.mark.django_db(transaction=True)
class TestFreshDatabase:
    @pytest.mark.parametrize("time", ["first", "second"])
    def test_what_a_test_commits_is_gone_for_the_next(self, time: str, any_write: None) -> None:
        assert not Job.objects.exists()
        a_job(time).save()

    @pytest.mark.django_db(databases=["default", "aside"])
    def test_the_second_connection_keeps_what_the_first_undoes(self) -> None:
        assert connections["default"].settings_dict["NAME"] == connections["aside"].settings_dict["NAME"]
        assert connections["default"] is not connections["aside"]
