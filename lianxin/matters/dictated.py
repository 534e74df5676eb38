"""代录: what stands in a delegate's name, newest first, page by page. Reads, never writes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from lianxin.kernel.words import Words
from lianxin.matters.models import Dictation
from lianxin.matters.timeline import sentences_of
from lianxin.people.access import PostView
from lianxin.rulebook.pack import RulePack

PAGE: Final = 30


@dataclass(frozen=True)
class Written:
    """A step written in his name: by whom and what, in a sentence; its words. `objected`: he said it was not what he meant."""

    key: int
    ref: str
    gist: str
    no: int
    at: datetime.datetime
    said: Words
    words: str
    objected: bool


def in_my_name(post: PostView, pack: RulePack, *, before: int | None) -> tuple[tuple[Written, ...], bool]:
    """A page of what was written in the name of a post, and whether there is more. A fixed number of statements."""
    mine = Dictation.objects.filter(post=post.id).order_by("-pk")
    mine = mine.select_related("matter", "step__post__person", "step__post__unit", "step__text")
    found = list((mine.filter(pk__lt=before) if before is not None else mine)[: PAGE + 1])
    said = sentences_of([row.step for row in found[:PAGE]], pack)
    return tuple(_written(row, said[row.step_id]) for row in found[:PAGE]), len(found) > PAGE


def _written(row: Dictation, said: Words) -> Written:
    words = row.step.text.words if hasattr(row.step, "text") else ""
    return Written(
        row.pk, row.matter.ref, row.matter.gist, row.no, row.step.happened_at, said, words, row.objected_no is not None
    )  # fmt: skip
