"""The log: one JSON line for each event, without what people typed."""

import json
import logging
import sys

import pytest

from lianxin.site.logs import JsonLines


def line(name: str, message: str, *args: object, exc_info: bool = False) -> dict[str, object]:
    """What is written of one event."""
    record = logging.LogRecord(
        name, logging.WARNING, __file__, 1, message, args, sys.exc_info() if exc_info else None
    )
    told = JsonLines().format(record)
    assert "\n" not in told
    found: dict[str, object] = json.loads(told)
    return found


class TestJsonLines:
    def test_our_own_words_are_written_in_full(self) -> None:
        assert line("lianxin.jobs", "the job %s failed", "nightly")["event"] == "the job nightly failed"

    @pytest.mark.parametrize("name", ["axes.attempts", "django.db.backends", "psycopg.pool", "granian"])
    def test_of_a_foreign_message_only_the_pattern(self, name: str) -> None:
        assert line(name, "login by %s", "周桂兰")["event"] == "login by %s"

    def test_an_error_is_its_kind_and_its_place(self) -> None:
        try:
            raise KeyError("13800000427\nline two")
        except KeyError:
            told = line("lianxin.worker", "a pending row could not be done", exc_info=True)

        assert told["error"] == "KeyError"
        assert str(told["where"]).count("test_logs.py") == 1
        assert "13800000427" not in json.dumps(told)

    @pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "\u2028", '{"level": "x"}', "\x00\x1b[31m"])
    def test_a_hostile_text_stays_inside_one_line(self, text: str) -> None:
        assert line("lianxin.x", "%s", text)["event"] == text
