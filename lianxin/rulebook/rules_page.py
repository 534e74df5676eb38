"""Owns the page `docs/rules.md`: every number, list and holiday list, each with its source, in Chinese.

Never writes the file (a command does) and never holds a number: all of it is read off `rulepacks/`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from lianxin.kernel.working_time import Length
from lianxin.rulebook.calendars import YearList, calendar_of, shipped_years
from lianxin.rulebook.pack import DEFAULT, Choice, LimitClass, RulePack
from lianxin.rulebook.packs import packs_in, rulepacks_folder, sources_in
from lianxin.rulebook.wording import Wording, wording_in

UNITS = {
    "workdays": "个工作日",
    "minutes": "分钟",
    "hours": "小时",
    "days": "天",
    "times": "次",
    "sheets": "张",
    "files": "张",
    "megabytes": "MB",
    "megapixels": "百万像素",
    "characters": "个字",
    "months": "个月",
    "matters": "件",
}
WAITS = {"block": "等到协办的时限为止", "warn": "提醒，照常答复", "ignore": "不管"}
LISTS = {
    "categories": "类别",
    "refer_bodies": "转给谁",
    "refer_reasons": "为什么转出",
    "tell_hows": "怎么告知",
    "pause_reasons": "为什么暂停",
}
_HEAD = """# 规则和依据

本页由程序按 `rulepacks/` 写成，不要手改。写着“本系统默认值”的数没有公开依据，各地可以另定。

## 怎么数

- 收到的当天不算，不管是不是工作日，也不管是不是下班以后（S122）。星期六收到，3 个工作日是下星期三。
- 周末调休上班的日子算工作日，工作日放假的日子不算（S119）。
- 按工作日数的，到最后一天下班为止。
- 按天数的，放假也算；最后一天不上班，顺延到下一个工作日（S122）。
- 按分钟数的，不分白天黑夜和节假日。
- 还没有公布放假安排的年份，先按星期一到星期五数，页面上写明暂定；公布以后重算。
"""


def rules_markdown() -> str:
    """Return the whole page for the packs and holiday lists that the program ships."""
    folder = rulepacks_folder()
    years = shipped_years(folder / "calendars")
    return page_of(packs_in(folder), years, sources_in(folder), wording_in(folder))


def page_of(
    packs: Sequence[RulePack], years: Sequence[YearList], sources: Mapping[str, str], wording: Wording
) -> str:
    """Return the page for these packs, holiday lists, sources and wording cards."""
    parts = [_HEAD, *(_pack(pack) for pack in packs), _cards(wording), _calendars(years), _sources(sources)]
    return "\n".join(parts)


def _cards(wording: Wording) -> str:
    rows = (
        (scene.label, "".join(scene.say), "".join(scene.never), _said_source(scene.source))
        for scene in wording.scenes
    )
    head = f"## 话术卡 {wording.version.isoformat()}\n\n句子是自己写的；出处说明为什么有这个场合。\n\n"
    return head + _table(("场合", "可以照说", "不说", "出处"), rows)


def _pack(pack: RulePack) -> str:
    closes = ("closes", pack.closes_label, f"{pack.closes:%H:%M}", _said_source(pack.closes_source))
    numbers = [
        (number.key, number.label, f"{number.value} {UNITS[number.unit]}", _said_source(number.source))
        for number in pack.numbers.values()
    ]
    head = ("键", "叫法", "数", "出处")
    parts = [
        f"## 规则包 {pack.version}\n",
        f"从 {pack.since.isoformat()} 起用。没有另选时，按“{pack.classes[pack.default_class].label}”办。\n",
        "### 各环节多久\n",
        _table(head, [closes, *_limits(pack.lengths.values())]),
        "### 办理时限\n",
        _table(head, _limits(pack.classes.values())),
        "### 协办意见没来齐，主办能不能先答复\n",
        _table(
            ("时限", "怎么办"),
            ((pack.classes[key].label, WAITS[waits]) for key, waits in pack.assists.items()),
        ),
        "### 其他数\n",
        _table(head, numbers),
        *(f"### {title}\n\n{_choices(getattr(pack, name))}" for name, title in LISTS.items()),
        "### 险情词\n",
        _table(("键", "叫法", "打", "词", "不算的词"), _dangers(pack)),
    ]
    return "\n".join(parts)


def _limits(limits: Iterable[LimitClass]) -> Iterator[tuple[str, ...]]:
    for limit in limits:
        yield limit.key, limit.label, _said_length(limit.length), _said_source(limit.source)


def _said_length(length: Length) -> str:
    return f"{length.amount} {UNITS[length.unit]}"


def _said_source(source: str) -> str:
    return "本系统默认值" if source == DEFAULT else source


def _choices(choices: Sequence[Choice]) -> str:
    return _table(("键", "叫法"), choices)


def _dangers(pack: RulePack) -> Iterator[tuple[str, ...]]:
    for danger in pack.dangers:
        lists = (danger.call, danger.words, danger.harmless)
        yield danger.key, danger.label, *("、".join(words) for words in lists)


def _calendars(years: Sequence[YearList]) -> str:
    head = ("年", "工作日里放假", "周末里上班", "全年工作日", "依据")
    rows = ((str(y.year), _listed(y.off), _listed(y.made), str(workdays_in(y)), y.source) for y in years)
    return "## 放假安排\n\n" + _table(head, rows)


def workdays_in(listed: YearList) -> int:
    """Return how many days of the year are worked by its list."""
    calendar = calendar_of([listed], "")
    first = date(listed.year, 1, 1)
    length = (date(listed.year + 1, 1, 1) - first).days
    return sum(calendar.is_workday(first + timedelta(days=n)) for n in range(length))


def _listed(days: Mapping[date, str]) -> str:
    """Return «1/1 元旦；2/16 2/17 春节»: the days of each holiday together, in the order of the year."""
    groups: list[tuple[str, list[str]]] = []
    for day, name in sorted(days.items()):
        if not groups or groups[-1][0] != name:
            groups.append((name, []))
        groups[-1][1].append(f"{day.month}/{day.day}")
    return "；".join(f"{' '.join(group)} {name}" for name, group in groups)


def _sources(sources: Mapping[str, str]) -> str:
    return "## 出处\n\n" + _table(("号", "出自"), sources.items())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
