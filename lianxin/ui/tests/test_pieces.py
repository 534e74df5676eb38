"""The large macros: what a reader is told by register, pager, timeline, track, days and slip."""

from datetime import UTC, date, datetime, time

import pytest
from markupsafe import Markup

from lianxin.kernel.words import N_, Words
from lianxin.kernel.working_time import Calendar, Length, due
from lianxin.ui.pieces import Column, Entry, Pager, SlipFacts, Track
from lianxin.ui.tests.drawing import EN, Drawn, draw
from lianxin.ui.tests.test_elements import HOSTILE

AUTUMN = Calendar(
    version="2026-3",
    years=frozenset({2026}),
    off={date(2026, 9, 25): "中秋"} | {date(2026, 10, day): "国庆" for day in (1, 2, 5, 6, 7)},
    made={date(2026, 9, 20): "国庆", date(2026, 10, 10): "国庆"},
)
START = datetime(2026, 9, 23, 6, 5, tzinfo=UTC)
TEN_DAYS = due(START, Length(10, "workdays"), AUTUMN, time(17))


def track(value: Track) -> Drawn:
    return Drawn(draw('{% from "ui/_track.html" import track %}{{ track(value) }}', value=value))


def timeline(*entries: Entry, dated: bool = False, lang: str = "zh-Hans") -> Drawn:
    source = '{% from "ui/_timeline.html" import timeline %}{{ timeline(entries, dated) }}'
    return Drawn(draw(source, lang, entries=entries, dated=dated))


def days(value: object, lang: str = "zh-Hans") -> Drawn:
    source = '{% from "ui/_days.html" import days %}{{ days(value, "从次日起数") }}'
    return Drawn(draw(source, lang, value=value))


def register(columns: list[Column], groups: list[tuple[object, list[str]]]) -> Drawn:
    source = """{% from "ui/_table.html" import register %}
    {% call(row) register(caption, columns, groups) %}{{ cell(row, "事项") }}{% endcall %}"""
    return Drawn(draw(source, caption=N_("等我办的事项"), columns=columns, groups=groups))


def test_the_track_says_where_the_matter_is() -> None:
    drawn = track(Track(2, {2: (Words.of("{d}", d=date(2026, 9, 28)), "到过现场")}))
    assert [li["class"] for li in drawn.all("li")] == ["past", "past", "now", "next", "next"]
    assert [li.get("aria-current") for li in drawn.all("li")] == [None, None, "step", None, None]
    assert "在办（现在到这里）" in drawn.text
    assert "9月28日 星期一" in drawn.text


def test_a_finished_track_has_five_ticks() -> None:
    assert [li["class"] for li in track(Track(4, ended=True)).all("li")] == ["past"] * 5


def test_each_state_of_the_track_has_its_word() -> None:
    text = track(Track(0)).text
    assert text.count("（现在到这里）") == 1
    assert text.count("（还没到）") == 4


def test_a_timeline_gives_the_hour_where_it_is_known() -> None:
    drawn = timeline(
        Entry(datetime(2026, 10, 12, 1, 40, tzinfo=UTC), N_("写了答复"), by=N_("区住建局"), now=True),
        Entry(date(2026, 10, 9), N_("管子接好")),
    )
    assert "10月12日 9:40" in drawn.text
    assert "10月9日 星期五" in drawn.text
    assert [li.get("class") for li in drawn.all("li")] == ["now", None]
    assert drawn.all("time")[1]["datetime"] == "2026-10-09"


def test_a_dated_timeline_puts_the_time_first() -> None:
    drawn = timeline(Entry(date(2026, 10, 9), N_("管子接好")), dated=True)
    assert [tag for tag, _ in drawn.tags] == ["ol", "li", "time", "div", "b"]


def test_a_timeline_speaks_english() -> None:
    assert "Fri 9 October" in timeline(Entry(date(2026, 10, 9), N_("管子接好")), lang=EN).text


@pytest.mark.parametrize("text", HOSTILE)
def test_somebody_elses_words_stay_words(text: str) -> None:
    entry = Entry(date(2026, 10, 9), Words.of("{x}", x=text), by=Words.of("{x}", x=text), quote=text)
    plain = Entry(date(2026, 10, 9), Words.of("{x}", x="x"), by=Words.of("{x}", x="x"), quote="x")
    assert timeline(entry).skeleton == timeline(plain).skeleton


def test_what_is_drawn_already_goes_into_an_entry() -> None:
    assert timeline(Entry(date(2026, 10, 9), "x", inside=Markup("<img>"))).all("img")


def test_the_days_count_to_the_end_and_name_what_is_not_counted() -> None:
    drawn = days(TEN_DAYS)
    cells = drawn.all("td")
    assert len(cells) == 28
    assert [c["class"] for c in cells if c.get("class") in {"end", "made", "start"}] == [
        "start",
        "made",
        "end",
    ]
    assert "第 10 天" in drawn.text
    assert "调休 7" in drawn.text
    assert "中秋" in drawn.text
    assert "10/1" in drawn.text


def test_the_days_say_when_a_year_is_not_published_yet() -> None:
    provisional = due(datetime(2026, 12, 20, tzinfo=UTC), Length(15, "workdays"), AUTUMN, time(17))
    assert "还没公布" in days(provisional).text
    assert "还没公布" not in days(TEN_DAYS).text


def test_minutes_have_days_to_show_too() -> None:
    assert len(days(due(START, Length(30, "minutes"), AUTUMN, time(17))).all("td")) == 7


def test_a_register_is_a_table_also_where_it_is_drawn_as_entries() -> None:
    drawn = register([Column(N_("事项")), Column(N_("件"), kind="n")], [("", ["路陷了"])])
    roles = [attrs.get("role") for _, attrs in drawn.tags if attrs.get("role")]
    assert roles == ["table", "rowgroup", "row", "columnheader", "columnheader", "rowgroup", "row", "cell"]
    assert drawn.all("td")[0]["data-k"] == "事项"
    assert drawn.all("th")[1]["class"] == "n"


def test_groups_are_headed_with_their_number() -> None:
    drawn = register([Column(N_("事项"))], [(Words.of("超期 {n} 件", n=1), ["a"]), ("", ["b"])])
    assert [body.get("class") for body in drawn.all("tbody")] == ["group", None]
    assert "超期 1 件" in drawn.text


def test_a_sorted_column_says_which_way() -> None:
    columns = [Column("a", url="?s=a", order="ascending"), Column("b", url="?s=b"), Column("c", hidden=True)]
    drawn = register(columns, [("", ["x"])])
    assert [th.get("aria-sort") for th in drawn.all("th")] == ["ascending", None, None]
    assert [use["href"] for use in drawn.all("use")] == ["#i-up", "#i-updown"]
    assert "vh" in drawn.classes


def test_a_pager_has_a_link_only_where_there_is_more() -> None:
    source = '{% from "ui/_pager.html" import pager %}{{ pager(value) }}'
    drawn = Drawn(draw(source, value=Pager(Words.of("第 {a} 到 {b} 件", a=1, b=50), after="?after=x")))
    assert [a["href"] for a in drawn.all("a")] == ["?after=x"]
    assert "前面没有了" in drawn.text
    assert "第 1 到 50 件" in drawn.text


def test_a_slip_has_all_that_is_carried_away() -> None:
    promised = Words.of("{d}", d=date(2026, 10, 14))
    value = SlipFacts("LS-2026-000137", "7310 4652", promised, N_("放假不算"), "http://localhost/t/")
    drawn = Drawn(draw('{% from "ui/_slip.html" import slip %}{{ slip(value) }}', value=value))
    for part in ("LS-2026-000137", "7310 4652", "10月14日 星期三", "放假不算"):
        assert part in drawn.text
    assert drawn.all("svg")[0]["class"] == "qr"


def test_a_list_that_fits_one_page_has_no_pager() -> None:
    source = '{% from "ui/_pager.html" import pager %}{{ pager(value) }}'
    assert draw(source, value=Pager(Words.of("这一页 {n} 件", n=1))).strip() == ""
