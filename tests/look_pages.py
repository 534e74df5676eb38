"""Which pages `make look` takes of the demo district: tours, each by one person, that stop at every page worth a look.

A tour drives a visitor (fill in, press, follow) and yields a `Stop` whenever what lies before her is to be taken. It
finds nothing wrong and takes no picture itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from tests.browser.hands import BrowserVisitor
from tests.look_district import PASSWORD, District, Told

REFUSED, FASTER = 400, 409
ROOM = "/r/shennan/"


@dataclass(frozen=True)
class Stop:
    """A page to be taken: a short name for its picture, and the status it should have."""

    name: str
    status: int = 200


@dataclass(frozen=True)
class Tour:
    """The pages of one kind of reader. `public`: they are residents' pages, and must be light."""

    name: str
    walk: Callable[[BrowserVisitor, District], Iterator[Stop]]
    public: bool = False


def outside(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """What anybody sees, and what is not there."""
    for name, path, status in (
        ("home", "/", 200), ("privacy", "/privacy/", 200), ("room", ROOM, 200), ("no-room", "/r/nowhere/", 404),
        ("not-there", "/nowhere/", 404), ("gone", f"{ROOM}say/00000000-0000-4000-8000-000000000000/you/", 404),
    ):  # fmt: skip
        who.open(path)
        yield Stop(name, status)
    who.open("/t/")
    yield Stop("track")
    who.press("查办到哪一步")
    yield Stop("track-refused")
    who.press("查办到哪一步", {"编号": "LS-2026-000001", "查询码（8 位数字）": "1234 5678"})
    yield Stop("track-wrong-code")
    who.context.clear_cookies(name="csrf")
    who.press("查办到哪一步", {"编号": "LS-2026-000001", "查询码（8 位数字）": "1234 5678"})
    yield Stop("no-token", 403)


def saying_it(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """Saying something, step by step, with what may be missing; a photo; words of danger; words after the receipt."""
    who.open(f"{ROOM}say/")
    yield Stop("say-1")
    key = who.seen.form(who.tr("下一步：留电话")).standing()["key"][0]
    who.press("下一步：留电话")
    yield Stop("say-1-refused")
    who.page.set_input_files("[name=photos]", {"name": "路.png", "mimeType": "image/png", "buffer": photo()})
    words = "厨房里闻到煤气味，开窗也有，不敢点火。打我电话 13800000119。"
    who.press("下一步：留电话", {"什么事": words, "在哪里（不写也行）": "21 号楼 1 单元 101"})
    yield Stop("say-2")
    who.press("下一步：核对", {"怎么称呼": "郑女士", "电话": "12", "有了答复，怎么告诉您": "打电话"})
    yield Stop("say-2-refused")
    contact = {"怎么称呼": "郑女士", "电话": "13800000119", "您的姓名和电话，可以给谁看": "也给办事的单位"}
    who.press("下一步：核对", contact)
    yield Stop("say-3-check")
    check = who.path
    who.follow(f"{who.tr('修改')} {who.tr('什么事')}")
    yield Stop("say-1-again")
    who.open(check)
    who.press("对的，交上去")
    yield Stop("receipt")
    receipt = who.path
    who.open(f"{ROOM}say/")
    who.page.locator("[name=key]").evaluate("(hidden, key) => { hidden.value = key }", key)
    who.press("下一步：留电话", {"什么事": "刚才说少了：楼上也闻到了。"})
    yield Stop("receipt-other-words")
    who.press("补充到这件事")
    yield Stop("receipt-added")
    who.open(receipt)
    who.press("看办到哪一步")
    yield Stop("tracked-registered-urgent")


def about_the_room(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """Saying something about the room or its staff."""
    who.open(f"{ROOM}say/")
    about = {"什么事": "窗口的人让我跑了三趟。", "是不是反映本社区或者工作人员？": "是"}
    who.press("下一步：留电话", about)
    yield Stop("about-2")
    who.press("下一步：核对", {"您的姓名和电话，可以给谁看": "不留联系方式"})
    yield Stop("about-3-check")
    who.press("对的，交上去")
    yield Stop("about-receipt")


def asking_after(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """A resident's matter at every stage, and what she may do there."""
    for room, end in (
        ("科研社区", "registered"), ("新风社区", "assigned"), ("热电社区", "handling"), ("红光社区", "replied"),
        ("双胜社区", "told"), ("劳动社区", "closed"), ("深南社区", "referred"), ("深南社区", "redo"), ("深南社区", "planned"),
        ("深南社区", "on_spot"), ("立桥社区", "unreached"),
        ("光明社区", "overdue_promise"), ("深南社区", "promise_kept"), ("朝阳社区", "promise_told"),
    ):  # fmt: skip
        _track(who, district.at(end, room))
        yield Stop(f"tracked-{end.replace('_', '-')}")
    told = district.at("told", "双胜社区")
    for name, button in (("rate", "交评价"), ("redo", "请再办一次"), ("add", "补充上去")):
        _track(who, told)
        who.press(button)
        yield Stop(f"tracked-{name}-refused")
    _track(who, told)
    answers = {"答复告诉到您了吗": "告诉到了", "问题解决了吗": "解决了", "您满意吗": "基本满意"}
    who.press("交评价", answers)
    yield Stop("tracked-rated")


def doors(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """The doors of staff."""
    who.open("/in/")
    yield Stop("sign-in")
    who.press("进入", {"登录名": "hemin", "口令": "不是这个"})
    yield Stop("sign-in-refused")
    who.open("/in/slip/")
    yield Stop("sign-in-slip")
    who.press(
        "定下口令，进入",
        {"登录名": "hemin", "登录条上的码": "ABCD", "新口令": "1234", "再写一遍新口令": "12"},
    )
    yield Stop("sign-in-slip-refused")


def liaison(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """何敏: her lists, a matter at each stage, every form, the desk, a contact."""
    _enter(who, "hemin")
    yield Stop("inbox-liaison")
    for name, path in (
        ("all", "?view=open"), ("done", "?view=done"),
        ("nothing", "?view=open&stage=joined"), ("narrowed", "?view=open&stage=handling"),
    ):  # fmt: skip
        who.open(f"/inbox/{path}")
        yield Stop(f"inbox-{name}")
    for end in (
        "registered",
        "triaged",
        "assigned",
        "handling",
        "replied",
        "told",
        "planned",
        "closed",
        "referred",
        "redo",
        "joined",
        "void",
    ):
        who.open(f"/m/{district.at(end).ref}/")
        yield Stop(f"matter-{end}")
    for end, verbs in (
        ("triaged", ("supplement", "triage", "answer_on_spot", "refer_out", "send_up", "assign", "note")),
        ("triaged", ("pass_on", "join", "correct")), ("joined", ("part",)),
        ("replied", ("tell", "redo")), ("told", ("rate", "close")),
    ):  # fmt: skip
        yield from _forms(who, district.at(end), *verbs)
    yield from _contact(who, district.at("replied"))
    yield from _desk(who)
    yield from _paper(who)
    for name, path in (
        ("tell-list", "/tell/"), ("promises-liaison", "/promises/"),
        ("matter-promise-kept", f"/m/{district.at('promise_kept').ref}/"),
        ("news-liaison", "/new/"), ("me", "/me/"), ("find", "/find/"),
        ("password", "/in/password/"),
    ):  # fmt: skip
        who.open(path)
        yield Stop(name)
    who.press("换成新口令")
    yield Stop("password-refused")
    who.open("/m/LS-2026-999999/")
    yield Stop("matter-not-there", 404)
    who.open("/board/")
    yield Stop("board-not-yours", 404)


def delegate(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """林晓: the matters of the room."""
    _enter(who, "linxiao")
    yield Stop("inbox-delegate")
    who.open(f"/m/{district.at('handling').ref}/")
    yield Stop("matter-delegate")
    for name, path in (("in-my-name", "/mine/"), ("tell-list-delegate", "/tell/")):
        who.open(path)
        yield Stop(name)
    yield from _forms(who, district.at("dictated"), "object_to")


def handler(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """郭强: what was given to his unit, and every form; once somebody was faster."""
    _enter(who, "guoqiang")
    yield Stop("inbox-handler")
    given, handled = district.at("assigned", "新风社区"), district.at("handling", "光明社区")
    who.open(f"/m/{given.ref}/")
    yield Stop("matter-handler")
    yield from _forms(who, given, "accept", "send_back")
    yield from _forms(who, handled, "reply", "extend", "pause")
    for end, room in (("extended", "光明社区"), ("paused", "朝阳社区")):
        who.open(f"/m/{district.at(end, room).ref}/")
        yield Stop(f"matter-{end}")
    yield from _forms(who, district.at("paused", "朝阳社区"), "resume")
    late = district.at("overdue_promise", "光明社区")
    for name, path in (
        ("promises", "/promises/"),
        ("promises-none", "/promises/?after=9999999999999999_1"),
        ("matter-promise", f"/m/{late.ref}/"),
    ):
        who.open(path)
        yield Stop(name)
    yield from _forms(who, late, "keep_promise")
    yield from _forms(who, district.at("returned", "光明社区"), "dispute")
    yield from _forms(who, district.at("supervised", "光明社区"), "explain")
    faster = BrowserVisitor(who.context, who.base, who.tr)
    for visitor in (who, faster):
        visitor.open(f"/m/{given.ref}/?do=accept")
    faster.press("签收")
    who.press("签收")
    yield Stop("matter-faster", FASTER)
    faster.page.close()


def organiser(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """罗芳: board, rooms, roster with their forms, matters about a room, assigning."""
    _enter(who, "luofang")
    yield Stop("inbox-organiser")
    for name, path in (
        ("board", "/board/"), ("news-organiser", "/new/"), ("rooms", "/rooms/"), ("room-change", "/rooms/shennan/change/"),
        ("roster", "/people/"), ("roster-none", "/people/?of=none"), ("roster-admins", "/people/?of=admins"),
        ("units", "/people/units/"), ("matter-about", f"/m/{district.at('about').ref}/"),
    ):  # fmt: skip
        who.open(path)
        yield Stop(name)
    for name, path, button in (
        ("room-add", "/rooms/add/", "开这间工作室"), ("person-add", "/people/add/", "加上这个人"),
        ("unit-add", "/people/units/add/", "加上这个单位"),
    ):  # fmt: skip
        who.open(path)
        yield Stop(name)
        who.press(button)
        yield Stop(f"{name}-refused")
    yield from _a_person(who)
    yield from _forms(who, district.at("sent_up", "朝阳社区"), "assign", "refer_out")
    who.open(f"/m/{district.at('sent_up', '朝阳社区').ref}/?do=assign")
    who.unfold("请别的单位协办")
    who.press("派出去", {"主办单位": "区城管局", "协办单位": "深沟寺街道"})
    yield Stop("matter-assigned-just-now")
    yield from _forms(who, district.at("assigned"), "reassign", "ask_void")
    who.open(f"/m/{district.at('disputed', '新风社区').ref}/")
    yield Stop("matter-disputed")


def assistant(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """田野: two posts; a view is asked of the unit of one of them."""
    _enter(who, "tianye")
    yield Stop("inbox-two-posts")
    yield from _forms(who, district.at("sent_up", "朝阳社区"), "advise")


def supervisor(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """韩冬: sees the district, asks again, presses, and prints what she asked."""
    _enter(who, "handong")
    yield Stop("inbox-supervisor")
    who.open(f"/m/{district.at('handling').ref}/")
    yield Stop("matter-supervisor")
    yield from _forms(who, district.at("replied"), "redo")
    for heading in ("red", "sent_back", "extended", "untouched", "promises", "explanations"):
        who.open(f"/watch/?of={heading}")
        yield Stop(f"watching-{heading.replace('_', '-')}")
    supervised = district.at("supervised", "光明社区")
    who.open(f"/m/{supervised.ref}/")
    yield Stop("matter-supervised")
    yield from _forms(who, supervised, "urge", "supervise")
    who.press("督办，打印督办单", {"要单位做什么、哪天前回话": "请三天内说明，先把墙下围起来。"})
    yield Stop("order")
    who.open("/promises/")
    yield Stop("promises-supervisor")


def next_door(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """钱立 gets «not there»."""
    _enter(who, "qianli")
    who.open(f"/m/{district.at('handling').ref}/")
    yield Stop("matter-next-door", 404)


TOURS: tuple[Tour, ...] = (
    Tour("outside", outside, public=True),
    Tour("saying-it", saying_it, public=True),
    Tour("about-the-room", about_the_room, public=True),
    Tour("asking-after", asking_after, public=True),
    Tour("doors", doors),
    Tour("liaison", liaison),
    Tour("delegate", delegate),
    Tour("supervisor", supervisor),
    Tour("next-door", next_door),
    Tour("organiser", organiser),
    Tour("assistant", assistant),
    Tour("handler", handler),
)


def photo() -> bytes:
    """A made picture, as a telephone sends one."""
    picture = Image.new("RGB", (640, 480), "#b9b4a8")
    ImageDraw.Draw(picture).ellipse((180, 160, 460, 360), fill="#5a544a")
    held = BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def _enter(who: BrowserVisitor, login: str) -> None:
    who.open("/in/")
    who.press("进入", {"登录名": login, "口令": PASSWORD})


def _track(who: BrowserVisitor, told: Told) -> None:
    who.open("/t/")
    who.press("查办到哪一步", {"编号": told.ref, "查询码（8 位数字）": told.code})


def _forms(who: BrowserVisitor, matter: Told, *verbs: str) -> Iterator[Stop]:
    """The form of each verb, and one that asks something also when it was sent with nothing in it."""
    for verb in verbs:
        name = f"form-{verb.replace('_', '-')}"
        who.open(f"/m/{matter.ref}/?do={verb}")
        yield Stop(name)
        offered = [form for form in who.seen.forms if form.action.endswith(f"/do/{verb}/")]
        assert offered, f"{verb} is not offered"
        if offered[0].labels and verb != "triage":
            with who.page.expect_navigation() as going:
                who.page.locator("form").nth(offered[0].number).locator("button").first.click()
            who.read(going.value.status if going.value else 0)
            yield Stop(f"{name}-refused", REFUSED)


def _contact(who: BrowserVisitor, matter: Told) -> Iterator[Stop]:
    who.open(f"/m/{matter.ref}/")
    who.follow("查看姓名和电话")
    yield Stop("contact")
    who.press("查看，并记下来")
    yield Stop("contact-refused", REFUSED)
    who.press("查看，并记下来", {"为什么要看": "打电话约上门的时间"})
    yield Stop("contact-shown")


def _desk(who: BrowserVisitor) -> Iterator[Stop]:
    who.open("/desk/")
    yield Stop("desk")
    who.press("登记", {"怎么称呼": "刘长顺", "电话": "13800000642"})
    yield Stop("desk-refused")
    told = {"已经告诉他：留下的话和联系方式给谁看、留多久": "是", "姓名和电话可以给谁看": "只留给工作室"}
    who.press("登记", {"怎么来的": "当面", "原话": "楼道灯不亮，老人上楼摸黑。", "在哪里": "3 号楼", **told})
    yield Stop("slip")


def _paper(who: BrowserVisitor) -> Iterator[Stop]:
    """Forms of paper."""
    who.open("/desk/paper/")
    yield Stop("paper")
    who.press("去打印", {"印几张": "0"})
    yield Stop("paper-refused")
    who.press("去打印", {"印几张": "2"})
    yield Stop("paper-forms")
    who.open("/desk/paper/")
    yield Stop("paper-printed")


def _a_person(who: BrowserVisitor) -> Iterator[Stop]:
    who.open("/people/")
    who.follow("林晓")
    yield Stop("person")
    person = who.path
    for name, link, button in (("post-add", "加岗位", "加上这个岗位"), ("term-add", "加任期", "加上这一届")):
        who.open(person)
        who.follow(link)
        yield Stop(name)
        who.press(button)
        yield Stop(f"{name}-refused")
    who.open(person)
    who.open([address for _, address in who.seen.links if address.endswith("/end/")][0])
    yield Stop("post-end")
    who.open(f"{person.partition('?')[0]}slip/")
    yield Stop("sign-in-slip-question")
    who.press("做一张登录条")
    yield Stop("sign-in-slip-printed")
    home = person.partition("?")[0]
    for name, path in (("stand-in", "away/"), ("hand-over", "hand-over/"), ("stop-person", "stop/")):
        who.open(f"{home}{path}")
        yield Stop(name)
