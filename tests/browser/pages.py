"""Visits to every kind of page of the cast's district, for the tests that look at each of them.

Each function lets a visitor go from page to page and yields a name at every stop. Owns the tour, asserts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from lianxin.people.models import Person
from tests import story
from tests.browser.hands import BrowserVisitor
from tests.doing import DOERS
from tests.world import World

Tour = Iterator[str]

ASSIGNED = (("何敏", "triage"), ("何敏", "send_up"), ("吴迪", "send_up"), ("罗芳", "assign"))
HANDLED = (*ASSIGNED, ("郭强", "accept"))
REPLIED = (*HANDLED, ("郭强", "reply"))
TOLD = (*REPLIED, ("何敏", "tell"))


def matter(world: World, *steps: tuple[str, str]) -> story.Receipt:
    """A matter that was registered and taken as far as these steps (who, verb), all of it just now."""
    with transaction.atomic():
        now = timezone.now()
        receipt = world.tell_the_house(now=now)
        for name, verb in steps:
            world.reader(name)
            DOERS[verb](world, receipt.matter_id, world.by(name), now)
    return story.Receipt(receipt.ref, receipt.code, "")


def enter(who: BrowserVisitor, person: Person) -> None:
    """Be somebody who signed in before."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    who.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": who.base}])


def public(world: World, resident: BrowserVisitor) -> Tour:
    """Every page that residents see, forms also as they look with something missing."""
    told, referred = matter(world, *TOLD), matter(world, ("何敏", "triage"), ("何敏", "refer_out"))
    for path in ("/", "/privacy/", "/r/shenxin/", "/r/nowhere/", "/nowhere/", "/t/"):
        resident.open(path)
        yield path
    resident.press("查办到哪一步")
    yield "/t/ refused"
    yield from _saying_it(resident)
    story.track(resident, referred)
    yield "tracked, referred"
    story.track(resident, told)
    yield "tracked, told"
    for button in ("交评价", "请再办一次", "补充上去"):
        resident.press(button)
        yield f"tracked, {button} refused"
        resident.open(f"/t/{told.ref}/")


def _saying_it(resident: BrowserVisitor) -> Tour:
    resident.open("/r/shenxin/say/")
    yield "step 1"
    resident.press("下一步：留电话")
    yield "step 1 refused"
    resident.press("下一步：留电话", {"什么事": "家里有煤气味，电话 13800000427"})
    yield "step 2"
    resident.press("下一步：核对", {"电话": "12", "有了答复，怎么告诉您": "打电话"})
    yield "step 2 refused"
    resident.press("下一步：核对", story.CONTACT)
    yield "step 3"
    resident.press("对的，交上去")
    yield "receipt"
    resident.press("看办到哪一步")
    yield "tracked, registered"


def door(world: World, visitor: BrowserVisitor) -> Tour:
    """The doors of staff."""
    yield from _each_refused(visitor, {"/in/": "进入", "/in/slip/": "定下口令，进入"})


def house(world: World, hemin: BrowserVisitor) -> Tour:
    """What the liaison of a house sees: lists, a matter at each stage, each of its forms, the desk, a contact."""
    new, told = matter(world), matter(world, *TOLD)
    replied = matter(world, *REPLIED)
    enter(hemin, world.person("何敏"))
    for path in ("/inbox/", "/inbox/?view=done", "/inbox/?missed=LS-2026-999999", "/new/"):
        hemin.open(path)
        yield path
    yield from _each_refused(hemin, {"/desk/": "登记", "/in/password/": "换成新口令"})
    yield from _forms(hemin, new, replied, told)
    hemin.open("/desk/")
    hemin.press("登记", {"怎么来的": "当面", "原话": "路灯坏了"})
    yield "slip"
    hemin.open(f"/m/{told.ref}/")
    hemin.follow("查看姓名和电话")
    hemin.press("查看，并记下来")
    yield "contact refused"
    hemin.press("查看，并记下来", {"为什么要看": "打电话约时间"})
    yield "contact shown"


def unit(world: World, guoqiang: BrowserVisitor) -> Tour:
    """What the handler of a lead sees."""
    given, handled = matter(world, *ASSIGNED), matter(world, *HANDLED)
    enter(guoqiang, world.person("郭强"))
    yield from _forms(guoqiang, given, handled)


def office(world: World, luofang: BrowserVisitor) -> Tour:
    """What an organiser sees: board, rooms, roster and their forms; assigning."""
    sent_up = matter(world, ("何敏", "send_up"), ("吴迪", "send_up"))
    enter(luofang, world.person("罗芳"))
    person, post = world.person("何敏").pk, world.posts["何敏"].pk
    for path in (
        "/board/",
        "/rooms/",
        "/people/",
        "/people/?of=none",
        "/people/units/",
        f"/people/{person}/",
    ):
        luofang.open(path)
        yield path
    forms = {
        "/rooms/add/": "开这间工作室", "/people/units/add/": "加上这个单位", "/people/add/": "加上这个人",
        f"/people/{person}/post/": "加上这个岗位", f"/people/{person}/term/": "加上这一届",
    }  # fmt: skip
    yield from _each_refused(luofang, forms)
    luofang.open(f"/people/post/{post}/end/")
    luofang.press("结束这个岗位", {"从哪天起不再担任": ""})
    yield "end of a post refused"
    luofang.open(f"/people/{person}/slip/")
    yield "slip question"
    luofang.press("做一张登录条")
    yield "sign-in slip"
    yield from _forms(luofang, sent_up)


def watch(world: World, handong: BrowserVisitor) -> Tour:
    """What the supervisor sees: her page, a matter with its forms, a slip."""
    supervised = matter(world, *HANDLED, ("韩冬", "supervise"))
    enter(handong, world.person("韩冬"))
    for path in ("/watch/?of=explanations", "/watch/?of=sent_back"):
        handong.open(path)
        yield path
    yield from _forms(handong, supervised)
    handong.open(f"/m/{supervised.ref}/")
    handong.open(next(address for _, address in handong.seen.links if "/order/" in address))
    yield "slip of supervising"


def _each_refused(who: BrowserVisitor, forms: dict[str, str]) -> Tour:
    """Each form (address → its button), and as it looks when nothing was filled in."""
    for path, button in forms.items():
        who.open(path)
        yield path
        who.press(button)
        yield f"{path} refused"


def _forms(who: BrowserVisitor, *receipts: story.Receipt) -> Tour:
    """The page of each matter, then each form of their toolbars once; one that asks something also with nothing filled in."""
    shown: set[str] = set()
    for receipt in receipts:
        address = f"/m/{receipt.ref}/"
        who.open(address)
        yield f"matter {receipt.ref}"
        verbs = [link.split("=")[1].split("#")[0] for _, link in who.seen.links if f"{address}?do=" in link]
        for verb in (verb for verb in verbs if verb not in shown):
            shown.add(verb)
            who.open(f"{address}?do={verb}")
            yield verb
            form = next(form for form in who.seen.forms if form.action.endswith(f"/do/{verb}/"))
            if form.labels:
                who.press(next(button.words() for button in form.element.all("button")))
                yield f"{verb} refused"
