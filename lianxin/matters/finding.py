"""Finding at the counter: by a reference, by the code of a receipt, or by both. Reads, never writes.

A code by itself finds only among the matters in the reader's sight; counting the tries and the read log are the view's business.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef

from lianxin.kernel.refs import tidy_code, tidy_ref
from lianxin.matters import receipts
from lianxin.matters.access import matters_visible_to, sights_of
from lianxin.matters.models import VoiceMatter
from lianxin.people.access import Reader

_BETWEEN, _EIGHT = r"[\s,，;；、:：]", r"(?:[0-9０-９][\s\-－]?){7}[0-9０-９]"
_CODE_LAST: Final = re.compile(rf"(?P<ref>.*?){_BETWEEN}*(?P<code>{_EIGHT})\s*", re.DOTALL)
_CODE_FIRST: Final = re.compile(rf"\s*(?P<code>{_EIGHT}){_BETWEEN}*(?P<ref>[^0-9０-９\s].*)", re.DOTALL)
_NUMBER: Final = re.compile(r"[0-9]{1,7}")  # eight digits are a code


@dataclass(frozen=True)
class Found:
    """A matter to which a code belongs: its reference, the line lists show (data), its stage."""

    ref: str
    gist: str
    stage: str


def parts_of(text: str) -> tuple[str, str]:
    """(reference, code) of what was typed: one of them, or both in either order; '' for what is not there."""
    if ref := tidy_ref(text):
        return ref, ""
    if code := tidy_code(text):
        return "", code
    for order in (_CODE_LAST, _CODE_FIRST):
        if (both := order.fullmatch(text)) and (ref := tidy_ref(both["ref"])):
            return ref, tidy_code(both["code"])
    return "", ""


def by_number(reader: Reader, text: str) -> str:
    """The reference in the reader's sight whose number alone was typed, zeros in front or not; '' for none. One query."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _NUMBER.fullmatch(plain):
        return ""
    return matters_visible_to(reader).filter(pk=int(plain)).values_list("ref", flat=True).first() or ""


def by_code(reader: Reader, code: str, ref: str = "") -> tuple[Found, ...]:
    """The matters a code belongs to now, oldest first: several where one voice raised several things. One query.

    With a reference only the one under it on the receipt; what was joined since is found where it is now.
    """
    links = VoiceMatter.objects.filter(until=None)
    if ref:
        links = links.filter(code_index=receipts.code_index(ref, code))
    else:
        links = links.filter(voice__code_alone=receipts.code_alone(code))
    links = links.filter(Exists(sights_of(reader).filter(matter=OuterRef("matter"))))
    rows = links.order_by("matter").values_list("matter__ref", "matter__gist", "matter__stage").distinct()
    return tuple(Found(*row) for row in rows)
