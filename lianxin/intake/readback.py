"""我给您念一遍: what was typed as three spoken lines, short enough to be heard out. Pure.

Owns how a number is grouped as one says it and how the lines are cut to length. Never decides what is promised.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from lianxin.kernel.phones import normal_phone
from lianxin.kernel.words import N_, Words, say
from lianxin.matters.actions.taking import gist_of

MOST = 120  # characters of the three lines together (CHECKS U-22): what one can listen to at once
NAME_MOST, PLACE_MOST, WHAT_MOST, WHAT_LEAST = 10, 24, 36, 8
HOW = {
    "phone": N_("用电话"),
    "door": N_("上门"),
    "notice": N_("在您门上留条"),
    "visit": N_("等您下次来时"),
    "page": N_("在网上"),
}


@dataclass(frozen=True)
class Spoken:
    """What is read back: who (as typed, '' unknown), the number as typed, what, where, by when and by which way."""

    name: str
    phone: str
    what: str
    place: str
    by: datetime.date
    reach: str
    anonymous: bool = False


def read_back(spoken: Spoken) -> tuple[Words, ...]:
    """Three lines, at most 120 characters together in Chinese; () while nothing is typed of what it is about."""
    if not spoken.what.strip():
        return ()
    room = WHAT_MOST
    lines = _lines(spoken, room)
    while room > WHAT_LEAST and length(lines) > MOST:
        room -= 1
        lines = _lines(spoken, room)
    return lines


def length(lines: tuple[Words, ...]) -> int:
    """How many characters the lines have as they are said in Chinese, the day with its year (the longest it can be)."""
    return sum(len(say(line, str, "zh-Hans", this_year=1)) for line in lines)


def grouped(typed: str) -> str:
    """The first number in `typed` as one says it: «138-0013-8000», «0412-555-1234», its extension after 转; '' for none."""
    number, _, extension = normal_phone(typed).partition("-")
    parts = _parts(number)
    said = "-".join(part for part in parts if part)
    return f"{said} 转 {extension}" if extension else said


def what_of(gist: str, words: str) -> str:
    """What it is about in one line: the title where there is one, else the first sentence of the words."""
    return gist.strip() or (gist_of(words) if words.strip() else "")


def _lines(spoken: Spoken, room: int) -> tuple[Words, ...]:
    return _who(spoken), _what(replace(spoken, what=_cut(spoken.what, room))), _when(spoken)


def _who(spoken: Spoken) -> Words:
    name, number = _cut(spoken.name, NAME_MOST), grouped(spoken.phone)
    if spoken.anonymous:
        return Words.of(N_("我给您念一遍，您的姓名电话没有记。"))
    if name and number:
        return Words.of(N_("{name}，我给您念一遍。电话 {number}。"), name=name, number=number)
    if name or number:
        one = N_("{one}，我给您念一遍。") if name else N_("我给您念一遍。电话 {one}。")
        return Words.of(one, one=name or number)
    return Words.of(N_("我给您念一遍。"))


def _what(spoken: Spoken) -> Words:
    place = _cut(spoken.place, PLACE_MOST)
    if not place:
        return Words.of(N_("您说的是：{what}。地方您还没有说。"), what=spoken.what)
    return Words.of(N_("您说的是：{what}；在{place}。"), what=spoken.what, place=place)


def _when(spoken: Spoken) -> Words:
    how = Words.of(HOW[spoken.reach])
    return Words.of(N_("{day}前{how}给您答复。对不对？"), day=spoken.by, how=how)


def _cut(text: str, most: int) -> str:
    """One line of at most `most` characters, without the full stop that our own sentence brings."""
    line = " ".join(text.split()).rstrip("。；，,.;")
    return line if len(line) <= most else line[: most - 1] + "…"


def _parts(number: str) -> tuple[str, ...]:
    if number.startswith("+"):
        return number[:-8], number[-8:-4], number[-4:]
    if len(number) == 11 and number.startswith("1"):
        return number[:3], number[3:7], number[7:]
    if len(number) == 10 and number[:3] in ("400", "800"):
        return number[:3], number[3:6], number[6:]
    area = 0
    if number.startswith("0"):
        area = 3 if number[1:2] in ("1", "2") else 4
    return number[:area], number[area:-4], number[-4:]
