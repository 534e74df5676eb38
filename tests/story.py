"""The founding story (DESIGN §1) as its people live it, page by page; whoever walks it brings the visitors.

A resident says that the road has sunk; it is written down, sent up twice, coordinated, mended, told, rated, closed.
Each step asserts what its person sees before she goes on. Nothing here touches the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.seen import Given
from tests.visitors import Visitor
from tests.world import SUNK_ROAD

Slip = Callable[[str], str]  # the code of a sign-in slip for somebody of the cast

GIST = SUNK_ROAD.split("。")[0]
PASSWORD = "三只麻雀一起飞过大桥"  # noqa: S105 - the cast's, in a database that is thrown away
ANSWER = "我们到现场挖开看了，雨水管的接口脱开，水把土掏空。管子接好，坑填实，铺了新砖。"
ADVICE = "当天已用围栏围住，夜里有人看。"
CONTACT = {
    "您的姓名和电话，可以给谁看": "也给办事的单位",
    "怎么称呼": "周桂兰",
    "电话": "13800000427",
    "有了答复，怎么告诉您": "打电话",
}
LOGINS = {
    "何敏": "hemin", "吴迪": "wudi", "罗芳": "luofang", "郭强": "guoqiang", "田野": "tianye", "方圆": "fangyuan",
    "林晓": "linxiao", "钱立": "qianli", "韩冬": "handong",
}  # fmt: skip


@dataclass(frozen=True)
class Receipt:
    """What a resident takes home."""

    ref: str
    code: str
    promised: str


@dataclass
class Town:
    """The people of the story, each with a browser of her own.

    `slips` gives a code for whoever signs in first; `rest` lets the worker do what is pending.
    """

    visitor: Callable[[], Visitor]
    slips: Slip
    rest: Callable[[], object]
    inside: dict[str, Visitor] = field(default_factory=dict)

    def staff(self, name: str) -> Visitor:
        """Somebody of the cast, signed in by slip the first time."""
        if name not in self.inside:
            self.inside[name] = self.visitor()
            sign_in_by_slip(self.inside[name], LOGINS[name], self.slips(name))
        return self.inside[name]


def sign_in_by_slip(who: Visitor, login: str, code: str) -> None:
    """First sign-in: the slip's code, and a password of one's own."""
    who.open("/in/")
    who.follow("有登录条，或者忘了口令")
    given = {"登录名": login, "登录条上的码": code, "新口令": PASSWORD, "再写一遍新口令": PASSWORD}
    who.press("定下口令，进入", given)
    assert who.path == "/inbox/", who.seen.words


def print_a_slip(organiser: Visitor, name: str) -> str:
    """罗芳 prints a slip for somebody; the code as it stands on the paper."""
    organiser.follow("名册")
    organiser.follow(name)
    organiser.follow("打登录条")
    organiser.press("做一张登录条")
    assert organiser.seen.heading == f"{name}的登录条"
    return organiser.seen.facts["码"]


def write_it(who: Visitor, *, words: str = SUNK_ROAD, about: str = "不是", contact: Given = CONTACT) -> None:
    """周桂兰 at the page of her room: what, how to find her; the check lies before her."""
    who.open("/r/shenxin/")
    who.follow("我要反映")
    where = {"在哪里（不写也行）": "14 号楼前", "是不是反映本社区或者工作人员？": about}
    who.press("下一步：留电话", {"什么事": words, **where})
    who.press("下一步：核对", contact)
    assert words in who.seen.words
    assert "13800000427" in who.seen.words


def hand_in(who: Visitor) -> Receipt:
    """The check is right: the receipt."""
    who.press("对的，交上去")
    return receipt_shown(who)


def receipt_shown(who: Visitor) -> Receipt:
    """The receipt that lies before her."""
    assert who.seen.heading == "您的事已经登记", who.seen.words
    facts = who.seen.facts
    return Receipt(facts["编号"], facts["查询码"], facts["哪天前答复"])


def track(who: Visitor, receipt: Receipt) -> None:
    """The resident asks after it, with what stands on her receipt."""
    who.open("/t/")
    who.press("查办到哪一步", {"编号": receipt.ref, "查询码（8 位数字）": receipt.code})
    assert who.path == f"/t/{receipt.ref}/", who.seen.words


def find(who: Visitor, gist: str = GIST) -> None:
    """A matter, from the list of whoever has it to do."""
    who.open("/inbox/")
    who.follow(gist)
    assert who.seen.heading == gist


def do(who: Visitor, act: str, button: str, given: dict[str, str] | None = None) -> None:
    """One verb on the page of a matter: its button of the toolbar, its form, what was done."""
    who.follow(act)
    who.press(button, given)
    assert "办好了。" in who.seen.words, who.seen.words


def live(town: Town) -> Receipt:
    """The whole story, from the resident's words to the closed matter."""
    resident = town.visitor()
    write_it(resident)
    receipt = hand_in(resident)
    first_day(town)
    triage_and_send_up(town)
    assign(town, receipt)
    handle(town)
    wait(resident, receipt)
    tell(town)
    rate(resident, receipt)
    close(town)
    return receipt


def first_day(town: Town) -> None:
    """何敏 comes in by the slip that 罗芳 printed for her, leaves, and comes back by her own password."""
    hemin = town.inside["何敏"] = town.visitor()
    sign_in_by_slip(hemin, LOGINS["何敏"], print_a_slip(town.staff("罗芳"), "何敏"))
    hemin.press("退出")
    hemin.open("/inbox/")
    assert hemin.path.startswith("/in/"), hemin.path
    hemin.press("进入", {"登录名": LOGINS["何敏"], "口令": PASSWORD})
    assert hemin.path == "/inbox/", hemin.seen.words
    town.rest()


def triage_and_send_up(town: Town) -> None:
    """何敏 finds it in her inbox, triages, sends up; 吴迪 sends up again."""
    hemin, wudi = town.staff("何敏"), town.staff("吴迪")
    find(hemin)
    assert SUNK_ROAD in hemin.seen.words
    do(hemin, "分类", "分好了", {"类别": "道路出行", "这是哪一种": "要求"})
    do(hemin, "上报", "报上去", {"原因": "社区没有力量修路"})
    town.rest()
    find(wudi)
    do(wudi, "上报", "报上去", {"原因": "要区住建局来修"})
    town.rest()


def assign(town: Town, receipt: Receipt) -> None:
    """罗芳 sees the day of the receipt, and why it is that day, before she sets it."""
    luofang = town.staff("罗芳")
    find(luofang)
    luofang.follow("交办")
    day = receipt.promised.removesuffix("前")
    limits = [one for one in luofang.seen.form("派出去").options("时限") if day in one]
    assert len(limits) == 1, (day, luofang.seen.form("派出去").options("时限"))
    assert f"为什么是这天：{limits[0].split('：')[0]}，{day}" in luofang.seen.words
    luofang.unfold("请别的单位协办")
    luofang.press("派出去", {"主办单位": "区住建局", "时限": limits[0], "协办单位": "深沟寺街道"})
    assert f"交给区住建局主办，深沟寺街道协办，{day}前办完" in luofang.seen.words
    town.rest()


def handle(town: Town) -> None:
    """郭强 accepts and notes, 田野 advises, 郭强 answers with A."""
    guoqiang = town.staff("郭强")
    find(guoqiang)
    do(guoqiang, "签收", "签收")
    do(guoqiang, "记一步", "记下来", {"做了什么，看到什么": "挖开看了，是雨水管脱开", "给居民看": "是"})
    tianye = town.staff("田野")
    find(tianye)
    do(tianye, "给协办意见", "交上去", {"协办意见": ADVICE})
    town.rest()
    find(guoqiang)
    assert ADVICE in guoqiang.seen.words
    answer(town, ANSWER)


def answer(town: Town, words: str) -> None:
    """郭强 answers: solved."""
    guoqiang = town.staff("郭强")
    find(guoqiang)
    do(guoqiang, "写答复", "写好了，交上去", {"给居民的话": words, "结果": "A 已经解决"})
    town.rest()


def wait(resident: Visitor, receipt: Receipt) -> None:
    """The answer is there, and 周桂兰 is to hear it from a person first: her page says when, not what."""
    track(resident, receipt)
    assert "您说的事有答复了。联络员会在" in resident.seen.words
    assert ANSWER not in resident.seen.words


def tell(town: Town, words: str = ANSWER) -> None:
    """何敏 reads the answer and telephones."""
    hemin = town.staff("何敏")
    find(hemin)
    assert words in hemin.seen.words
    do(hemin, "告知居民", "记下来", {"怎么告诉的": "打电话告知", "联系上没有": "联系上了，告诉了"})
    town.rest()


def rate(resident: Visitor, receipt: Receipt) -> None:
    """周桂兰 reads the answer, and what each did, and rates it."""
    track(resident, receipt)
    assert ANSWER in resident.seen.words
    assert "挖开看了，是雨水管脱开" in resident.seen.words
    assert ADVICE not in resident.seen.words
    resident.press("交评价", {"答复告诉到您了吗": "告诉到了", "问题解决了吗": "解决了", "您满意吗": "满意"})
    assert "评价收到了，谢谢您。" in resident.seen.words


def close(town: Town) -> None:
    """何敏 closes."""
    hemin = town.staff("何敏")
    hemin.open("/inbox/?view=open")
    hemin.follow(GIST)
    do(hemin, "办结这件事", "办结这件事")
    town.rest()
