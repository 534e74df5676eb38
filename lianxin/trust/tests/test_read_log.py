"""Who read what and why: never without a reason, never changed, not even by the owner."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from lianxin.kernel.refusals import Refused
from lianxin.trust.actions import log_read
from lianxin.trust.models import READ_KINDS, ReadKind, ReadLog

NOON = datetime(2026, 6, 26, 4, tzinfo=UTC)
CHANGES = [
    "update trust_readlog set reason = 'x'",
    "update trust_readlog set reason = 'x' where false",
    "delete from trust_readlog",
    "truncate trust_readlog",
]


def read(reason: str = "核对电话", kind: ReadKind = "unmask", matter_ref: str = "LS-2026-000137") -> ReadLog:
    return log_read(person_id=7, post_id=9, kind=kind, matter_ref=matter_ref, reason=reason, at=NOON)


@pytest.mark.django_db
class TestLogging:
    def test_row_says_who_what_when_and_why(self) -> None:
        read(reason="  核对电话 ")

        assert ReadLog.objects.values("at", "person_id", "post_id", "kind", "matter_ref", "reason").get() == {
            "at": NOON,
            "person_id": 7,
            "post_id": 9,
            "kind": "unmask",
            "matter_ref": "LS-2026-000137",
            "reason": "核对电话",
        }

    @pytest.mark.parametrize("kind", READ_KINDS)
    def test_every_kind_is_taken_and_a_search_has_no_matter(self, kind: ReadKind) -> None:
        assert read(kind=kind, matter_ref="").pk

    @pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000\u3000"])
    def test_blank_reason_is_refused_and_nothing_is_written(self, blank: str) -> None:
        with pytest.raises(Refused, match="写一下为什么要看") as refused:
            read(reason=blank)

        assert refused.value.field == "reason"
        assert not ReadLog.objects.exists()

    @pytest.mark.usefixtures("any_write")
    @pytest.mark.parametrize(
        ("column", "wrong"), [("reason", ""), ("reason", " \n"), ("kind", "look"), ("kind", "")]
    )
    def test_database_refuses_what_the_action_would(self, column: str, wrong: str) -> None:
        row = {"at": NOON, "person_id": 7, "post_id": 9, "kind": "unmask", "matter_ref": "", "reason": "核对"}

        with pytest.raises(IntegrityError, match=f"readlog_{column}"):
            ReadLog.objects.create(**row | {column: wrong})


@pytest.mark.django_db
@pytest.mark.usefixtures("any_write")
@pytest.mark.parametrize("change", CHANGES)
def test_runtime_role_has_no_right_to_change_the_log(change: str) -> None:
    read()

    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert ReadLog.objects.get().reason == "核对电话"


@pytest.mark.django_db(databases=["default", "aside", "owner"])
@pytest.mark.parametrize("change", CHANGES)
def test_trigger_stops_even_the_owner(change: str) -> None:
    with (
        pytest.raises(IntegrityError, match="trust_readlog: its rows stay as they were written"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(change)
