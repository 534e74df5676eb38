"""Which numbers were looked up in one form, carried by the form itself, signed: so that each is logged once. Pure.

Holds keyed marks of numbers, never a number; a mark somebody made up or took from another form is as if there were none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core import signing

from lianxin.trust import sealing

_SALT = "intake.looked"


@dataclass(frozen=True)
class Looked:
    """The numbers of one form that are in the read log, and those whose matters the page shows now, as marks."""

    key: UUID
    logged: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()

    def new_among(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Those that are not in the log yet."""
        return tuple(number for number in numbers if _mark(self.key, number) not in self.logged)

    def shows(self, numbers: Sequence[str]) -> bool:
        """Whether the page already showed what these numbers said before."""
        return {_mark(self.key, number) for number in numbers} == self.shown

    def after(self, numbers: Sequence[str]) -> Looked:
        """The same form once these numbers are looked up and shown."""
        marks = frozenset(_mark(self.key, number) for number in numbers)
        return replace(self, logged=self.logged | marks, shown=marks)

    def signed(self) -> str:
        """What the form carries."""
        held = [sorted(self.logged), sorted(self.shown)]
        return signing.Signer(salt=_SALT).sign_object(held)


def looked_in(carried: str, key: UUID) -> Looked:
    """What a form carried; nothing where it was changed. Another form's marks fit no number of this one: they hold its key."""
    try:
        logged, shown = signing.Signer(salt=_SALT).unsign_object(carried)
    except signing.BadSignature:
        return Looked(key)
    return Looked(key, frozenset(logged), frozenset(shown))


def _mark(key: UUID, number: str) -> str:
    return sealing.blind("looked", f"{key.hex} {number}").hex()[:16]
