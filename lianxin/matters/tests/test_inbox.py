"""收件: who finds what in which order, page by page, and what it costs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.kernel.days import TZ
from lianxin.matters import lists
from lianxin.matters.actions import handling, mending
from lianxin.matters.actions.taking import register
from lianxin.matters.by import acting, resident
from lianxin.matters.lists import Wanted, rows_of
from lianxin.matters.models import Matter
from lianxin.matters.pages.inbox import inbox_page
from lianxin.matters.queries import rules_on
from lianxin.matters.receipts import Receipt
from lianxin.matters.tests.filled import BUDGETS, statements, text
from lianxin.matters.tests.test_moves import at
from lianxin.people import access, actions
from lianxin.people.access import post_view
from lianxin.people.models import Post
from lianxin.ui.frame import Frame
from lianxin.ui.render import draw
from lianxin.ui.tests.drawing import Drawn
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

Enter = Callable[[str], Client]
REF = re.compile(r'<span class="num">(LS-2026-\d{6})</span>')


def refs(response: Any) -> list[str]:
    """The references of the rows, in order."""
    return REF.findall(text(response))


def many(world: World, number: int) -> list[Receipt]:
    """So many matters, ten minutes after one another."""
    minutes = (cast.NOW + datetime.timedelta(minutes=10 * n) for n in range(number))
    return [world.tell_the_house(f"第 {n} 件", now=now) for n, now in enumerate(minutes)]


class TestMine:
    """What waits for a verb of the acting post."""

    WAITS = {
        "registered": {"何敏", "林晓"},
        "assigned": {"郭强", "田野", "林晓"},
        "handling": {"郭强", "田野", "林晓"},
        "replied": {"何敏", "林晓"},
        "told": {"林晓"},
        "closed": {"郭强"},  # what she was promised
        "kept told": {"何敏", "林晓"},
        "kept closed": {"何敏"},
        "referred": {"何敏"},
    }

    @pytest.mark.parametrize("stage", WAITS)
    def test_a_matter_waits_for_exactly_those_who_owe_a_verb(
        self, world: World, enter: Enter, stage: str
    ) -> None:
        receipt = at(stage, world)
        found = {name for name in world.posts if receipt.ref in refs(enter(name).get("/inbox/"))}

        assert found == self.WAITS[stage]

    def test_what_was_sent_up_waits_one_level_higher(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        handling.send_up(receipt.matter_id, world.by("何敏"), words="修不了", now=cast.NOW)
        assert refs(enter("何敏").get("/inbox/")) == []
        assert refs(enter("吴迪").get("/inbox/")) == [receipt.ref]

        world.house()
        handling.send_up(receipt.matter_id, world.by("吴迪"), words="修不了", now=cast.NOW)
        assert refs(enter("吴迪").get("/inbox/")) == []
        assert refs(enter("罗芳").get("/inbox/")) == [receipt.ref]

    def test_an_assist_waits_until_it_gave_its_view(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        handling.advise(receipt.matter_id, world.by("田野"), words="先围护", now=cast.NOW)

        assert refs(enter("田野").get("/inbox/")) == []

    def test_the_supervisor_finds_what_is_overdue(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receipt = at("registered", world)
        assert refs(enter("韩冬").get("/inbox/")) == []

        monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW + datetime.timedelta(days=5))
        assert refs(enter("韩冬").get("/inbox/")) == [receipt.ref]

    @pytest.mark.parametrize("stage", ["told", "closed", "kept told", "kept closed"])
    def test_and_a_promise_that_is_late_and_what_was_done_untold(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch, stage: str
    ) -> None:
        receipt = at(stage, world)
        assert refs(enter("韩冬").get("/inbox/")) == []

        monkeypatch.setattr("django.utils.timezone.now", lambda: cast.NOW + datetime.timedelta(days=60))
        late = refs(enter("韩冬").get("/inbox/"))
        assert late == (
            [] if stage == "told" else [receipt.ref]
        )  # the time to object ended first, and closes it

    def test_a_promise_is_not_the_handler_s_turn_while_another_clock_ends_first(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("told", world)

        assert refs(enter("郭强").get("/inbox/")) == []
        assert receipt.ref in refs(enter("郭强").get("/promises/"))

    def test_the_organiser_tells_of_a_promise_kept_in_what_is_about_the_room(
        self, world: World, enter: Enter
    ) -> None:
        receipt = world.tell_the_house(about="深新社区")
        world.house()
        for name, verb in (("罗芳", "assign"), ("郭强", "accept"), ("郭强", "reply"), ("罗芳", "tell")):
            DOERS[verb](world, receipt.matter_id, world.by(name), cast.NOW)
        assert refs(enter("罗芳").get("/inbox/")) == []
        world.house()
        DOERS["keep_promise"](world, receipt.matter_id, world.by("郭强"), cast.NOW)

        assert refs(enter("罗芳").get("/inbox/")) == [receipt.ref]
        assert refs(enter("何敏").get("/inbox/")) == []

    def test_a_matter_about_the_room_waits_for_the_organiser_alone(self, world: World, enter: Enter) -> None:
        receipt = world.tell_the_house(about="深新社区")
        found = {name for name in world.posts if receipt.ref in refs(enter(name).get("/inbox/?view=open"))}

        assert found == {"罗芳", "白川"}
        assert refs(enter("罗芳").get("/inbox/")) == [receipt.ref]

    def test_in_a_matter_about_somebody_the_organiser_tells_not_the_room_that_handled_it(
        self, world: World, enter: Enter
    ) -> None:
        actions.add_post(world.person("林晓"), "handler", world.units["深新社区"], since=cast.SINCE)
        post = Post.objects.get(person=world.person("林晓"), role="handler")
        receipt = world.tell_the_house(about="区住建局")
        world.house()
        lead, by = world.units["深新社区"], acting(post_view(post))
        handling.assign(
            receipt.matter_id,
            world.by("罗芳"),
            lead=lead,
            assists=[],
            limit="ordinary",
            words="请核实",
            now=cast.NOW,
        )
        handling.accept(receipt.matter_id, by, now=cast.NOW)
        handling.reply(receipt.matter_id, by, words="核实了", outcome="A", promised_on=None, now=cast.NOW)

        assert receipt.ref in refs(enter("何敏").get("/inbox/?view=open"))
        assert receipt.ref not in refs(enter("何敏").get("/inbox/"))
        assert receipt.ref in refs(enter("罗芳").get("/inbox/"))

    def test_what_several_posts_see_is_listed_once(self, world: World, enter: Enter) -> None:
        actions.add_post(world.person("何敏"), "liaison", world.units["深沟寺街道"], since=cast.SINCE)
        receipt = world.tell_the_house()

        assert refs(enter("何敏").get("/inbox/?view=open")) == [receipt.ref]

    def test_what_was_told_is_left_to_the_days_to_object(self, world: World, enter: Enter) -> None:
        receipt = at("told", world)
        page = Drawn(text(enter("何敏").get("/inbox/?view=open")))

        assert receipt.ref in page.text
        assert "自动办结" in page.text
        assert "light-late" not in page.classes


class TestOrder:
    def test_urgent_comes_first_and_says_till_when(self, world: World, enter: Enter) -> None:
        world.tell_the_house()
        urgent = world.tell_the_house("楼道里煤气味很重")
        page = enter("何敏").get("/inbox/")

        assert refs(page)[0] == urgent.ref
        assert "今天 10:50 到期" in text(page)
        assert ">紧急<" in text(page)

    def test_groups_name_their_range_and_count(self, world: World, enter: Enter) -> None:
        for days in (9, 8, 1):
            world.tell_the_house(now=cast.NOW - datetime.timedelta(days=days))
        world.tell_the_house()
        page = Drawn(text(enter("何敏").get("/inbox/")))

        assert "超期 2 件" in page.text
        assert "今天到期 1 件" in page.text
        assert "3 个工作日内 1 件" in page.text
        assert "先办超期的 2 件和今天到期的 1 件。" in page.text

    def test_newest_first_is_one_group(self, world: World, enter: Enter) -> None:
        receipts = many(world, 3)
        page = enter("何敏").get("/inbox/?sort=new")

        assert refs(page) == [receipt.ref for receipt in reversed(receipts)]
        assert 'scope="rowgroup"' not in text(page)
        assert 'aria-sort="descending"' in text(page)

    def test_the_day_it_was_said_is_shown_where_it_was_another(self, world: World, enter: Enter) -> None:
        said_at = datetime.datetime(2019, 8, 1, 9, 0, tzinfo=TZ)
        register(replace(world.said(), said_at=said_at), resident(), now=cast.NOW)
        world.tell_the_house()
        page = text(enter("何敏").get("/inbox/"))

        assert page.count("原话写于") == 1
        assert "原话写于2019年8月1日" in page


class TestPages:
    def walk(self, client: Client, address: str, way: str) -> list[list[str]]:
        """Every page from an address on, by its link."""
        pages = []
        while address:
            answer = client.get(address)
            pages.append(refs(answer))
            found = re.search(rf'<a href="([^"]+)" rel="{way}"', text(answer))
            address = found[1].replace("&amp;", "&") if found else ""
        return pages

    @pytest.mark.parametrize("sort", ["due", "new"])
    def test_all_rows_are_met_once_forwards_and_backwards(
        self, world: World, enter: Enter, sort: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lists, "PAGE", 3)
        receipts = [receipt.ref for receipt in many(world, 8)]
        client = enter("吴迪")
        forwards = self.walk(client, f"/inbox/?view=open&sort={sort}", "next")
        last = f"/inbox/?view=open&sort={sort}&before={self.key_of(forwards[-1][0], sort)}"
        backwards = self.walk(client, last, "prev")

        assert [len(page) for page in forwards] == [3, 3, 2]
        assert sum(forwards, []) == (receipts if sort == "due" else receipts[::-1])
        assert backwards == [forwards[1], forwards[0]]

    def key_of(self, ref: str, sort: str) -> lists.Key:
        access.read_as_house(cast.NOW.date())
        matter = Matter.objects.get(ref=ref)
        at = matter.look_at if sort == "due" else matter.received_at
        assert at is not None
        return lists.Key(at, matter.pk)

    def test_rows_of_one_moment_keep_their_order(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lists, "PAGE", 2)
        receipts = [world.tell_the_house(f"第 {n} 件").ref for n in range(5)]

        assert sum(self.walk(enter("何敏"), "/inbox/", "next"), []) == receipts

    def test_a_row_that_came_meanwhile_shifts_nothing(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lists, "PAGE", 2)
        receipts = [receipt.ref for receipt in many(world, 4)]
        client = enter("何敏")
        first = client.get("/inbox/")
        world.tell_the_house("煤气味很重")
        following = re.search(r'<a href="([^"]+)" rel="next"', text(first))

        assert following is not None
        assert refs(client.get(following[1].replace("&amp;", "&"))) == receipts[2:]

    def test_a_cut_group_counts_only_this_page(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lists, "PAGE", 2)
        many(world, 3)

        assert "3 个工作日内，这一页 2 件" in text(enter("何敏").get("/inbox/"))

    @pytest.mark.parametrize(
        "query",
        [
            "after=x",
            "after=9999999999999999_1",
            "before=1_1&after=2_2",
            "room=%00",
            "stage=nonsense",
            "view=x&sort=x",
        ],
    )
    def test_an_address_that_means_nothing_is_no_error(self, world: World, enter: Enter, query: str) -> None:
        world.tell_the_house()

        assert enter("何敏").get(f"/inbox/?{query}").status_code == 200


class TestConditions:
    def test_a_room_and_a_stage_narrow_the_list_and_can_be_taken_off(
        self, world: World, enter: Enter
    ) -> None:
        here = at("registered", world)
        register(world.said(room="深南社区"), resident(), now=cast.NOW)
        page = enter("吴迪").get("/inbox/?view=open&room=shenxin&stage=registered")

        assert refs(page) == [here.ref]
        assert 'href="/inbox/?view=open&amp;stage=registered"' in text(page)
        assert 'href="/inbox/?view=open&amp;room=shenxin"' in text(page)
        assert "工作室：深新社区" in text(page)

    def test_nothing_found_says_so_and_offers_the_way_out(self, world: World, enter: Enter) -> None:
        world.tell_the_house()
        page = text(enter("何敏").get("/inbox/?view=open&room=shennan"))

        assert "没有符合这些条件的事" in page
        assert "工作室：深南社区" in page

    @pytest.mark.parametrize("name", ["何敏", "林晓", "郭强", "韩冬", "罗芳"])
    def test_an_empty_inbox_says_where_new_things_come_from(
        self, world: World, enter: Enter, name: str
    ) -> None:
        page = Drawn(text(enter(name).get("/inbox/")))

        assert "现在没有等着办的事" in page.text
        assert "empty" in page.classes
        assert "您" not in page.text.partition("跳到正文")[2]

    def test_done_holds_what_is_done(self, world: World, enter: Enter) -> None:
        closed, referred = at("closed", world), at("referred", world)
        at("registered", world)

        assert set(refs(enter("何敏").get("/inbox/?view=done"))) == {closed.ref, referred.ref}


class TestFind:
    def test_a_reference_opens_its_matter_however_it_is_typed(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        typed = receipt.ref.lower().replace("-", " ").replace("0000", "")
        answer = enter("何敏").post("/find/", {"q": typed})

        assert (answer.status_code, answer["Location"]) == (303, f"/m/{receipt.ref}/")

    @pytest.mark.parametrize("typed", ["13800000427", "周桂兰", "LS-2026", "\x00"])
    def test_what_is_no_reference_goes_no_further(self, world: World, enter: Enter, typed: str) -> None:
        answer = enter("何敏").post("/find/", {"q": typed})

        assert answer.status_code == 400
        assert "这不像一个编号，也不像查询码" in text(answer) or "坏字符" in text(answer)

    def test_not_there_and_not_yours_look_the_same(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        for ref in (receipt.ref, "LS-2026-999999"):
            answer = enter("钱立").post("/find/", {"q": ref})

            assert answer.status_code == 400
            assert f"没有 {ref} 这件事，或者不归这里看" in text(answer)


class TestHiding:
    def test_access_alone_keeps_others_out(self, world: World) -> None:
        receipt = at("registered", world)
        he, qian = (world.reader(name) for name in ("何敏", "钱立"))
        access.read_matter(receipt.matter_id)  # row security hides nothing of this matter any more
        found = [
            rows_of(Wanted(view="open"), reader, self.post(world, reader), now=cast.NOW)
            for reader in (he, qian)
        ]

        assert [[row.ref for row in rows.rows] for rows in found] == [[receipt.ref], []]

    def test_a_sight_that_ended_lists_nothing(self, world: World) -> None:
        receipt = at("assigned", world)
        mending.take_back(receipt.matter_id, world.by("罗芳"), now=cast.NOW)
        guo = world.reader("郭强")
        access.read_matter(receipt.matter_id)

        assert rows_of(Wanted(view="open"), guo, self.post(world, guo), now=cast.NOW).rows == ()

    def post(self, world: World, reader: access.Reader) -> access.PostView:
        assert reader.acting is not None
        return reader.acting

    def test_row_security_alone_keeps_others_out(self, world: World) -> None:
        at("registered", world)
        he = world.reader("何敏")
        world.reader("钱立")  # the reader's units say 何敏, the transaction reads as 钱立
        rows = rows_of(Wanted(view="open"), he, post_view(world.posts["何敏"]), now=cast.NOW).rows

        assert rows == ()

    def test_an_administrator_has_no_inbox(self, world: World) -> None:
        person = actions.add_person("管理员", "admin")
        actions.add_post(person, "system_admin", None, since=cast.SINCE)
        client = Client()
        client.force_login(person)

        assert client.get("/inbox/").status_code == 404

    def test_nobody_is_sent_to_the_door(self, world: World) -> None:
        answer = Client().get("/inbox/?view=open")

        assert answer.status_code == 302
        assert answer["Location"] == "/in/?next=/inbox/%3Fview%3Dopen"


class TestCost:
    def test_statements_are_as_agreed(self, world: World, enter: Enter) -> None:
        many(world, 3)

        assert statements(enter("何敏"), "/inbox/") == BUDGETS["inbox"]

    @pytest.mark.parametrize("name", ["何敏", "罗芳", "郭强"])
    def test_ten_more_rows_take_no_more_statements(self, world: World, enter: Enter, name: str) -> None:
        many(world, 2)
        client = enter(name)
        before = statements(client, "/inbox/?view=open")
        many(world, 10)

        assert statements(client, "/inbox/?view=open") == before

    def test_drawing_asks_nothing(self, world: World) -> None:
        many(world, 3)
        reader = world.reader("何敏")
        wanted, post = Wanted(), post_view(world.posts["何敏"])
        rows = rows_of(wanted, reader, post, now=cast.NOW)
        page = inbox_page(wanted, rows, post, waiting=None, now=cast.NOW, rules=rules_on(cast.NOW))
        with CaptureQueriesContext(connection) as caught:
            draw(Frame(register="staff"), "matters/inbox.html", page=page, csrf="")

        assert len(caught) == 0


def test_words_of_residents_are_shown_never_run(world: World, enter: Enter) -> None:
    payload = '<script>alert(1)</script><img src=x onerror="x">'
    register(replace(world.said(payload), place='"><script>alert(2)</script>'), resident(), now=cast.NOW)
    page = Drawn(text(enter("何敏").get("/inbox/")))

    assert "<script>alert(1)" in page.text
    assert not [script for script in page.all("script") if not script.get("src")]
    assert not [image for image in page.all("img") if "onerror" in image]
