"""A form that was sent after the session had ended, shown again for one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.people.kept_forms import FIELD, Kept

SHOWN = 400  # characters of the longest text


@dataclass(frozen=True)
class AgainPage:
    """One kept form: where it goes, its fields as hidden inputs (the one that names it among them), the words it is known by,
    how many files are missing, and how many more forms wait.
    """

    key: str
    path: str
    fields: tuple[tuple[str, str], ...]
    words: str
    files: int
    more: int


def again_page(kept: Sequence[Kept]) -> AgainPage:
    """The first of what is kept."""
    first = kept[0]
    fields = (*first.fields, (FIELD, str(first.key)))
    return AgainPage(str(first.key), first.path, fields, first.longest[:SHOWN], first.files, len(kept) - 1)
