"""Owns which words of a message name a danger to life. A word table of the rule pack, no model, no guess.

Never decides what follows: the form shows whom to call, the dispatch clock gets urgent minutes.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Danger:
    """One class of danger: whom to call, the words that name it, and longer harmless words around them."""

    key: str
    label: str
    call: tuple[str, ...]
    words: tuple[str, ...]
    harmless: tuple[str, ...]


def dangers_in(text: str, dangers: Sequence[Danger]) -> tuple[Danger, ...]:
    """Return the classes of danger that `text` names, in the order of the table.

    Spaces and full-width letters do not hide a word; a word inside a harmless one (煤气费) does not count.
    """
    told = "".join(unicodedata.normalize("NFKC", text).split())
    return tuple(danger for danger in dangers if _is_named(danger, told))


def danger_in(text: str, dangers: Sequence[Danger]) -> tuple[str, ...]:
    """Return the keys of the classes of danger that `text` names; empty for an ordinary message."""
    return tuple(danger.key for danger in dangers_in(text, dangers))


def _is_named(danger: Danger, told: str) -> bool:
    if not any(word in told for word in danger.words):
        return False
    for word in danger.harmless:
        told = told.replace(word, " ")
    return any(word in told for word in danger.words)
