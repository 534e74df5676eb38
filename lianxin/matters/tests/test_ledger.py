"""What a step's digest covers: all of it, in a form that never changes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from lianxin.kernel.days import TZ
from lianxin.matters.ledger import step_fields
from lianxin.matters.models import Step

AT = datetime.datetime(2026, 6, 5, 10, 20, tzinfo=TZ)
WHOLE: dict[str, Any] = {
    "matter_id": 7, "no": 3, "verb": "note", "actor": "post", "post_id": 5, "assignment_id": 2, "happened_at": AT,
    "written_at": AT, "from_stage": "handling", "to_stage": "handling", "values": {"photos": 1}, "words_digest": b"\x01",
}  # fmt: skip
OTHER: dict[str, Any] = {
    "matter_id": 8, "no": 4, "verb": "reply", "actor": "system", "post_id": None, "assignment_id": None,
    "happened_at": AT - datetime.timedelta(microseconds=1), "written_at": AT + datetime.timedelta(microseconds=1),
    "from_stage": "told", "to_stage": "closed", "values": {"photos": 2}, "words_digest": None,
}  # fmt: skip


def test_the_form_is_frozen() -> None:
    """Every stored chain was made of this; a change here would call them all tampered with."""
    assert step_fields(Step(**WHOLE)) == {
        "matter": 7, "no": 3, "verb": "note", "actor": "post", "post": 5, "assignment": 2,
        "happened_at": "2026-06-05T02:20:00.000000+00:00", "written_at": "2026-06-05T02:20:00.000000+00:00",
        "from_stage": "handling", "to_stage": "handling", "values": {"photos": 1}, "words": "01",
    }  # fmt: skip


@pytest.mark.parametrize("field", WHOLE)
def test_no_field_can_change_unseen(field: str) -> None:
    assert step_fields(Step(**WHOLE)) != step_fields(Step(**{**WHOLE, field: OTHER[field]}))
