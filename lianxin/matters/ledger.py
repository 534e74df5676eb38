"""The canonical form of a step, shared by the one who writes it and the one who verifies it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from lianxin.matters.models import Step


def iso(moment: datetime.datetime) -> str:
    """A moment in its frozen spelling: UTC, microseconds."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def step_fields(step: Step) -> dict[str, object]:
    """The fields a step's digest covers. Frozen: changing this breaks every stored chain (format in `trust.chain`)."""
    return {
        "matter": step.matter_id,
        "no": step.no,
        "verb": step.verb,
        "actor": step.actor,
        "post": step.post_id,
        "assignment": step.assignment_id,
        "happened_at": iso(step.happened_at),
        "written_at": iso(step.written_at),
        "from_stage": step.from_stage,
        "to_stage": step.to_stage,
        "values": step.values,
        "words": bytes(step.words_digest).hex() if step.words_digest else None,
    }


def taken_back(steps: Iterable[Step]) -> set[int]:
    """The numbers of those steps that were taken back by later ones among them."""
    return {int(step.values["undoes"]) for step in steps if step.verb == "take_back"}
