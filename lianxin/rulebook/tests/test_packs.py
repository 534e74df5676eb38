"""The rule pack: every number has a source, a faulty pack is refused, and the right pack holds on a day."""

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from lianxin.kernel.refusals import Refused
from lianxin.kernel.working_time import Length
from lianxin.rulebook import packs
from lianxin.rulebook.checks import rulepacks_are_sound
from lianxin.rulebook.pack import DEFAULT
from lianxin.rulebook.packs import pack_on, packs_in, rulepacks_folder, sources_in
from lianxin.rulebook.reading import LENGTHS, LISTS, NUMBERS, read_pack, read_sources

FOLDER = rulepacks_folder()
TEXT = (FOLDER / "default.toml").read_text(encoding="utf-8")
SOURCES = sources_in(FOLDER)
PACK = read_pack(TEXT, SOURCES)
SOURCED_LINES = [n for n, line in enumerate(TEXT.split("\n")) if re.search(r'source = "', line)]


def with_line(number: int, line: str) -> str:
    lines = TEXT.split("\n")
    lines[number] = line
    return "\n".join(lines)


def test_the_default_pack_gives_what_the_design_names() -> None:
    assert PACK.version == "default-2026-01-01"
    assert PACK.closes == time(17, 0)
    assert PACK.length("dispatch") == Length(1, "workdays")
    assert PACK.length("urgent") == Length(30, "minutes")
    assert PACK.length("objection") == Length(15, "days")
    assert PACK.length("ordinary") == PACK.classes[PACK.default_class].length == Length(15, "workdays")
    assert PACK.length("complex") == Length(30, "workdays")
    assert PACK.number("take_back_minutes") == 10
    assert PACK.number("max_words") == 4000


def test_redoing_is_shorter_than_doing() -> None:
    assert PACK.length("redo").amount < PACK.classes[PACK.default_class].length.amount


def test_a_dozen_categories_begin_with_heating() -> None:
    assert PACK.categories[0] == ("heating", "供暖")
    assert len(PACK.categories) == 12


def test_every_number_names_a_listed_source_or_default() -> None:
    sources = {
        PACK.closes_source,
        *(limit.source for limit in (*PACK.lengths.values(), *PACK.classes.values())),
        *(number.source for number in PACK.numbers.values()),
    }

    assert sources <= {DEFAULT, *SOURCES}
    assert len(SOURCED_LINES) == len(PACK.lengths) + len(PACK.classes) + len(PACK.numbers) + 1


def test_every_listed_source_is_used() -> None:
    page = (FOLDER.parent / "docs" / "rules.md").read_text(encoding="utf-8")

    assert [code for code in SOURCES if not re.search(rf"\b{code}\b", page.split("## 出处")[0])] == []


def with_source(number: int, source: str) -> str:
    """The pack with the source in one line replaced, or taken out where `source` is empty."""
    line = re.sub(r'source = "[^"]*"', source, TEXT.split("\n")[number])
    return with_line(number, line.replace(",  }", " }"))


@pytest.mark.parametrize("number", SOURCED_LINES)
@pytest.mark.parametrize(
    "source", [pytest.param("", id="没有出处"), pytest.param('source = "S999"', id="没有列的号")]
)
def test_no_number_passes_without_a_source(number: int, source: str) -> None:
    with pytest.raises(Refused, match="source"):
        read_pack(with_source(number, source), SOURCES)


@pytest.mark.parametrize("number", [SOURCED_LINES[0], SOURCED_LINES[1], SOURCED_LINES[-1]])
@pytest.mark.parametrize(
    "source",
    [
        pytest.param('source = ""', id="空的"),
        pytest.param('source = "s31"', id="小写"),
        pytest.param('source = "听说"', id="不是号"),
        pytest.param('source = "Default"', id="写错的默认"),
        pytest.param("source = 31", id="是数"),
        pytest.param('source = ["S31"]', id="是一串"),
    ],
)
def test_what_is_not_an_s_code_is_not_a_source(number: int, source: str) -> None:
    with pytest.raises(Refused, match="source"):
        read_pack(with_source(number, source), SOURCES)


def test_a_source_that_is_no_longer_listed_is_refused() -> None:
    with pytest.raises(Refused, match=r"classes\.complex\.source"):
        read_pack(TEXT, set(SOURCES) - {"S31"})


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        pytest.param("value = 30, unit", "value = 0, unit", "1 到 50000 的整数", id="零"),
        pytest.param("value = 30, unit", "value = -3, unit", "1 到 50000 的整数", id="负数"),
        pytest.param("value = 30, unit", "value = 1.5, unit", "的整数", id="小数"),
        pytest.param("value = 30, unit", "value = true, unit", "的整数", id="不是数"),
        pytest.param(
            'value = 30, unit = "workdays"', 'value = 1001, unit = "workdays"', "1 到 1000", id="太长"
        ),
        pytest.param(
            'unit = "workdays", source = "S69"', 'unit = "weeks", source = "S69"', "只能写", id="没有这个单位"
        ),
        pytest.param(
            'unit = "megabytes"',
            'unit = "files"',
            "numbers.max_file_mb.unit 只能写：megabytes",
            id="单位错了",
        ),
        pytest.param('label = "急件派出"', 'label = " "', "lengths.urgent.label 要写字", id="没有叫法"),
        pytest.param('label = "急件派出", ', "", "缺 lengths.urgent.label", id="缺叫法"),
        pytest.param("since = 2026-01-01", 'since = "2026-01-01"', "since 要写成", id="日子加了引号"),
        pytest.param("since = 2026-01-01", "since = 2026-01-01T08:00:00", "since 要写成", id="日子带钟点"),
        pytest.param("since = 2026-01-01", "since = 2026-13-01", "第 4 行读不懂", id="没有这一天"),
        pytest.param('value = "17:00"', 'value = "25:00"', "closes.value 要写成 17:00", id="没有这个钟点"),
        pytest.param('value = "17:00"', "value = 17", "closes.value 要写成 17:00", id="钟点是数"),
        pytest.param(
            'default_class = "ordinary"', 'default_class = "usual"', "default_class 只能写", id="没有这一类"
        ),
        pytest.param('name = "default"', 'name = "本区"', "name 用小写字母", id="名字不是字母"),
        pytest.param("[numbers]", "[number]", "number 没有这一项", id="表名写错"),
        pytest.param(
            "[numbers]", "[numbers]\nmax_pages = { }", "numbers.max_pages 没有这一项", id="没有这个数"
        ),
        pytest.param('complex = "block"\n', "", "缺 assists.complex", id="一类没写协办怎么办"),
        pytest.param(
            'complex = "block"', 'complex = "wait"', "assists.complex 只能写", id="协办没有这种办法"
        ),
        pytest.param("consult = {", "dispatch = {", "不能和 lengths 里的相同", id="类和环节同名"),
        pytest.param("consult = {", "Consult = {", "用小写字母", id="类名大写"),
        pytest.param('key = "water"', 'key = "heating"', "heating 写了两次", id="类别重了"),
        pytest.param('key = "water"', 'code = "water"', "没有这一项", id="类别写错键"),
        pytest.param('key = "electric"', 'key = "gas"', "gas 写了两次", id="险情重了"),
        pytest.param('call = ["110"]', 'call = ["12345"]', "只能写：110、119、120", id="不是急救电话"),
        pytest.param('words = ["中毒"]', "words = []", "words 一项也没有", id="没有词"),
        pytest.param('words = ["中毒"]', 'words = [""]', "words 要写字", id="空词什么都算"),
        pytest.param('words = ["中毒"]', 'words = "中毒"', "方括号", id="词不是一串"),
        pytest.param("[lists]", "[lists]\ncategories = []", "写重了", id="单子写两次"),
        pytest.param("[closes]", "[closes", "第 7 行读不懂", id="少括号"),
    ],
)
def test_a_faulty_pack_is_refused_in_words(wrong: str, right: str, sentence: str) -> None:
    assert wrong in TEXT

    with pytest.raises(Refused, match=sentence):
        read_pack(TEXT.replace(wrong, right, 1), SOURCES)


@pytest.mark.parametrize("name", [*LENGTHS, *NUMBERS])
def test_a_pack_that_lacks_a_number_is_refused(name: str) -> None:
    without = re.sub(rf"(?m)^{name} = .*\n", "", TEXT)

    with pytest.raises(Refused, match=f"缺 .*{name}"):
        read_pack(without, SOURCES)


@pytest.mark.parametrize("name", LISTS)
def test_a_pack_that_lacks_a_list_is_refused(name: str) -> None:
    without = re.sub(rf"(?ms)^{name} = \[.*?^\]\n", "", TEXT)

    with pytest.raises(Refused, match=f"缺 lists.{name}"):
        read_pack(without, SOURCES)


@pytest.mark.parametrize("text", ['X1 = "某文"', 'S0 = "某文"', 'S31 = ""', "S31 = 3", 'S1234 = "某文"'])
def test_a_faulty_source_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_sources(text)


def a_folder(tmp_path: Path, **since: str) -> Path:
    """A folder with one pack for each name, in force from a day."""
    (tmp_path / "sources.toml").write_text(
        (FOLDER / "sources.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    for name, day in since.items():
        text = TEXT.replace('name = "default"', f'name = "{name}"').replace(
            "since = 2026-01-01", f"since = {day}"
        )
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("day", "version"),
    [
        pytest.param(date(1899, 1, 1), "early-2025-03-01", id="早于所有，用头一个"),
        pytest.param(date(2025, 3, 1), "early-2025-03-01", id="起用当天"),
        pytest.param(date(2026, 12, 31), "early-2025-03-01", id="换用前一天"),
        pytest.param(date(2027, 1, 1), "late-2027-01-01", id="换用当天"),
        pytest.param(date(2099, 1, 1), "late-2027-01-01", id="以后"),
    ],
)
def test_the_pack_of_a_day_is_the_last_one_begun(
    day: date, version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path, late="2027-01-01", early="2025-03-01")
    monkeypatch.setattr(packs, "rulepacks_folder", lambda: folder)

    assert pack_on(day).version == version


def test_two_packs_of_one_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2026年1月1日"):
        packs_in(a_folder(tmp_path, one="2026-01-01", two="2026-01-01"))


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有规则包"):
        packs_in(a_folder(tmp_path))


def test_a_pack_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "bad.toml").write_bytes("name = '区'".encode("gb18030"))

    with pytest.raises(Refused, match=r"bad\.toml 不是 UTF-8"):
        packs_in(folder)


def test_the_start_is_checked(tmp_path: Path, settings: Any) -> None:
    assert rulepacks_are_sound(None) == []

    settings.RULEPACKS_DIR = a_folder(tmp_path, local="2026-01-01")
    broken = (tmp_path / "local.toml").read_text(encoding="utf-8").replace('source = "S52"', 'source = "S53"')
    (tmp_path / "local.toml").write_text(broken, encoding="utf-8")

    (fault,) = rulepacks_are_sound(None)
    assert fault.id == "rulebook.E001"
    assert "local.toml：classes.consult.source" in fault.msg


def test_a_faulty_shipped_calendar_stops_the_start(tmp_path: Path, settings: Any) -> None:
    settings.RULEPACKS_DIR = a_folder(tmp_path, local="2026-01-01")
    (tmp_path / "calendars").mkdir()
    shipped = (FOLDER / "calendars" / "2026.toml").read_text(encoding="utf-8")
    (tmp_path / "calendars" / "2027.toml").write_text(shipped, encoding="utf-8")

    (fault,) = rulepacks_are_sound(None)
    assert "2027.toml 里写的是 2026 年" in fault.msg
