"""Forty voices in one matter, through the pages; who is told, what she reads; and the slip that is printed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.verify import differences
from lianxin.people import access
from lianxin.rulebook.queries import calendar_in_force
from tests import story
from tests.browser.conftest import Visit
from tests.browser.hands import BrowserVisitor
from tests.browser.pages import HANDLED, REPLIED, enter, matter
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWER = "管子接好了，坑也填平了。"
POINTS = 72 / 25.4  # of one millimetre


def forty(world: World) -> list[story.Receipt]:
    """Forty matters about the same thing, each by its own resident, who wants to be telephoned."""
    with transaction.atomic():
        found = [
            register(world.said(f"第 {n} 个说塌了的"), resident(), now=timezone.now()) for n in range(1, 41)
        ]
        access.read_matter(0)
    return [story.Receipt(receipt.ref, receipt.code, "") for receipt in found]


def staff(world: World, visit: Visit) -> Callable[[str], BrowserVisitor]:
    """Somebody of the cast, signed in, without scripts."""

    def signed_in(name: str) -> BrowserVisitor:
        who = visit(script=False)
        enter(who, world.person(name))
        return who

    return signed_in


def press(who: BrowserVisitor, ref: str, verb: str, button: str, given: dict[str, str] | None = None) -> None:
    """One verb from its own address."""
    who.open(f"/m/{ref}/?do={verb}")
    who.press(button, given)
    assert "办好了。" in who.seen.words, who.seen.words


def test_forty_voices_are_joined_told_parted_and_found(world: World, visit: Visit) -> None:
    into, voices, someone = matter(world, *HANDLED), forty(world), staff(world, visit)
    hemin = someone("何敏")
    for one in voices:
        join(hemin, one, into)
    press(someone("郭强"), into.ref, "reply", "写好了，交上去", {"给居民的话": ANSWER, "结果": "A 已经解决"})
    parted, stay = voices[-3:], voices[:-3]
    tell_the_first(hemin, 5)
    for one in parted:
        press(hemin, one.ref, "part", "分开")
    someone_reads = visit(script=False)
    assert all(reads(someone_reads, one, ANSWER) for one in [into, *stay[:4]])
    assert not any(reads(someone_reads, one, ANSWER) for one in (stay[4], stay[-1], *parted))
    tell_the_first(hemin, 33)
    assert "现在没有等着告知的人" in hemin.seen.words

    with transaction.atomic():
        assert list(differences(calendar_in_force())) == []
    assert all(reads(someone_reads, one, ANSWER) for one in stay[4::6])
    for one in parted:
        assert reads(someone_reads, one, "又和别的事分开")
        assert ANSWER not in someone_reads.seen.words
    rater = page_of(visit, stay[0])
    rater.press("交评价", {"答复告诉到您了吗": "告诉到了", "问题解决了吗": "解决了", "您满意吗": "满意"})
    assert "评价收到了" in rater.seen.words
    assert "交评价" in page_of(visit, stay[1]).page.content()


def join(who: BrowserVisitor, one: story.Receipt, into: story.Receipt) -> None:
    """Type where it goes, and press. Nothing else of the page is read: there are forty."""
    who.page.goto(f"{who.base}/m/{one.ref}/?do=join")
    form = who.page.locator('form[action$="/do/join/"]')
    form.locator('input[type="text"]').fill(into.ref)
    with who.page.expect_navigation():
        form.locator("button").first.click()


def tell_the_first(who: BrowserVisitor, times: int) -> None:
    """Press «reached» for whoever stands first in the list."""
    who.open("/tell/")
    for _ in range(times):
        with who.page.expect_navigation():
            who.page.locator('button[value="yes"]').first.click()
    who.read()
    assert "记下来了。" in who.seen.words


def page_of(visit: Visit, one: story.Receipt) -> BrowserVisitor:
    """A resident before her own page."""
    who = visit(script=False)
    story.track(who, one)
    return who


def reads(who: BrowserVisitor, one: story.Receipt, words: str) -> bool:
    """Whether her page says this."""
    story.track(who, one)
    return words in who.seen.words


def test_a_delegate_tells_a_resident_in_four_taps(world: World, visit: Visit) -> None:
    """J6 and U-30: what waits stands on the first page; three taps of one hand write down that she was told."""
    matter(world, *REPLIED)
    linxiao = visit()
    enter(linxiao, world.person("林晓"))
    linxiao.open("/inbox/")
    assert "还有 1 位等着告知" in linxiao.seen.words
    linxiao.count_anew()
    linxiao.follow("还有 1 位等着告知")
    assert "下月修" in linxiao.seen.words
    linxiao.press("联系上了，告诉了")

    assert linxiao.taps <= 4
    assert "记下来了。" in linxiao.seen.words
    assert "现在没有等着告知的人" in linxiao.seen.words


@pytest.fixture
def slip(world: World, visit: Visit) -> Callable[[str], BrowserVisitor]:
    """何敏 before a slip that is printed again, on a paper."""
    one = matter(world)

    def before(paper: str) -> BrowserVisitor:
        hemin = visit()
        enter(hemin, world.person("何敏"))
        hemin.open(f"/m/{one.ref}/")
        hemin.follow("再打一张回执 周**")
        hemin.press("记下来，看回执", {"为什么再打一张": "本人说丢了", "用什么纸打": paper})
        assert one.ref in hemin.seen.words
        return hemin

    return before


@pytest.mark.parametrize(("paper", "width", "height"), [("A6 纸", 105, 148), ("58 毫米小票纸", 58, 210)])
def test_a_slip_fits_its_paper_in_twenty_points(
    slip: Callable[[str], BrowserVisitor], paper: str, width: int, height: int
) -> None:
    hemin = slip(paper)
    printed = hemin.page.pdf(prefer_css_page_size=True)

    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", printed)
    assert len(boxes) == 1, "one page"
    assert [float(side) for side in boxes[0]] == pytest.approx([width * POINTS, height * POINTS], abs=1.5)
    hemin.page.emulate_media(media="print")
    sizes = hemin.page.evaluate(
        """() => [...document.querySelectorAll('.slip-paper *')].filter(e => e.textContent.trim() && !e.closest('svg'))
           .map(e => parseFloat(getComputedStyle(e).fontSize) * 0.75)"""
    )
    assert min(sizes) >= 19.9
    clipped = """() => [...document.querySelectorAll('.slip-paper, .slip-paper *')]
        .filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML)"""
    assert hemin.page.evaluate(clipped) == []


def test_one_key_prints(slip: Callable[[str], BrowserVisitor]) -> None:
    hemin = slip("A6 纸")
    hemin.page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    hemin.page.keyboard.press("Enter")

    assert hemin.page.evaluate("window.printed") == 1


def test_one_key_leads_from_a_new_slip_to_the_next_caller(world: World, visit: Visit) -> None:
    hemin = visit()
    enter(hemin, world.person("何敏"))
    hemin.open("/desk/")
    hemin.press("登记", {"怎么来的": "当面", "原话": "路灯坏了"})
    assert hemin.seen.heading == "回执"
    with hemin.page.expect_navigation():
        hemin.page.keyboard.press("Alt+1")
    hemin.read()

    assert hemin.path == "/desk/"


def test_what_is_folded_opens_with_the_answer_it_belongs_to(world: World, visit: Visit) -> None:
    """更正: the fields of a contact show when contact is what is wrong, and go again with another answer."""
    one = matter(world)
    hemin = visit()
    enter(hemin, world.person("何敏"))
    hemin.open(f"/m/{one.ref}/?do=correct")
    folded = hemin.page.locator("details[data-chosen]")
    shown = []
    for value in ("contact", "place", "contact"):
        hemin.page.locator(f'input[name="field"][value="{value}"]').check()
        shown.append(folded.evaluate("one => one.open"))

    assert shown == [True, False, True]


def test_the_text_for_the_group_is_copied_and_names_nobody(world: World, visit: Visit) -> None:
    one = matter(world)
    hemin = visit()
    enter(hemin, world.person("何敏"))
    hemin.open(f"/m/{one.ref}/")
    text = hemin.page.locator("#for-group").inner_text()

    assert one.ref in text
    assert f"/m/{one.ref}/" in text
    assert "周" not in text.replace("周一", "").replace("星期", "")
    assert "塌" not in text
    hemin.page.locator("form[data-copy] button").click()
    hemin.page.wait_for_selector("[data-copied]:not([hidden])")
