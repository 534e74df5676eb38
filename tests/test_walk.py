"""The walk: the founding story and its neighbours through real pages, each request its own transaction, no script anywhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.utils import timezone

from lianxin.people.actions import make_slip
from lianxin.site import readiness
from lianxin.site.commands.verify import verify
from lianxin.site.readers import READERS
from lianxin.site.worker import Worker
from tests import story
from tests import world as cast
from tests.story import GIST, Town
from tests.visitors import PlainVisitor, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

ABOUT = "窗口的人让我跑了三趟，每趟说的都不一样。我不想让社区的人知道是我说的。"
ABOUT_GIST = ABOUT.split("。")[0]
ROOM = "深新社区党代表工作室"


@pytest.fixture
def town() -> Town:
    """The cast's district as of today; whoever signs in first gets a slip, and the worker is at hand."""
    with transaction.atomic():
        world = cast.build()

    def slip(name: str) -> str:
        return make_slip(world.person(name), now=timezone.now(), hours=1)[1]

    return Town(PlainVisitor, slip, Worker(READERS).drain)


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> str:
    """What `lianxin verify` says at the end; the suite's database runs already."""
    monkeypatch.setattr(readiness, "have_database", lambda **_: None)
    return "对过了，不同的有 0 处"


def board(town: Town, row: str) -> dict[str, int]:
    """The numbers of one row of the board, by column."""
    luofang = town.staff("罗芳")
    luofang.open("/board/")
    columns = luofang.seen.rows[0][1:]
    numbers = next(cells[1:] for cells in luofang.seen.rows if cells[0] == row)
    return {column: int(number) for column, number in zip(columns, numbers, strict=True) if int(number)}


def opened(town: Town, name: str, path: str) -> str:
    """What somebody reads at an address."""
    town.staff(name).open(path)
    return town.staff(name).seen.words


def news(town: Town, name: str) -> str:
    """What is new for somebody."""
    return opened(town, name, "/new/")


def is_nowhere(who: Visitor, ref: str, gist: str) -> bool:
    """Whether somebody finds a matter neither in a list, nor by its reference, nor by its address."""
    who.open("/inbox/?view=open")
    listed = gist in who.seen.words
    who.press("打开", {"按编号或查询码找": ref})
    found = f"没有 {ref} 这件事，或者不归这里看" not in who.seen.words
    who.open(f"/m/{ref}/")
    return not listed and not found and who.status == 404


def test_a_sunken_road_is_said_mended_told_and_closed(town: Town, proved: str) -> None:
    receipt = story.live(town)

    hemin = town.staff("何敏")
    said = [line for line in hemin.seen.words.split("\n") if line.startswith(("深", "区", "组", "居民"))]
    day = receipt.promised.removesuffix("前")
    assert said[said.index("深新社区 何敏办结了这件事") :][:12] == [
        "深新社区 何敏办结了这件事",
        "居民：满意，问题解决了",
        "深新社区 何敏打电话告知",
        "区住建局 郭强写了答复，结果：已经解决",
        "居民看得到",
        "深沟寺街道 田野给出协办意见",
        "区住建局 郭强记了一步",
        "居民看得到",
        "区住建局 郭强签收，开始办理",
        f"组织部 罗芳交给区住建局主办，深沟寺街道协办，{day}前办完",
        "深沟寺街道 吴迪向上反映，请立山区协调",
        "深新社区 何敏向上反映，请深沟寺街道协调",
    ]
    assert board(town, ROOM) == {"已办结": 1}
    assert board(town, "全区") == {"已办结": 1}
    behind = {address for number, address in town.staff("罗芳").seen.links if number == "1"}
    assert [address for address in behind if GIST not in opened(town, "罗芳", address)] == []
    assert "深新社区 何敏向上反映，请深沟寺街道协调" in news(town, "吴迪")
    assert "居民：满意，问题解决了" in news(town, "郭强")
    assert is_nowhere(town.staff("钱立"), receipt.ref, GIST)
    assert proved in CliRunner().invoke(verify).output


def test_on_reception_friday_a_delegate_writes_down_what_somebody_says(town: Town, proved: str) -> None:
    linxiao = town.staff("林晓")
    linxiao.follow("登记")
    linxiao.press(
        "登记",
        {
            "怎么来的": "当面", "原话": cast.SUNK_ROAD, "在哪里": "14 号楼前", "怎么称呼": "周桂兰",
            "电话": "13800000427", "姓名和电话可以给谁看": "也给办事的单位",
            "已经告诉他：留下的话和联系方式给谁看、留多久": "是", "有了答复，怎么告诉他": "打电话",
        },
    )  # fmt: skip
    slip = linxiao.seen.facts
    receipt = story.Receipt(slip["编号"], slip["查询码"], slip["哪天前答复"])
    linxiao.open("/inbox/?view=open")
    assert GIST in linxiao.seen.words
    assert is_nowhere(town.staff("钱立"), receipt.ref, GIST)

    resident = town.visitor()
    story.track(resident, receipt)
    assert "您说的事收到了。" in resident.seen.words
    story.triage_and_send_up(town)
    assert board(town, ROOM) == {"没办结": 1, "已登记": 1}
    assert "深新社区 林晓登记了这件事" in town.staff("吴迪").seen.words
    assert proved in CliRunner().invoke(verify).output


def test_what_is_about_the_room_passes_it_by(town: Town, proved: str) -> None:
    resident = town.visitor()
    only_the_office = {"您的姓名和电话，可以给谁看": "只留给区里组织部门"}
    story.write_it(resident, words=ABOUT, about="是", contact=story.CONTACT | only_the_office)
    receipt = story.hand_in(resident)
    town.rest()
    around = ("何敏", "林晓", "吴迪", "钱立", "方圆", "郭强")
    assert [name for name in around if not is_nowhere(town.staff(name), receipt.ref, ABOUT_GIST)] == []

    luofang = town.staff("罗芳")
    story.find(luofang, ABOUT_GIST)
    story.do(luofang, "分类", "分好了", {"类别": "其他", "这是哪一种": "意见"})
    luofang.follow("交办")
    offered = luofang.seen.form("派出去").options("主办单位")
    assert not {"深新社区", "深沟寺街道"} & set(offered)
    luofang.press("派出去", {"主办单位": "区城管局"})
    fangyuan = town.staff("方圆")
    story.find(fangyuan, ABOUT_GIST)
    assert "查看姓名和电话" not in fangyuan.seen.words
    assert "周*" not in fangyuan.seen.words
    assert "138" not in fangyuan.seen.words
    story.do(fangyuan, "签收", "签收")
    story.do(fangyuan, "写答复", "写好了，交上去", {"给居民的话": "问过了，窗口改了。", "结果": "A 已经解决"})
    story.find(luofang, ABOUT_GIST)
    story.do(luofang, "告知居民", "记下来", {"怎么告诉的": "打电话告知", "联系上没有": "联系上了，告诉了"})
    town.rest()

    story.track(resident, receipt)
    assert "问过了，窗口改了。" in resident.seen.words
    unaware = [name for name in around if name != "方圆"]
    assert [name for name in unaware if not is_nowhere(town.staff(name), receipt.ref, ABOUT_GIST)] == []
    assert [name for name in unaware if ABOUT_GIST in news(town, name)] == []
    assert board(town, ROOM) == {}
    assert board(town, "反映工作室或工作人员的") == {"没办结": 1, "已告知": 1}
    assert proved in CliRunner().invoke(verify).output


def test_what_was_not_mended_is_done_again(town: Town, proved: str) -> None:
    resident = town.visitor()
    story.write_it(resident)
    receipt = story.hand_in(resident)
    story.triage_and_send_up(town)
    story.assign(town, receipt)
    story.handle(town)
    story.tell(town)
    story.track(resident, receipt)
    resident.press("请再办一次", {"哪里没办好": "新铺的砖又塌了"})
    assert "收到了，会再办一次，按新定的日子给您答复。" in resident.seen.words
    assert "有答复（还没到）" in resident.seen.words.split("\n")
    town.rest()

    guoqiang = town.staff("郭强")
    story.find(guoqiang)
    assert "新铺的砖又塌了" in guoqiang.seen.words
    assert board(town, ROOM) == {"没办结": 1, "办理中": 1}
    story.answer(town, "又挖开，换了整段管子。")
    story.tell(town, "又挖开，换了整段管子。")
    hemin = town.staff("何敏")
    hemin.follow("记下居民的评价")
    hemin.press("记下来")
    assert "选一下答复收到没有" in hemin.seen.words
    story.track(resident, receipt)
    assert "区住建局以前的答复" in resident.seen.words
    resident.press(
        "交评价", {"答复告诉到您了吗": "告诉到了", "问题解决了吗": "解决了", "您满意吗": "基本满意"}
    )
    story.close(town)
    assert board(town, ROOM) == {"已办结": 1}
    assert proved in CliRunner().invoke(verify).output
