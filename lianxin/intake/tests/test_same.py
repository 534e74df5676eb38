"""The third time about the same thing is added to it; everything else begins anew. No database."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from lianxin.intake.same import Earlier, usual
from lianxin.matters.stages import CLOSED, HANDLING, REFERRED, REGISTERED

AT = datetime.datetime(2026, 6, 5, 10, 20, tzinfo=datetime.UTC)
ROAD = Earlier(1, "LS-2026-000001", "路塌", "", HANDLING, AT, AT, 2, "周**", "138 **** 0427", "", AT)
LAMP = replace(
    ROAD, matter=2, ref="LS-2026-000002", gist="灯不亮", received_at=AT + datetime.timedelta(days=1)
)


def test_the_third_time_is_added() -> None:
    found = usual([ROAD])

    assert found.matter == ROAD.matter
    assert found.why is not None


@pytest.mark.parametrize("times", [0, 1])
def test_the_second_time_is_asked(times: int) -> None:
    assert usual([replace(ROAD, times=times)]).matter is None


@pytest.mark.parametrize("stage", [CLOSED, REFERRED])
def test_what_is_done_begins_anew(stage: str) -> None:
    assert usual([replace(ROAD, stage=stage)]).matter is None


@pytest.mark.parametrize(
    ("changes", "is_added"),
    [
        pytest.param({"place": "3 号楼 2 单元"}, True, id="地点在里面"),
        pytest.param({"gist": "路塌"}, True, id="同一句话"),
        pytest.param({}, False, id="没有一样"),
        pytest.param({"place": "5 号楼"}, False, id="地点不同"),
        pytest.param({"gist": "路塌", "stage": CLOSED}, False, id="一件办结了"),
    ],
)
def test_two_alike_count_together(changes: dict[str, Any], is_added: bool) -> None:
    road = replace(ROAD, times=1, place="3号楼")
    lamp = replace(LAMP, times=1, **changes)

    for found in (usual([road, lamp]), usual([lamp, road])):
        assert found.matter == (LAMP.matter if is_added else None)
        assert (found.why is not None) == is_added


def test_of_two_the_newest_in_whatever_order() -> None:
    assert usual([ROAD, LAMP]).matter == usual([LAMP, ROAD]).matter == LAMP.matter


def test_a_newer_one_said_once_does_not_stand_before_an_older_said_twice() -> None:
    assert usual([replace(LAMP, times=1), replace(ROAD, stage=REGISTERED)]).matter == ROAD.matter


def test_nobody_known_begins_anew() -> None:
    found = usual([])

    assert found.matter is None
    assert found.why is None
