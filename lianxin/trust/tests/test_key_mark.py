"""A database remembers the key it was sealed with and refuses to work with another."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from lianxin.trust import keys
from lianxin.trust.actions import check_key_matches
from lianxin.trust.keys import KeyTrouble
from lianxin.trust.models import KeyMark

NOON = datetime(2026, 6, 26, 4, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_first_start_makes_the_key_and_marks_the_database() -> None:
    check_key_matches(now=NOON)

    assert keys.is_key_there()
    assert KeyMark.objects.values_list("key_id", "marked_at").get() == (keys.key_id(), NOON)


def test_later_starts_change_nothing() -> None:
    for hour in (4, 5, 6):
        check_key_matches(now=NOON.replace(hour=hour))

    assert KeyMark.objects.get().marked_at == NOON


def test_another_key_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    check_key_matches(now=NOON)
    first = keys.key_id()
    settings.LIANXIN_DATA = tmp_path / "elsewhere"
    other = keys.key_id()

    with pytest.raises(KeyTrouble, match=f"{first}.*{other}"):
        check_key_matches(now=NOON)

    assert KeyMark.objects.get().key_id == first


def test_lost_key_file_is_refused_and_not_made_anew(settings: Settings, tmp_path: Path) -> None:
    check_key_matches(now=NOON)
    settings.LIANXIN_DATA = tmp_path / "elsewhere"

    with pytest.raises(KeyTrouble, match="从备份恢复"):
        check_key_matches(now=NOON)

    assert not keys.is_key_there()


def test_key_file_lost_under_a_running_program_is_noticed() -> None:
    check_key_matches(now=NOON)
    keys.key_path().unlink()

    with pytest.raises(KeyTrouble, match="从备份恢复"):
        check_key_matches(now=NOON)


def test_garbled_key_file_is_refused_in_words() -> None:
    check_key_matches(now=NOON)
    keys.key_path().write_bytes(b"")
    keys._master_at.cache_clear()

    with pytest.raises(KeyTrouble, match="已损坏"):
        check_key_matches(now=NOON)


@pytest.mark.usefixtures("any_write")
def test_there_is_room_for_one_mark_only() -> None:
    with pytest.raises(IntegrityError, match="keymark_one"):
        KeyMark.objects.create(id=2, key_id="0" * 16, marked_at=NOON)


def test_second_machine_that_marks_at_the_same_moment_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    check_key_matches(now=NOON)
    monkeypatch.setattr(type(KeyMark.objects.all()), "first", lambda self: None)
    monkeypatch.setattr(keys, "key_id", lambda: "f" * 16)

    with pytest.raises(KeyTrouble, match="f{16}"):
        check_key_matches(now=NOON)
