"""我给您念一遍: what was typed as three spoken lines, short enough to be heard out. Pure.

Owns how a number is grouped as one says it and how the lines are cut to length. Never decides what is promised.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from lianxin.kernel.phones import normal_phone
from lianxin.kernel.words import N_, Words, say
from lianxin.matters.actions.taking import gist_of
from lianxin.matters.labels import FOR_WHOM

MOST = 120  # characters of the three lines together (CHECKS U-22): what one can listen to at once
NAME_MOST, PLACE_MOST, WHAT_MOST, LEAST = 10, 24, 36, 3
HOW = {
    "phone": N_("用电话"),
    "door": N_("上门"),
    "notice": N_("在您门上留条"),
    "visit": N_("等您下次来时"),
    "page": N_("在网上"),
}


@dataclass(frozen=True)
class Spoken:
    """What is read back: who (as typed, '' unknown), the number as typed, what, where, by when and by which way.

    `whom` is for whom somebody speaks, `affected` that person's name, `also` a second thing. `added` and `said_on`: the line
    and the day of the matter that this is added to, '' and None for a new one.
    """

    name: str
    phone: str
    what: str
    place: str
    by: datetime.date
    reach: str
    anonymous: bool = False
    whom: str = ""
    affected: str = ""
    also: str = ""
    added: str = ""
    said_on: datetime.date | None = None


def read_back(spoken: Spoken) -> tuple[Words, ...]:
    """Three lines, at most 120 characters together in Chinese; () while nothing is typed of what it is about."""
    if not spoken.what.strip():
        return ()
    room = WHAT_MOST
    lines = _lines(spoken, room)
    while room > LEAST and length(lines) > MOST:
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
    short = replace(
        spoken, name=_cut(spoken.name, min(NAME_MOST, room)), what=_cut(spoken.what, room),
        place="" if spoken.added else _cut(spoken.place, min(PLACE_MOST, room)),
        also=_cut(spoken.also, room), added=_cut(spoken.added, room), affected=_cut(spoken.affected, min(NAME_MOST, room)),
    )  # fmt: skip
    return _who(short), _what(short), _when(short)


def _who(spoken: Spoken) -> Words:
    name, number = spoken.name, grouped(spoken.phone)
    if spoken.anonymous:
        return Words.of(N_("我给您念一遍，您的姓名电话没有记。"))
    if name and number:
        return Words.of(N_("{name}，我给您念一遍。电话 {number}。"), name=name, number=number)
    if name or number:
        one = N_("{one}，我给您念一遍。") if name else N_("我给您念一遍。电话 {one}。")
        return Words.of(one, one=name or number)
    return Words.of(N_("我给您念一遍。"))


def _what(spoken: Spoken) -> Words:
    also = Words.of(N_("还有一件：{also}。"), also=spoken.also) if spoken.also else ""
    return Words.of(
        "{head}{what}{where}{also}", head=_head(spoken), what=spoken.what, where=_where(spoken), also=also
    )


def _head(spoken: Spoken) -> Words:
    if not spoken.whom:
        return Words.of(N_("您说的是："))
    known = "" if spoken.anonymous else spoken.affected
    return Words.of(N_("您替{whom}说的是："), whom=known or Words.of(FOR_WHOM[spoken.whom]))


def _where(spoken: Spoken) -> Words:
    if spoken.place:
        return Words.of(N_("；在{place}。"), place=spoken.place)
    return Words.of(N_("。")) if spoken.added else Words.of(N_("。地方您还没有说。"))


def _when(spoken: Spoken) -> Words:
    how = Words.of(HOW[spoken.reach])
    if spoken.added and spoken.said_on:
        return Words.of(
            N_("加到{then:plain}说的“{gist}”里，{day}前{how}给您答复。对不对？"),
            then=spoken.said_on, gist=spoken.added, day=spoken.by, how=how,
        )  # fmt: skip
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
