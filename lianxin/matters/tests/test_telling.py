"""The list of voices still to be told, finding by code at the counter, what stands in a delegate's name, corrections."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.matters.actions import closing, handling, joining, taking
from lianxin.matters.actions.taking import FOLDED, Contact, register
from lianxin.matters.by import resident
from lianxin.matters.finding import parts_of
from lianxin.matters.forms.telling import forms_of
from lianxin.matters.models import Dictation, Voice, VoiceMatter
from lianxin.matters.pages.telling import tell_page
from lianxin.matters.queries import rules_on
from lianxin.matters.receipts import Receipt
from lianxin.matters.telling import key_in, number_to_tell, to_tell
from lianxin.matters.tests.filled import BUDGETS, WORDS, offered, send, statements, text
from lianxin.matters.tests.test_joining import join, told_the_house
from lianxin.matters.tests.test_moves import at
from lianxin.people.access import post_view, read_matter
from lianxin.trust.models import ReadLog
from lianxin.ui.frame import Frame
from lianxin.ui.render import draw
from lianxin.ui.tests.drawing import Drawn
from lianxin.workrooms.actions import change_workroom
from tests import world as cast
from tests.world import World

Enter = Callable[[str], Client]


def press(
    client: Client, receipt: Receipt, *, reached: str = "yes", how: str = "phone", **more: object
) -> object:
    """One press in the list."""
    given = {"ref": receipt.ref, "voice": receipt.voice_id, "how": how, "reached": reached, **more}
    return client.post("/tell/", given)


def link_of(receipt: Receipt) -> VoiceMatter:
    return VoiceMatter.objects.get(voice=receipt.voice_id, until=None)


@pytest.mark.django_db
class TestTell:
    def test_each_stands_with_the_answer_and_how_she_wants_to_hear(self, world: World, enter: Enter) -> None:
        at("replied", world)
        page = text(enter("何敏").get("/tell/"))

        assert "周**" in page
        assert "138 **** 0427" in page
        assert "周桂兰" not in page
        assert "希望自己上网看" in page
        assert "下月修" in page

    def test_what_was_referred_out_is_said_in_a_sentence(self, world: World, enter: Enter) -> None:
        at("referred", world)

        assert "这件事归法院管" in text(enter("林晓").get("/tell/"))

    def test_one_press_writes_it_down_and_leads_back(self, world: World, enter: Enter) -> None:
        receipt, client = at("replied", world), enter("何敏")
        answer = press(client, receipt, after="2026-01-01_1")

        assert answer.status_code == 303  # type: ignore[attr-defined]
        assert answer["Location"] == f"/tell/?after=2026-01-01_1&told={receipt.ref}"  # type: ignore[index]
        assert "记下来了。" in text(client.get(answer["Location"]))  # type: ignore[index]
        assert link_of(receipt).told_how == "phone"

    def test_not_reached_is_shown_with_the_tries_and_three_open_the_way_out(
        self, world: World, enter: Enter
    ) -> None:
        receipt, client = at("replied", world), enter("何敏")
        for days in (3, 2, 1):
            assert "do=close_unreached" not in text(client.get("/tell/"))
            world.house()
            tried = cast.NOW - datetime.timedelta(days=days)
            closing.tell(
                receipt.matter_id,
                world.by("何敏"),
                voice=receipt.voice_id,
                how="visit",
                reached=False,
                now=tried,
            )
        page = text(client.get("/tell/"))

        assert page.count("上门告知，没有联系上") == 3
        assert f"/m/{receipt.ref}/?do=close_unreached#do" in page
        assert "不同的 3 个半天都没联系上，就可以先办结；现在算 3 次" in Drawn(page).text
        assert "do=close_unreached" not in text(enter("林晓").get("/tell/"))

    def test_two_tries_in_one_half_day_are_said_to_count_once(self, world: World, enter: Enter) -> None:
        receipt, client = at("replied", world), enter("何敏")
        assert "个半天都没联系上" not in text(client.get("/tell/"))
        for _ in range(2):
            press(client, receipt, reached="no")
        page = text(client.get("/tell/"))

        assert page.count("打电话告知，没有联系上") == 2
        assert "不同的 3 个半天都没联系上，就可以先办结；现在算 1 次" in Drawn(page).text
        assert "个半天都没联系上" not in text(enter("林晓").get("/tell/"))

    def test_only_the_first_of_the_list_has_the_red_button(self, world: World, enter: Enter) -> None:
        at("replied", world)
        at("replied", world)
        page = Drawn(text(enter("何敏").get("/tell/")))
        yes = [one for one in page.all("button") if one.get("value") == "yes"]

        assert [one["class"] for one in yes] == ["btn", "btn btn-quiet"]

    def test_who_was_told_meanwhile_is_said_on_top(self, world: World, enter: Enter) -> None:
        receipt, client = at("replied", world), enter("何敏")
        press(enter("林晓"), receipt)
        answer = press(client, receipt, seen_no=1)

        assert answer.status_code == 409  # type: ignore[attr-defined]
        assert "已由林晓告知" in text(answer)

    def test_an_old_page_is_said_to_be_old(self, world: World, enter: Enter) -> None:
        assert enter("何敏").post("/tell/", {"voice": "x"}).status_code == 400

    def test_another_room_tells_its_own_resident_alone(self, world: World, enter: Enter) -> None:
        into = at("replied", world)
        guest = told_the_house(world, room="深南社区")
        join(world, guest, into)
        page = text(enter("何敏").get("/tell/"))

        assert into.ref in page
        assert page.count('name="voice"') == 1  # 深南社区 tells the other one

    def test_a_delegate_elsewhere_finds_nothing(self, world: World, enter: Enter) -> None:
        at("replied", world)

        assert "现在没有等着告知的人" in text(enter("钱立").get("/tell/"))
        assert enter("郭强").get("/tell/").status_code == 404

    def test_what_is_about_the_room_is_not_in_it(self, world: World, enter: Enter) -> None:
        receipt = told_the_house(world, about="深新社区")
        taking.answer_on_spot(
            receipt.matter_id, world.by("罗芳"), words="查了", outcome="C", told={}, now=cast.NOW
        )

        assert "现在没有等着告知的人" in text(enter("何敏").get("/tell/"))

    def test_nor_where_row_security_would_let_it_through(self, world: World) -> None:
        receipt = told_the_house(world, about="深新社区")
        taking.answer_on_spot(
            receipt.matter_id, world.by("罗芳"), words="查了", outcome="C", told={}, now=cast.NOW
        )

        assert number_to_tell(post_view(world.posts["何敏"])) == 0

    def test_who_was_told_is_gone_while_others_wait(self, world: World, enter: Enter) -> None:
        into, client = at("replied", world), enter("何敏")
        other = told_the_house(world)
        join(world, other, into)
        press(client, into)

        page = text(client.get("/tell/"))
        assert f'name="voice" value="{other.voice_id}"' in page
        assert f'name="voice" value="{into.voice_id}"' not in page

    def test_the_inbox_says_when_the_room_hears_residents(self, world: World, enter: Enter) -> None:
        room = world.rooms["深新社区"]
        assert "深新社区接待：" not in Drawn(text(enter("何敏").get("/inbox/"))).text
        change_workroom(room, address="", hours="每周五 9 点到 11 点", phone="")

        for name in ("何敏", "林晓"):
            assert "深新社区接待：每周五 9 点到 11 点" in Drawn(text(enter(name).get("/inbox/"))).text
        assert "每周五 9 点到 11 点" not in text(enter("郭强").get("/inbox/"))

    def test_the_inbox_says_how_many_wait(self, world: World, enter: Enter) -> None:
        at("replied", world)

        assert "还有 1 位等着告知" in text(enter("林晓").get("/inbox/"))
        assert "等着告知" not in text(enter("郭强").get("/inbox/"))

    @pytest.mark.parametrize("bad", ["", "x", "2026-13-01_1", "2026-06-01_", "2026-06-01_1_2"])
    def test_a_key_that_is_none_begins_at_the_beginning(self, bad: str) -> None:
        assert key_in(bad) is None

    def test_statements_do_not_grow_with_forty(self, world: World, enter: Enter) -> None:
        receipt, client = at("replied", world), enter("何敏")
        before = statements(client, "/tell/")
        for n in range(40):
            join(world, told_the_house(world, f"第 {n} 位"), receipt)

        assert statements(client, "/tell/") == before == BUDGETS["tell"]
        assert "after=" in text(client.get("/tell/"))

    def test_drawing_asks_nothing(self, world: World) -> None:
        at("replied", world)
        reader, post = world.reader("何敏"), post_view(world.posts["何敏"])
        found = to_tell(reader, post, rules_on(cast.NOW).pack, after=None)
        page = tell_page(post, found, forms_of(found, ""), after="", told="")
        with CaptureQueriesContext(connection) as caught:
            draw(Frame(register="staff"), "matters/tell.html", page=page, csrf="")

        assert len(caught) == 0


class TestParts:
    """What is typed into the box, and what is meant."""

    @pytest.mark.parametrize(
        ("typed", "parts"),
        [
            ("LS-2026-000137", ("LS-2026-000137", "")),
            ("ls 2026 137", ("LS-2026-000137", "")),
            ("1234 5678", ("", "12345678")),
            ("１２３４５６７８", ("", "12345678")),
            ("LS-2026-000137 1234 5678", ("LS-2026-000137", "12345678")),
            ("LS2026000137，12345678", ("LS-2026-000137", "12345678")),
            ("1234 5678 LS-2026-000137", ("LS-2026-000137", "12345678")),
            ("１２３４５６７８，ls2026 137", ("LS-2026-000137", "12345678")),
            ("周桂兰", ("", "")),
            ("13800000427", ("", "")),
            ("", ("", "")),
        ],
        ids=[
            "reference",
            "loose reference",
            "code",
            "wide code",
            "both",
            "both glued",
            "code first",
            "wide code first",
            "name",
            "phone",
            "nothing",
        ],
    )
    def test_reference_code_or_both(self, typed: str, parts: tuple[str, str]) -> None:
        assert parts_of(typed) == parts


@pytest.mark.django_db
class TestFind:
    def test_a_code_opens_its_matter_where_the_answer_is_read_out(self, world: World, enter: Enter) -> None:
        receipt, client = at("replied", world), enter("何敏")
        answer = client.post("/find/", {"q": f"{receipt.code[:4]} {receipt.code[4:]}"})

        assert answer["Location"] == f"/m/{receipt.ref}/#answer"
        page = text(client.get(f"/m/{receipt.ref}/"))
        assert 'id="answer"' in page
        assert "念给反映人听" in page
        log = ReadLog.objects.get()
        assert (log.kind, log.matter_ref) == ("search", receipt.ref)

    @pytest.mark.parametrize("typed", ["{n}", "{n:07}", " {n:06} "])
    def test_a_number_alone_opens_what_she_may_see(self, world: World, enter: Enter, typed: str) -> None:
        receipt = told_the_house(world)
        asked = {"q": typed.format(n=receipt.matter_id)}

        assert enter("何敏").post("/find/", asked)["Location"] == f"/m/{receipt.ref}/"
        assert enter("钱立").post("/find/", asked).status_code == 400

    def test_an_empty_box_asks_for_something(self, world: World, enter: Enter) -> None:
        page = text(enter("何敏").post("/find/", {"q": " "}))

        assert "写一下编号或查询码" in page
        assert "这不像一个编号" not in page
        assert "这不像一个编号" in text(enter("何敏").post("/find/", {"q": "周桂兰"}))

    def test_both_must_be_of_one_receipt(self, world: World, enter: Enter) -> None:
        receipt, other = at("registered", world), told_the_house(world)
        client = enter("何敏")

        right = client.post("/find/", {"q": f"{receipt.ref} {receipt.code}"})
        assert right["Location"] == f"/m/{receipt.ref}/#answer"
        wrong = client.post("/find/", {"q": f"{other.ref} {receipt.code}"})
        assert wrong.status_code == 400
        assert "不是一张回执上的" in text(wrong)

    def test_joined_it_is_found_where_it_is_now(self, world: World, enter: Enter) -> None:
        into, one = at("handling", world), told_the_house(world)
        join(world, one, into)
        for typed in (one.code, f"{one.ref} {one.code}"):
            answer = enter("何敏").post("/find/", {"q": typed})
            assert answer["Location"] == f"/m/{into.ref}/#answer"

    def test_a_voice_of_two_things_has_two_answers(self, world: World, enter: Enter) -> None:
        first = told_the_house(world)
        second = taking.register_also(
            first.matter_id, world.by("何敏"), voice=first.voice_id, gist="路灯也不亮", now=cast.NOW
        )
        page = text(enter("何敏").post("/find/", {"q": first.code}))

        assert "这个查询码有 2 件事" in page
        assert f'href="/m/{first.ref}/#answer"' in page
        assert f'href="/m/{second.ref}/#answer"' in page

    def test_a_code_out_of_sight_is_found_by_nobody_else(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        answer = enter("钱立").post("/find/", {"q": receipt.code})

        assert answer.status_code == 400
        assert "没有对上的事" in text(answer)
        assert ReadLog.objects.get().matter_ref == ""

    def test_wrong_codes_are_counted_for_each_person(self, world: World, enter: Enter) -> None:
        client = enter("何敏")
        statuses = [client.post("/find/", {"q": f"0000{n:04}"}).status_code for n in range(21)]

        assert statuses == [400] * 20 + [429]
        assert enter("林晓").post("/find/", {"q": "00000001"}).status_code == 400

    def test_a_code_stands_in_no_address(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        answer = enter("何敏").post("/find/", {"q": receipt.code})

        assert receipt.code not in answer["Location"]
        assert 'method="post"' in text(enter("何敏").get("/find/"))


@pytest.mark.django_db
class TestInHisName:
    @pytest.fixture
    def written(self, world: World) -> Receipt:
        receipt = told_the_house(world)
        by = replace(world.by("何敏"), in_name_of=world.posts["林晓"].pk)
        handling.note(receipt.matter_id, by, words=WORDS, to_resident=False, now=cast.NOW)
        return receipt

    def test_he_reads_what_stands_in_his_name_and_objects(
        self, world: World, enter: Enter, written: Receipt
    ) -> None:
        client = enter("林晓")
        page = text(client.get("/mine/"))
        assert "以林晓的名义代录" in page
        assert WORDS in page
        where = f"/m/{written.ref}/?do=object_to&amp;against=2#do"
        assert where in page
        assert where in text(client.get(f"/m/{written.ref}/"))

        answer = send(client, written.ref, "object_to", {"against": 2, "words": "我没这么说"})
        assert answer.status_code == 303
        assert "已说明不是本人的意思" in text(client.get("/mine/"))
        assert "代表说不是本人的意思" in text(enter("何敏").get(f"/m/{written.ref}/"))

    def test_nobody_else_has_the_page_or_the_link(self, world: World, enter: Enter, written: Receipt) -> None:
        assert enter("何敏").get("/mine/").status_code == 404
        assert "还没有以这个名义写的" in text(enter("钱立").get("/mine/"))
        assert "这不是我的意思" not in text(enter("何敏").get(f"/m/{written.ref}/"))

    def test_ten_more_take_no_more_statements(self, world: World, enter: Enter, written: Receipt) -> None:
        client = enter("林晓")
        before = statements(client, "/mine/")
        world.house()
        by = replace(world.by("何敏"), in_name_of=world.posts["林晓"].pk)
        for n in range(40):
            handling.note(written.matter_id, by, words=f"{n}", to_resident=False, now=cast.NOW)

        assert statements(client, "/mine/") == before == BUDGETS["mine"]
        assert Dictation.objects.count() == 41
        assert "before=" in text(client.get("/mine/"))


@pytest.mark.django_db
class TestCorrect:
    def test_a_place_keeps_its_old_version_under_the_step(self, world: World, enter: Enter) -> None:
        receipt, client = told_the_house(world), enter("何敏")
        given = {"field": "place", "place": "15 号楼前", "words": "听错了"}
        assert send(client, receipt.ref, "correct", given).status_code == 303
        page = Drawn(text(client.get(f"/m/{receipt.ref}/"))).text

        assert "旧版（地点）：14 号楼前" in page
        assert "15 号楼前" in page

    def test_a_phone_alone_leaves_the_name_and_the_old_one_stays_masked(
        self, world: World, enter: Enter
    ) -> None:
        receipt, client = told_the_house(world), enter("何敏")
        given = {"field": "contact", "voice": receipt.voice_id, "phone": "13911112222", "words": "少一位"}
        assert send(client, receipt.ref, "correct", given).status_code == 303
        page = text(client.get(f"/m/{receipt.ref}/"))

        assert "139 **** 2222" in page
        assert "138 **** 0427" in page
        assert "旧版" in page
        assert "13911112222" not in page
        shown = text(client.post(f"/m/{receipt.ref}/contact/{receipt.voice_id}/", {"reason": "核对"}))
        assert shown.count("周桂兰") == 2  # the name was not lost, and the old version is opened with it
        assert "13800000427" in shown
        assert ReadLog.objects.filter(kind="unmask").count() == 1

    def test_an_organiser_is_told_where_the_contact_is(self, world: World, enter: Enter) -> None:
        receipt = told_the_house(world)
        given = {"field": "contact", "voice": receipt.voice_id, "phone": "13800000427", "words": "x"}
        answer = send(enter("罗芳"), receipt.ref, "correct", given)

        assert answer.status_code == 400
        assert "由那边的联络员更正" in text(answer)

    def test_words_are_folded_and_kept(self, world: World, enter: Enter) -> None:
        receipt, client = told_the_house(world, "不要脸的"), enter("何敏")
        given = {"field": "folded", "voice": receipt.voice_id, "fold_words": "on", "words": "骂人"}
        send(client, receipt.ref, "correct", given)
        page = text(client.get(f"/m/{receipt.ref}/"))

        assert "这段话折起来了" in page
        assert Drawn(page).text.count("不要脸的") == 1  # under the fold alone: no title, no old version
        assert "不要脸的" in page
        world.house()
        assert Voice.objects.get(pk=receipt.voice_id).words == "不要脸的"
        assert world.matter(receipt).gist == FOLDED

        send(client, receipt.ref, "correct", {**given, "fold_words": "", "words": "看错了"})
        assert world.matter(receipt).gist == "不要脸的"

    def test_folding_leaves_a_title_of_one_s_own_and_is_taken_back_whole(
        self, world: World, enter: Enter
    ) -> None:
        receipt, client = told_the_house(world, "不要脸的"), enter("何敏")
        given = {"field": "folded", "voice": receipt.voice_id, "fold_words": "on", "words": "骂人"}
        send(client, receipt.ref, "correct", given)
        send(client, receipt.ref, "take_back", {})
        assert world.matter(receipt).gist == "不要脸的"

        titled = register(replace(world.said("不要脸的"), gist="路塌了"), resident(), now=cast.NOW)
        read_matter(0)
        send(client, titled.ref, "correct", given | {"voice": titled.voice_id})
        assert world.matter(titled).gist == "路塌了"

    @pytest.mark.parametrize("typed", ["1390000", "没有"])
    def test_a_number_nobody_could_call_is_refused(self, world: World, enter: Enter, typed: str) -> None:
        receipt = told_the_house(world)
        given = {"field": "contact", "voice": receipt.voice_id, "phone": typed, "words": "写错了"}
        answer = send(enter("何敏"), receipt.ref, "correct", given)

        assert answer.status_code == 400
        assert "这个号码认不出来" in text(answer)

    def test_the_new_value_stands_before_the_reason(self, world: World, enter: Enter) -> None:
        receipt = told_the_house(world)
        page = text(enter("何敏").get(f"/m/{receipt.ref}/?do=correct"))
        places = [page.index(f'name="{name}"') for name in ("field", "place", "voice", "fold_words", "words")]

        assert places == sorted(places)
        assert 'data-opens="field" data-chosen="contact folded"' in page
        assert "lianxin/unfold.js" in page
        assert "lianxin/unfold.js" not in text(enter("何敏").get(f"/m/{receipt.ref}/?do=supplement"))

    def test_who_was_slower_reads_both_texts(self, world: World, enter: Enter) -> None:
        receipt = told_the_house(world)
        first = {"field": "place", "place": "甲地", "words": "甲"}
        send(enter("何敏"), receipt.ref, "correct", first, seen=1)
        answer = send(
            enter("罗芳"), receipt.ref, "correct", {**first, "place": "乙地", "words": "乙"}, seen=1
        )

        assert answer.status_code == 409
        page = text(answer)
        assert "何敏更正" in page
        assert "乙地" in page
        assert "甲" in page


@pytest.mark.django_db
class TestVoid:
    def test_two_organisers_and_the_page_says_who_asked_and_why(self, world: World, enter: Enter) -> None:
        receipt = told_the_house(world)
        luofang, baichuan = enter("罗芳"), enter("白川")
        assert send(luofang, receipt.ref, "ask_void", {"words": "登了两遍"}).status_code == 303
        assert "void" not in offered(luofang.get(f"/m/{receipt.ref}/"))
        assert "您请求过作废，等另一位组织员看过" in text(luofang.get(f"/m/{receipt.ref}/"))
        page = text(baichuan.get(f"/m/{receipt.ref}/?do=void"))
        assert "有人请求作废，等另一位组织员看过" in page
        assert "罗芳在6月5日 10:20请求作废" in page
        assert "登了两遍" in page

        assert send(baichuan, receipt.ref, "void", {"words": "看过"}).status_code == 303
        assert world.matter(receipt).stage == "void"


@pytest.mark.django_db
class TestPage:
    def test_for_whom_dialect_and_guardian_stand_masked(self, world: World, enter: Enter) -> None:
        said = replace(
            world.said("孩子上学的路"), for_whom="child", affected=Contact(name="周小朋"),
            guardian=Contact(name="周大山", phone="13700001111"), speech="闽南话，邻居帮着说",
        )  # fmt: skip
        receipt = register(said, resident(), now=cast.NOW)
        read_matter(0)
        page = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/"))).text

        assert "替未满十四岁的孩子说的" in page
        assert "监护人：周** 137 **** 1111" in page
        assert "闽南话，邻居帮着说" in page
        assert "周小朋" not in page
        assert "周大山" not in page

    def test_the_text_for_the_group_holds_no_word_of_residents(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        page = text(enter("何敏").get(f"/m/{receipt.ref}/"))
        begin = page.index('id="for-group">')
        words = page[begin : page.index("</p>", begin)]
        assert receipt.ref in words
        assert "道路出行" in words or "还没分类" in words
        assert not [part for part in ("塌", "周", "14 号楼", "区住建局 郭强") if part in words]

    def test_what_is_about_a_room_has_no_text_for_a_group(self, world: World, enter: Enter) -> None:
        receipt = told_the_house(world, about="深新社区")

        assert "for-group" not in text(enter("罗芳").get(f"/m/{receipt.ref}/"))

    def test_a_guest_s_room_sees_its_own_contact_alone(self, world: World, enter: Enter) -> None:
        into = at("handling", world)
        said = replace(
            world.said("也塌了", room="深南社区", share="room_only", name="李文"),
            contact=Contact(name="李文", phone="13500009999"),
        )
        guest = register(said, resident(), now=cast.NOW)
        read_matter(0)
        world.house()
        joining.join(guest.matter_id, world.by("罗芳"), into=into.matter_id, now=cast.NOW)
        page = text(enter("钱立").get(f"/m/{into.ref}/"))

        assert "135 **** 9999" in page
        assert "138 **** 0427" not in page
        assert "由深南社区联系" in text(enter("何敏").get(f"/m/{into.ref}/"))

    def test_forty_voices_take_no_more_statements(self, world: World, enter: Enter) -> None:
        into, client = at("replied", world), enter("何敏")
        join(world, told_the_house(world), into)
        before = statements(client, f"/m/{into.ref}/")
        for n in range(40):
            join(world, told_the_house(world, f"第 {n} 位"), into)

        assert statements(client, f"/m/{into.ref}/") == before

    @pytest.mark.parametrize("verb", ["join", "correct", "pass_on"])
    def test_a_new_form_takes_as_agreed_however_many_are_alike(
        self, world: World, enter: Enter, verb: str
    ) -> None:
        receipt, client = told_the_house(world), enter("何敏")
        before = statements(client, f"/m/{receipt.ref}/?do={verb}")
        for _ in range(10):
            told_the_house(world)

        assert statements(client, f"/m/{receipt.ref}/?do={verb}") == before == BUDGETS["new form"][verb]
