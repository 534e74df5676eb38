"""A sheet of residents' messages: every row once, none lost, none invented."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from lianxin.intake.sheet import SheetResult, sheet_key, sheet_report, take_sheet
from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.matters.access import matters_visible_to
from lianxin.matters.models import Clock, Matter, Step, Voice
from lianxin.matters.timeline import timeline_of
from lianxin.rulebook.packs import pack_on
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
HEAD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数")
ROWS: list[tuple[Any, ...]] = [
    (188006, "A0001", "路灯坏了", "2019/2/28 11:25:05", "\n\t\t\t路灯坏了三天了，天黑看不见。\n", 0, 0),
    (188007, "A0002", "井盖没了", datetime.datetime(2019, 11, 5, 14, 31), "门口的井盖没了_x000D_\n好危险", 0, 1),
    (188008, "A0003", "", "", "没有主题的一条", 0, 2097),
    (188009, "A0001", "只有主题", datetime.date(2019, 8, 1), None, 0, 0),
]  # fmt: skip


def sheet(
    folder: Path, rows: Sequence[Sequence[Any]], head: Sequence[Any] = HEAD, name: str = "a.xlsx"
) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in [head, *rows]:
        page.append(list(row))
    book.save(folder / name)
    return folder / name


def take(world: World, path: Path, *, now: datetime.datetime = cast.NOW) -> SheetResult:
    result = take_sheet(path, room=world.rooms["立山区"], now=now, progress=False)
    world.house()
    return result


def counts(result: SheetResult) -> tuple[int, int, int, int]:
    return result.rows, result.taken, result.already, len(result.refused)


class TestTaking:
    def test_every_row_is_a_matter(self, world: World, tmp_path: Path) -> None:
        result = take(world, sheet(tmp_path, ROWS))

        assert counts(result) == (4, 4, 0, 0)
        assert Matter.objects.count() == Voice.objects.count() == 4

    def test_how_to_tell_is_not_known(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))

        assert set(Voice.objects.values_list("reach", flat=True)) == {""}

    def test_subject_and_detail_are_said_once(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))

        assert dict(Voice.objects.values_list("source_ref", "words")) == {
            "188006": "路灯坏了三天了，天黑看不见。",
            "188007": "井盖没了\n门口的井盖没了\n好危险",
            "188008": "没有主题的一条",
            "188009": "只有主题",
        }

    def test_the_day_it_was_written_is_kept_and_the_clock_runs_from_today(
        self, world: World, tmp_path: Path
    ) -> None:
        take(world, sheet(tmp_path, ROWS))

        voice = Voice.objects.select_related("matter").get(source_ref="188006")
        assert voice.said_at is not None
        assert local(voice.said_at).isoformat() == "2019-02-28T11:25:05+08:00"
        assert voice.received_at == voice.matter.received_at == cast.NOW
        assert Clock.objects.get(matter=voice.matter, kind="dispatch").starts_at == cast.NOW
        (line,) = timeline_of(voice.matter, pack_on(cast.NOW.date()))
        assert line.said.values["said"]

    def test_who_wrote_it_is_stored_nowhere(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))

        assert not Voice.objects.exclude(speaker=None).exists()
        assert set(Voice.objects.values_list("share", "channel")) == {("anonymous", "sheet")}
        for voice in Voice.objects.all():
            assert "A000" not in "".join(map(str, vars(voice).values()))

    def test_the_system_takes_it(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))

        assert set(Step.objects.values_list("verb", "actor")) == {("register", "system")}

    def test_columns_are_known_in_any_order_and_below_a_title(self, world: World, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        for row in (["留言汇总"], [], ["留言详情", "别的", " 留言编号 "], ["灯不亮", "x", "7"]):
            page.append(row)
        book.save(tmp_path / "b.xlsx")

        result = take(world, tmp_path / "b.xlsx")

        assert counts(result) == (1, 1, 0, 0)
        assert Voice.objects.get().words == "灯不亮"

    def test_the_sheet_is_found_among_others(self, world: World, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(sheet(tmp_path, ROWS))
        book.create_sheet("说明", 0).append(["先看这里"])
        book.save(tmp_path / "a.xlsx")

        assert counts(take(world, tmp_path / "a.xlsx")) == (4, 4, 0, 0)

    def test_a_danger_is_urgent(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, [(1, "", "楼道里有煤气味", "", "", 0, 0)]))

        assert Matter.objects.get().urgent

    def test_long_messages_come_whole(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, [(1, "", "", "", "长" * 7028, 0, 0)]))

        assert len(Voice.objects.get().words) == 7028

    def test_rare_characters_come_whole(self, world: World, tmp_path: Path) -> None:
        words = "𬭎家湾 😀 مرحبا <A市办法> ‮倒着写"
        take(world, sheet(tmp_path, [(1, "", "", "", words, 0, 0)]))

        assert Voice.objects.get().words == words


class TestOnce:
    def test_again_nothing_is_taken(self, world: World, tmp_path: Path) -> None:
        path = sheet(tmp_path, ROWS)
        take(world, path)

        assert counts(take(world, path)) == (4, 0, 4, 0)
        assert Matter.objects.count() == 4

    def test_under_another_name_and_with_more_rows_only_those_are_taken(
        self, world: World, tmp_path: Path
    ) -> None:
        take(world, sheet(tmp_path, ROWS))
        other = sheet(tmp_path, [*ROWS[::-1], (9, "", "新的", "", "", 0, 0)], name="另一个.xlsx")

        assert counts(take(world, other)) == (5, 1, 4, 0)

    def test_a_column_elsewhere_is_still_the_same_source(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))
        turned = sheet(tmp_path, [row[::-1] for row in ROWS], HEAD[::-1], name="b.xlsx")

        assert counts(take(world, turned)) == (4, 0, 4, 0)

    def test_a_run_broken_off_goes_on_where_it_was(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS[:2], name="half.xlsx"))

        assert counts(take(world, sheet(tmp_path, ROWS))) == (4, 2, 2, 0)

    def test_a_row_twice_in_one_sheet_is_one_matter(self, world: World, tmp_path: Path) -> None:
        assert counts(take(world, sheet(tmp_path, [ROWS[0], ROWS[0]]))) == (2, 1, 1, 0)

    def test_the_same_text_under_two_numbers_is_two_matters(self, world: World, tmp_path: Path) -> None:
        rows = [(1, "", "", "", "灯不亮", 0, 0), (2, "", "", "", "灯不亮", 0, 0)]

        assert counts(take(world, sheet(tmp_path, rows))) == (2, 2, 0, 0)

    def test_a_number_used_for_other_words_is_refused_and_named(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))

        result = take(world, sheet(tmp_path, [(188006, "", "", "", "完全另一件事", 0, 0)]))

        assert counts(result) == (1, 0, 0, 1)
        assert sheet_report(result)["refusals"] == [
            {"row": 2, "reason": "留言编号 188006 已经登记过，话不一样，没有登记"}
        ]

    def test_a_key_is_not_to_be_guessed_from_the_sheet(self) -> None:
        assert sheet_key("sheet:a", "1") == sheet_key("sheet:a", "1")
        assert len({sheet_key("sheet:a", "1"), sheet_key("sheet:a", "2"), sheet_key("sheet:b", "1")}) == 3


class TestRefusing:
    def test_a_row_that_cannot_be_taken_is_named_with_its_number(self, world: World, tmp_path: Path) -> None:
        rows = [
            ROWS[0],
            (None, "", "没有编号", "", "", 0, 0),
            (3, "", " ", "", "\n\t", 0, 0),
            (4, "", "", "", "长" * 20001, 0, 0),
            ("5" * 81, "", "灯", "", "", 0, 0),
        ]

        result = take(world, sheet(tmp_path, rows))

        assert counts(result) == (5, 1, 0, 4)
        report = sheet_report(result)
        assert report["refused"] == 4
        assert report["refusals"] == [
            {"row": 3, "reason": "没有留言编号，登记了以后认不出是哪一条"},
            {"row": 4, "reason": "主题和详情都是空的"},
            {"row": 5, "reason": "写了 20001 个字，最多 20000 个字；请分成几件，或删短一些"},
            {"row": 6, "reason": "留言编号超过 80 个字"},
        ]

    def test_the_number_named_is_the_one_the_sheet_shows(self, world: World, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        page = book.active
        for place, text in {
            "C3": "留言编号",
            "D3": "留言详情",
            "C5": "7",
            "D5": " ",
            "D8": "没有编号",
        }.items():
            page[place] = text
        book.save(tmp_path / "low.xlsx")

        assert [refusal.row for refusal in take(world, tmp_path / "low.xlsx").refused] == [5, 8]

    def test_empty_rows_are_no_rows(self, world: World, tmp_path: Path) -> None:
        rows = [ROWS[0], (None,) * 7, ("", " ", None, None, None, None, None), ROWS[1]]

        assert counts(take(world, sheet(tmp_path, rows))) == (2, 2, 0, 0)

    @pytest.mark.parametrize("date", ["1899-12-30", "1900/1/1", "2099-01-01", "不记得了", 3])
    def test_a_date_that_cannot_be_is_noted_and_the_row_is_taken(
        self, world: World, tmp_path: Path, date: object
    ) -> None:
        result = take(world, sheet(tmp_path, [(1, "", "灯不亮", date, "", 0, 0)]))

        assert counts(result) == (1, 1, 0, 0)
        assert [note.row for note in result.noted] == [2]
        assert Voice.objects.get().said_at is None

    def test_no_date_at_all_is_nothing_to_note(self, world: World, tmp_path: Path) -> None:
        assert take(world, sheet(tmp_path, [(1, "", "灯不亮", None, "", 0, 0)])).noted == []

    @pytest.mark.parametrize("head", [("编号", "内容"), ("留言编号", "标题"), ("留言详情",)])
    def test_a_sheet_without_the_columns_is_refused(
        self, world: World, tmp_path: Path, head: tuple[str, ...]
    ) -> None:
        with pytest.raises(Refused, match="没有找到"):
            take(world, sheet(tmp_path, [(1, "x")], head))

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04 not really", "留言编号\n1".encode(), b"\x00" * 100]
    )
    def test_what_is_no_sheet_is_refused(self, world: World, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "x.xlsx"
        path.write_bytes(content)

        with pytest.raises(Refused, match="打不开"):
            take(world, path)

    def test_a_missing_file_is_refused(self, world: World, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="打不开"):
            take(world, tmp_path / "nowhere.xlsx")


class TestSeeing:
    def test_only_the_district_sees_what_came_to_its_room(self, world: World, tmp_path: Path) -> None:
        take(world, sheet(tmp_path, ROWS))

        seen = {name: matters_visible_to(world.reader(name)).count() for name in ("钱立", "何敏", "罗芳")}

        assert seen == {"钱立": 0, "何敏": 0, "罗芳": 4}


def samples() -> Path | None:
    folder = os.environ.get("LIANXIN_SAMPLES")
    return Path(folder) if folder else None


@pytest.mark.skipif(samples() is None, reason="LIANXIN_SAMPLES is not set: no real sheet to try")
def test_real_messages_come_in_without_one_lost(world: World, tmp_path: Path) -> None:
    folder = samples()
    assert folder is not None
    real = folder / "messages" / "residents_4326.xlsx"
    source = openpyxl.load_workbook(real, read_only=True).worksheets[0]
    rows = list(source.iter_rows(values_only=True))
    path = sheet(tmp_path, rows[1:301], [str(name) for name in rows[0]])

    assert counts(take(world, path)) == (300, 300, 0, 0)
    moved = shutil.copy(path, tmp_path / "moved.xlsx")
    assert counts(take(world, Path(moved))) == (300, 0, 300, 0)
    assert Voice.objects.exclude(said_at=None).count() == 300
