"""Tries are counted whatever becomes of the request, and waiting as long as one was told is enough."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections, transaction

from lianxin.trust.actions import log_read
from lianxin.trust.models import Attempt, ReadLog
from lianxin.trust.throttle import (
    claim_attempt,
    count_attempt,
    forget_attempts,
    forgive_attempt,
    wait_seconds,
)

NOON = datetime(2026, 6, 26, 4, tzinfo=UTC)
FIVE = {"limit": 5, "window_minutes": 15}


def tries(*minutes: float, key: str = "203.0.113.9", purpose: str = "code") -> None:
    for minute in minutes:
        count_attempt(purpose, key, now=NOON + timedelta(minutes=minute))


def wait(minute: float, key: str = "203.0.113.9", purpose: str = "code") -> int:
    return wait_seconds(purpose, key, now=NOON + timedelta(minutes=minute), **FIVE)


@pytest.mark.django_db
class TestWaiting:
    def test_nobody_waits_below_the_limit(self) -> None:
        tries(0, 1, 2, 3)

        assert wait(3) == 0

    def test_the_limit_makes_one_wait_until_the_oldest_try_leaves_the_window(self) -> None:
        tries(0, 1, 2, 3, 4)

        assert wait(4) == 11 * 60
        assert wait(14.99) == 1
        assert wait(15) == 0

    def test_more_tries_than_the_limit_wait_longer(self) -> None:
        tries(0, 1, 2, 3, 4, 5, 6)

        assert wait(6) == 11 * 60
        assert wait(17) == 0

    def test_half_a_second_is_rounded_up(self) -> None:
        tries(0, 0, 0, 0, 0)

        assert wait(14 + 59.5 / 60) == 1

    def test_other_keys_and_purposes_do_not_wait(self) -> None:
        tries(0, 0, 0, 0, 0)

        assert wait(1) > 0
        assert wait(1, key="203.0.113.10") == 0
        assert wait(1, purpose="login") == 0

    def test_table_does_not_tell_what_was_tried(self) -> None:
        tries(0)

        assert b"203.0.113.9" not in bytes(Attempt.objects.using("aside").get().key)


@pytest.mark.django_db
class TestClaiming:
    def test_five_pass_and_the_sixth_waits(self) -> None:
        answers = [claim_attempt("code", "k", now=NOON + timedelta(minutes=n), **FIVE) for n in range(6)]

        assert answers == [0, 0, 0, 0, 0, 10 * 60]

    def test_try_that_has_to_wait_is_not_counted(self) -> None:
        for _ in range(20):
            claim_attempt("code", "k", now=NOON, **FIVE)

        assert Attempt.objects.using("aside").count() == 5
        assert claim_attempt("code", "k", now=NOON + timedelta(minutes=15), **FIVE) == 0


@pytest.mark.django_db
class TestForgiving:
    def test_right_answer_gives_its_try_back(self) -> None:
        tries(0, 1, 2, 3, 4)

        forgive_attempt("code", "203.0.113.9", now=NOON + timedelta(minutes=4))

        assert wait(4) == 0
        assert Attempt.objects.using("aside").count() == 4

    def test_only_one_try_of_this_key_purpose_and_moment_is_given_back(self) -> None:
        tries(0, 0)
        tries(0, key="203.0.113.10")
        tries(0, purpose="login")

        forgive_attempt("code", "203.0.113.9", now=NOON)
        forgive_attempt("code", "203.0.113.9", now=NOON + timedelta(minutes=1))

        assert Attempt.objects.using("aside").count() == 3

    def test_nothing_to_forgive_is_no_error(self) -> None:
        forgive_attempt("code", "203.0.113.9", now=NOON)

        assert Attempt.objects.using("aside").count() == 0


@pytest.mark.django_db
class TestForgetting:
    def test_older_tries_go_and_others_stay(self) -> None:
        tries(0, 1, 2, 3)

        assert forget_attempts(NOON + timedelta(minutes=2)) == 2
        assert forget_attempts(NOON + timedelta(minutes=2)) == 0
        assert Attempt.objects.using("aside").count() == 2


@pytest.mark.django_db(transaction=True, databases=["default", "aside"])
class TestTransactions:
    def test_rolled_back_request_has_still_tried(self) -> None:
        with transaction.atomic():
            tries(0, 1, 2, 3, 4)
            log_read(person_id=7, post_id=9, kind="search", matter_ref="", reason="核对", at=NOON)
            transaction.set_rollback(True)

        assert not ReadLog.objects.exists()
        assert wait(4) == 11 * 60

    def test_many_at_the_same_moment_do_not_pass_the_limit(self) -> None:
        gate = Barrier(12)

        def claim(_: int) -> int:
            gate.wait()
            try:
                return claim_attempt("code", "k", now=NOON, **FIVE)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(12) as requests:
            answers = list(requests.map(claim, range(12)))

        assert answers.count(0) <= 5
        assert set(answers) <= {0, 15 * 60}
