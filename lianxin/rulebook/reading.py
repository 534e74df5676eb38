"""Owns the reading of a rule pack: what it must hold, and that every number says its unit and its source.

Never chooses a pack and never opens a file; text in, pack or refusal out. Imports no Django.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from typing import cast, get_args

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.kernel.working_time import Length, Unit
from lianxin.rulebook import toml_text
from lianxin.rulebook.danger import Danger
from lianxin.rulebook.pack import DEFAULT, Choice, LimitClass, Number, RulePack, Waits

LENGTHS = (
    "dispatch",
    "urgent",
    "accept",
    "assist",
    "send_back",
    "redo",
    "tell",
    "objection",
    "promise_ahead",
    "pause_cap",
)
LISTS = ("categories", "refer_bodies", "refer_reasons", "tell_hows", "pause_reasons")
ROLES = (
    "delegate",
    "liaison",
    "handler",
    "supervisor",
    "organiser",
    "system_admin",
    "security_admin",
    "audit_admin",
)
NUMBERS: Mapping[str, str] = {
    "take_back_minutes": "minutes",
    "redo_days": "days",
    "close_unreached_tries": "times",
    "extend_times": "times",
    "extend_days": "workdays",
    "max_words": "characters",
    "max_words_sheet": "characters",
    "max_files": "files",
    "max_file_mb": "megabytes",
    "max_megapixels": "megapixels",
    "code_tries": "times",
    "code_window_minutes": "minutes",
    "find_tries": "times",
    "draft_hours": "hours",
    "receipt_minutes": "minutes",
    "blanks_at_once": "sheets",
    "late_days": "days",
    "slip_hours": "hours",
    "kept_form_hours": "hours",
    "kept_forms": "times",
    "session_warn_minutes": "minutes",
    "look_up_months": "months",
    "look_up_most": "matters",
    "writing_minutes": "minutes",
    **{f"session_hours_{role}": "hours" for role in ROLES},
    **{f"session_idle_minutes_{role}": "minutes" for role in ROLES},
}
_MOST = {"workdays": 1_000, "days": 1_000, "minutes": 50_000}
_MOST_OF_A_NUMBER = 50_000

_TOP = (
    "name",
    "since",
    "default_class",
    "closes",
    "lengths",
    "classes",
    "assists",
    "numbers",
    "lists",
    "dangers",
)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAME = re.compile(r"[a-z][a-z0-9]{0,19}")
_CODE = re.compile(r"S[1-9][0-9]{0,2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")

Table = Mapping[str, object]


def read_sources(text: str) -> dict[str, str]:
    """Return the known sources, S-code to citation; refuses a code or a citation that is not one."""
    found = toml_text.parse(text)
    for code, citation in found.items():
        if not _CODE.fullmatch(code) or not isinstance(citation, str) or not citation.strip():
            raise Refused(N_("出处 {code} 要写成 S 号，后面是出自哪里"), code=code)
    return cast("dict[str, str]", found)


def read_pack(text: str, sources: Collection[str]) -> RulePack:
    """Return the pack in `text`; refuses the first thing that is missing, unknown or without a source."""
    top = toml_text.parse(text)
    toml_text.only_keys(top, _TOP, "")
    closes = _table(top["closes"], "closes", ("label", "value", "source"))
    classes = _limits(top["classes"], "classes", sources)
    lists = _table(top["lists"], "lists", LISTS)
    return RulePack(
        name=_matching(top["name"], "name", _NAME),
        since=_day(top["since"], "since"),
        closes=_hour(closes["value"], "closes.value"),
        closes_label=_words(closes["label"], "closes.label"),
        closes_source=_source(closes["source"], "closes.source", sources),
        lengths=_limits(_table(top["lengths"], "lengths", LENGTHS), "lengths", sources),
        classes=classes,
        assists=_assists(top["assists"], classes),
        default_class=_one_of(top["default_class"], "default_class", classes),
        numbers=_numbers(top["numbers"], sources),
        dangers=_dangers(top["dangers"]),
        categories=_choices(lists["categories"], "lists.categories"),
        refer_bodies=_choices(lists["refer_bodies"], "lists.refer_bodies"),
        refer_reasons=_choices(lists["refer_reasons"], "lists.refer_reasons"),
        tell_hows=_choices(lists["tell_hows"], "lists.tell_hows"),
        pause_reasons=_choices(lists["pause_reasons"], "lists.pause_reasons"),
    )


def _limits(found: object, where: str, sources: Collection[str]) -> dict[str, LimitClass]:
    table = _any_table(found, where)
    if where == "classes" and set(table) & set(LENGTHS):
        raise Refused(N_("{where} 里的名字不能和 lengths 里的相同"), where=where)
    return {key: _limit(key, value, toml_text.path(where, key), sources) for key, value in table.items()}


def _limit(key: str, found: object, where: str, sources: Collection[str]) -> LimitClass:
    row = _numbered(found, where)
    unit = _one_of(row["unit"], f"{where}.unit", _MOST)
    amount = _whole(row["value"], f"{where}.value", _MOST[unit])
    source = _source(row["source"], f"{where}.source", sources)
    label = _words(row["label"], f"{where}.label")
    return LimitClass(_matching(key, where, _KEY), label, Length(amount, cast("Unit", unit)), source)


def _assists(found: object, classes: Collection[str]) -> dict[str, Waits]:
    table = _table(found, "assists", classes)
    return {
        key: cast("Waits", _one_of(value, f"assists.{key}", get_args(Waits))) for key, value in table.items()
    }


def _numbers(found: object, sources: Collection[str]) -> dict[str, Number]:
    table = _table(found, "numbers", tuple(NUMBERS))
    return {key: _number(key, value, f"numbers.{key}", sources) for key, value in table.items()}


def _number(key: str, found: object, where: str, sources: Collection[str]) -> Number:
    row = _numbered(found, where)
    unit = _one_of(row["unit"], f"{where}.unit", (NUMBERS[key],))
    value = _whole(row["value"], f"{where}.value", _MOST_OF_A_NUMBER)
    source = _source(row["source"], f"{where}.source", sources)
    return Number(key, _words(row["label"], f"{where}.label"), value, unit, source)


def _numbered(found: object, where: str) -> Table:
    return _table(found, where, ("label", "value", "unit", "source"))


def _source(found: object, where: str, sources: Collection[str]) -> str:
    """The heart of the pack: a number without an S-code that is listed, or the word default, is refused."""
    if found == DEFAULT:
        return DEFAULT
    if isinstance(found, str) and _CODE.fullmatch(found) and found in sources:
        return found
    raise Refused(N_("{where} 要写 sources.toml 里有的 S 号，或者 default"), where=where)


def _choices(found: object, where: str) -> tuple[Choice, ...]:
    rows = [_table(row, f"{where}[{n}]", ("key", "label")) for n, row in enumerate(_rows(found, where), 1)]
    choices = tuple(
        Choice(_matching(row["key"], f"{where}.key", _KEY), _words(row["label"], f"{where}.label"))
        for row in rows
    )
    _refuse_doubles([choice.key for choice in choices], where)
    return choices


def _dangers(found: object) -> tuple[Danger, ...]:
    dangers = tuple(_danger(row, f"dangers[{n}]") for n, row in enumerate(_rows(found, "dangers"), 1))
    _refuse_doubles([danger.key for danger in dangers], "dangers")
    return dangers


def _danger(found: object, where: str) -> Danger:
    row = _table(found, where, ("key", "label", "call", "words", "harmless"))
    return Danger(
        key=_matching(row["key"], f"{where}.key", _KEY),
        label=_words(row["label"], f"{where}.label"),
        call=tuple(
            _one_of(n, f"{where}.call", ("110", "119", "120")) for n in _rows(row["call"], f"{where}.call")
        ),
        words=tuple(_words(word, f"{where}.words") for word in _rows(row["words"], f"{where}.words")),
        harmless=tuple(
            _words(word, f"{where}.harmless") for word in _list(row["harmless"], f"{where}.harmless")
        ),
    )


def _table(found: object, where: str, known: Collection[str]) -> Table:
    table = _any_table(found, where)
    toml_text.only_keys(table, known, where)
    return table


def _any_table(found: object, where: str) -> Table:
    if not isinstance(found, dict) or not found:
        raise Refused(N_("{where} 要写成一张表，里面一项一项写"), where=where)
    return found


def _rows(found: object, where: str) -> list[object]:
    rows = _list(found, where)
    if not rows:
        raise Refused(N_("{where} 一项也没有"), where=where)
    return rows


def _list(found: object, where: str) -> list[object]:
    if not isinstance(found, list):
        raise Refused(N_("{where} 要用方括号一项一项写"), where=where)
    return found


def _words(found: object, where: str) -> str:
    if not isinstance(found, str) or not found.strip():
        raise Refused(N_("{where} 要写字"), where=where)
    return found


def _whole(found: object, where: str, most: int) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found <= most:
        raise Refused(N_("{where} 要写 1 到 {most} 的整数"), where=where, most=most)
    return found


def _one_of(found: object, where: str, known: Collection[str]) -> str:
    if not isinstance(found, str) or found not in known:
        raise Refused(N_("{where} 只能写：{known}"), where=where, known=tuple(known))
    return found


def _matching(found: object, where: str, shape: re.Pattern[str]) -> str:
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise Refused(N_("{where} 用小写字母开头，只用小写字母和数字，不要太长"), where=where)
    return found


def _day(found: object, where: str) -> date:
    if type(found) is not date:
        raise Refused(N_("{where} 要写成 2026-01-01 这样的日子，不加引号"), where=where)
    return found


def _hour(found: object, where: str) -> time:
    hour = _HOUR.fullmatch(found) if isinstance(found, str) else None
    if hour is None:
        raise Refused(N_("{where} 要写成 17:00 这样的钟点，加引号"), where=where)
    return time(int(hour[1]), int(hour[2]))


def _refuse_doubles(keys: list[str], where: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise Refused(N_("{where} 里 {key} 写了两次"), where=where, key=key)


# The same readings for the other files of the folder (`reading_wording`).
rows_in, list_in, table_in, words_in, source_in, day_in = _rows, _list, _table, _words, _source, _day
refuse_doubles = _refuse_doubles


def key_in(found: object, where: str) -> str:
    """A key: lower-case letters, digits and underscores."""
    return _matching(found, where, _KEY)
