"""回执: finding a voice by its intake key, by reference and code, or by its row in a sheet, before anything is visible.

The three look-ups go through definer functions (migration 0002), since nothing is in sight yet at those doors.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection

from lianxin.matters.models import Voice
from lianxin.people.access import read_matter
from lianxin.trust import sealing


@dataclass(frozen=True)
class Receipt:
    """What a resident takes home. `repeated`: the key was used before; `unsent`: other words typed under that key."""

    ref: str
    code: str
    promised_on: datetime.date
    voice_id: int
    matter_id: int
    words: str
    repeated: bool = False
    unsent: str = ""

    def again(self, words: str) -> Receipt:
        """This receipt for a key used twice, with the new words where they differ."""
        return replace(self, repeated=True, unsent="" if words.strip() == self.words.strip() else words)


def code_index(ref: str, code: str) -> bytes:
    """The keyed index under which a reference and its code are found together."""
    return sealing.blind("tracking", f"{ref} {code}")


def code_alone(code: str) -> bytes:
    """The keyed index of a code by itself, for the counter: whoever asks still sees only matters in her sight."""
    return sealing.blind("code", code)


def by_key(key: UUID) -> Receipt | None:
    """The receipt of the voice that came in under an intake key; makes its matter readable for this transaction."""
    found = _first("select voice_id, matter_id from lianxin_voice_by_key(%s)", [key])
    if found is None:
        return None
    read_matter(found[1])
    voice = Voice.objects.select_related("matter").get(pk=found[0])
    return receipt_of(voice)


def receipt_of(voice: Voice) -> Receipt:
    """A voice's receipt, its code opened again. Needs `matter` at hand."""
    code = sealing.unseal_own("code", bytes(voice.code), str(voice.intake_key))
    return Receipt(voice.matter.ref, code, voice.promised_on, voice.pk, voice.matter_id, voice.words)


def by_code(ref: str, code: str) -> tuple[int, int] | None:
    """(voice, matter it belongs to now) for a reference with its right code, else None; costs the same either way."""
    return _first("select voice_id, matter_id from lianxin_voice_by_code(%s)", [code_index(ref, code)])


def already_in(source: str, refs: Iterable[str]) -> set[str]:
    """Which rows of a source are voices already."""
    with connection.cursor() as cursor:
        cursor.execute("select source_ref from lianxin_voices_of_source(%s, %s)", [source, list(refs)])
        return {row[0] for row in cursor.fetchall()}


def _first(query: str, values: list[UUID | bytes]) -> tuple[int, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return (int(row[0]), int(row[1])) if row else None
