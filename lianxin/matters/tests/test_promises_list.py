"""等着兑现的: who finds which promises, due first, said in words, and what the list costs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.matters import promises
from lianxin.matters.actions import handling, mending
from lianxin.matters.pages.promises import promises_page
from lianxin.matters.promises import promises_of
from lianxin.matters.queries import rules_on
from lianxin.matters.receipts import Receipt
from lianxin.matters.tests.filled import BUDGETS, offered, send, statements, text
from lianxin.matters.tests.test_inbox import refs
from lianxin.matters.tests.test_joining import join, told_the_house
from lianxin.matters.tests.test_moves import at
from lianxin.people import access, actions
from lianxin.people.access import post_view
from lianxin.ui.frame import Frame
from lianxin.ui.render import draw
from lianxin.ui.tests.drawing import Drawn
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

Enter = Callable[[str], Client]
pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def promised(world: World, day: datetime.date, *, lead: str = "区住建局", about: str = "") -> Receipt:
    """Answered on the reception day: to be done by that day."""
    receipt = world.tell_the_house(about=about)
    pk, now = receipt.matter_id, cast.NOW
    world.house()
    for name, verb in () if about else (("何敏", "send_up"), ("吴迪", "send_up")):
        DOERS[verb](world, pk, world.by(name), now)
    unit, by = world.units[lead], world.by({"区住建局": "郭强", "区城管局": "方圆"}[lead])
    handling.assign(pk, world.by("罗芳"), lead=unit, assists=[], limit="ordinary", words="", now=now)
    handling.accept(pk, by, now=now)
    handling.reply(pk, by, words="入冬前换管，\n先补路面。", outcome="B", promised_on=day, now=now)
    return receipt


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


class TestWhose:
    @pytest.mark.parametrize("stage", ["replied", "told", "closed"])
    def test_it_stands_with_who_keeps_it_tells_of_it_or_watches(
        self, world: World, enter: Enter, stage: str
    ) -> None:
        receipt = at(stage, world)
        found = {name for name in world.posts if receipt.ref in refs(enter(name).get("/promises/"))}

        assert found == {
            "郭强",
            "何敏",
            "林晓",
            "韩冬",
            "罗芳",
            "白川",
        }  # 田野's unit assists, 吴迪 only passed it on

    @pytest.mark.parametrize("stage", ["handling", "kept told", "kept closed", "referred"])
    def test_where_nothing_is_owed_it_is_empty(self, world: World, enter: Enter, stage: str) -> None:
        at(stage, world)
        for name in ("郭强", "何敏", "韩冬"):
            page = text(enter(name).get("/promises/"))
            assert refs(enter(name).get("/promises/")) == []
            assert "现在没有等着兑现的承诺" in page
            assert 'href="/inbox/"' in page

    def test_what_was_taken_back_was_never_promised(self, world: World, enter: Enter) -> None:
        receipt = at("replied", world)
        mending.take_back(receipt.matter_id, world.by("郭强"), now=cast.NOW)

        assert refs(enter("郭强").get("/promises/")) == []

    def test_another_unit_s_are_not_hers(self, world: World, enter: Enter) -> None:
        day = datetime.date(2026, 8, 3)
        hers, other = promised(world, day), promised(world, day, lead="区城管局")

        assert refs(enter("郭强").get("/promises/")) == [hers.ref]
        assert refs(enter("方圆").get("/promises/")) == [other.ref]
        assert refs(enter("韩冬").get("/promises/")) == [hers.ref, other.ref]

    def test_a_room_finds_what_its_own_resident_was_promised_elsewhere(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("replied", world)
        assert refs(enter("钱立").get("/promises/")) == []
        join(world, told_the_house(world, room="深南社区"), receipt)

        assert refs(enter("钱立").get("/promises/")) == [receipt.ref]

    def test_what_is_about_the_room_is_for_the_office_alone(self, world: World, enter: Enter) -> None:
        receipt = promised(world, datetime.date(2026, 8, 3), about="深新社区")
        found = {name for name in world.posts if receipt.ref in refs(enter(name).get("/promises/"))}
        assert found == {"罗芳", "白川", "郭强"}

        office = actions.add_post(world.person("何敏"), "organiser", world.units["组织部"], since=cast.SINCE)
        he = world.reader("何敏")  # who holds both posts finds it only while she acts for the office
        assert promises_of(he, post_view(world.posts["何敏"]), after=None).rows == ()
        assert len(promises_of(he, post_view(office), after=None).rows) == 1

    def test_access_alone_keeps_others_out(self, world: World) -> None:
        receipt = at("closed", world)
        qian = world.reader("钱立")
        access.read_matter(receipt.matter_id)  # row security hides nothing of this matter any more

        assert promises_of(qian, post_view(world.posts["韩冬"]), after=None).rows == ()

    def test_row_security_alone_keeps_others_out(self, world: World) -> None:
        at("closed", world)
        he = world.reader("何敏")
        world.reader("钱立")  # the reader's units say 何敏, the transaction reads as 钱立

        assert promises_of(he, post_view(world.posts["何敏"]), after=None).rows == ()

    def test_nobody_is_sent_to_the_door(self) -> None:
        assert Client().get("/promises/")["Location"] == "/in/?next=/promises/"

    @pytest.mark.parametrize("name", ["何敏", "林晓", "郭强", "韩冬", "罗芳"])
    def test_the_inbox_leads_there_and_it_leads_back(self, world: World, enter: Enter, name: str) -> None:
        client = enter(name)
        there, here = Drawn(text(client.get("/inbox/"))), Drawn(text(client.get("/promises/")))

        assert [one for one in there.all("a") if one.get("href") == "/promises/"]
        current = [one["href"] for one in here.all("a") if one.get("aria-current")]
        assert "/promises/" in current
        assert [one for one in here.all("a") if one.get("href") == "/inbox/?view=open"]

    def test_so_does_the_board(self, world: World, enter: Enter) -> None:
        assert 'href="/promises/"' in text(enter("韩冬").get("/board/"))


class TestWords:
    @pytest.mark.parametrize(
        ("on", "words", "group"),
        [
            pytest.param((2026, 7, 10), "还有 16 个工作日", "以后", id="还早"),
            pytest.param((2026, 7, 29), "还有 3 个工作日", "3 个工作日内", id="快到了"),
            pytest.param((2026, 8, 3), "今天 17:00 到期", "今天到期", id="就在今天"),
            pytest.param((2026, 8, 4), "超 1 个工作日", "超期", id="过了一天"),
            pytest.param((2026, 9, 3), "超 23 个工作日", "超期", id="过了一个月"),
        ],
    )
    def test_how_far_it_is_in_workdays(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch, on: tuple[int, int, int], words: str,
        group: str,
    ) -> None:  # fmt: skip
        promised(world, datetime.date(2026, 8, 3))
        set_clock(monkeypatch, datetime.datetime(*on, 10, tzinfo=cast.NOW.tzinfo))
        page = Drawn(text(enter("郭强").get("/promises/"))).text

        assert words in page
        assert f"{group} 1 件" in page

    def test_what_was_promised_by_which_unit_for_which_day(self, world: World, enter: Enter) -> None:
        receipt = promised(world, datetime.date(2026, 8, 1))  # a Saturday: late from Monday evening on
        page = text(enter("何敏").get("/promises/"))

        assert f'href="/m/{receipt.ref}/"' in page
        for said in ("入冬前换管，\n先补路面。", "区住建局", "8月1日", "已答复"):
            assert said in page
        assert "郭强" not in page
        assert "答应的日子不能改，过了就一直红着，到办到为止" in page

    def test_a_long_answer_is_cut(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        handling.reply(
            receipt.matter_id, world.by("郭强"), words="长" * 500, outcome="B", promised_on=datetime.date(2026, 8, 3),
            now=cast.NOW,
        )  # fmt: skip
        page = text(enter("郭强").get("/promises/"))

        assert "长" * 79 + "…" in page
        assert "长" * 80 not in page

    def test_words_are_shown_never_run(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        words = "<script>alert(1)</script>"
        handling.reply(
            receipt.matter_id, world.by("郭强"), words=words, outcome="B", promised_on=datetime.date(2026, 8, 3),
            now=cast.NOW,
        )  # fmt: skip

        assert words not in text(enter("郭强").get("/promises/"))


class TestPages:
    def test_due_first_and_by_key(self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(promises, "PAGE", 2)
        days = [datetime.date(2026, 8, n) for n in (20, 5, 5, 12, 3)]
        made = [promised(world, day).ref for day in days]
        client, address, pages = enter("郭强"), "/promises/", []
        while address:
            answer = client.get(address)
            pages.append(refs(answer))
            found = re.search(r'<a href="([^"]+)" rel="next"', text(answer))
            address = found[1] if found else ""

        assert pages == [[made[4], made[1]], [made[2], made[3]], [made[0]]]
        assert "这一页 2 件" in text(client.get("/promises/"))

    def test_behind_the_last_it_leads_to_the_beginning(self, world: World, enter: Enter) -> None:
        at("closed", world)
        page = text(enter("郭强").get("/promises/?after=9999999999999999_1"))

        assert "这一页没有等着兑现的承诺了" in page
        assert "从头看" in page

    def test_statements_are_as_agreed_and_do_not_grow(self, world: World, enter: Enter) -> None:
        client = enter("何敏")
        promised(world, datetime.date(2026, 8, 3))
        assert statements(client, "/promises/") == BUDGETS["promises"]
        for n in range(10):
            promised(world, datetime.date(2026, 8, 3) + n * DAY)

        assert statements(client, "/promises/") == BUDGETS["promises"]

    def test_drawing_asks_nothing(self, world: World) -> None:
        at("closed", world)
        reader, post = world.reader("郭强"), post_view(world.posts["郭强"])
        found = promises_of(reader, post, after=None)
        page = promises_page(post, found, after="", now=cast.NOW, rules=rules_on(cast.NOW))
        with CaptureQueriesContext(connection) as caught:
            draw(Frame(register="staff"), "matters/promises.html", page=page, csrf="")

        assert len(caught) == 0


class TestTheMatterSPage:
    def test_the_handler_finds_the_verb_and_what_was_promised(self, world: World, enter: Enter) -> None:
        receipt, client = at("closed", world), enter("郭强")
        page = client.get(f"/m/{receipt.ref}/")
        assert offered(page) == {"keep_promise"}
        assert (
            "郭强，答应的事等着兑现。7月15日 星期三前办到；办到了就写明办了什么。" in Drawn(text(page)).text
        )
        assert "等着兑现" in Drawn(text(page)).text

        form = Drawn(text(client.get(f"/m/{receipt.ref}/?do=keep_promise"))).text
        assert "答应的是7月15日 星期三前办到。听过那次答复的居民，要再告知一次。" in form
        assert "没办到的不能改日子" in form

    def test_kept_it_is_said_and_gone_from_the_list(self, world: World, enter: Enter) -> None:
        receipt, client = at("closed", world), enter("郭强")
        answer = send(client, receipt.ref, "keep_promise", {"words": "管子换好了"})
        assert answer.status_code == 303
        page = Drawn(text(client.get(answer["Location"]))).text
        assert "区住建局 郭强兑现了承诺，答应的是7月15日 星期三前办到；还有 1 人要告知" in page
        assert "答应的事办到了，等深新社区党代表工作室告知居民。" in page
        assert refs(client.get("/promises/")) == []

    def test_the_house_reads_it_out_and_finds_her_among_those_to_tell(
        self, world: World, enter: Enter
    ) -> None:
        receipt, client = at("closed", world), enter("何敏")
        assert "周**" not in text(client.get("/tell/"))
        world.house()
        handling.keep_promise(receipt.matter_id, world.by("郭强"), words="管子换好了", now=cast.NOW)

        assert "管子换好了" in text(client.get("/tell/"))
        page = text(client.get(f"/m/{receipt.ref}/"))
        assert "念给反映人听" in page
        assert "何敏，这件事等着告知居民。" in Drawn(page).text
        assert "还有 1 位等着告知" in text(client.get("/inbox/"))

    @pytest.mark.parametrize("words", ["", "   "])
    def test_without_words_the_form_says_what_is_missing(
        self, world: World, enter: Enter, words: str
    ) -> None:
        receipt = at("told", world)
        answer = send(enter("郭强"), receipt.ref, "keep_promise", {"words": words})

        assert answer.status_code == 400
        assert "写一下要说的话" in text(answer)

    def test_late_it_says_so_in_words(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receipt = at("closed", world)
        set_clock(monkeypatch, cast.NOW + 60 * DAY)

        page = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/")))
        assert "区住建局答应7月15日 星期三前办到，已经过了，还没有办到。" in page.text
        assert "light-late" in page.classes
