"""Every verb through its form: the button shows exactly when it passes, refusals keep what was typed, races are told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from lianxin.matters.actions import closing, handling
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.forms.table import DOINGS
from lianxin.matters.models import Attachment, Clock, Matter, Step, StepText, VoiceMatter
from lianxin.matters.moves import MOVES
from lianxin.matters.receipts import Receipt
from lianxin.matters.tests.filled import WORDS, filled, offered, send, text
from lianxin.matters.tests.test_moves import at
from lianxin.people.access import read_matter
from lianxin.trust.tests import pictures
from lianxin.ui.tests.drawing import Drawn
from tests import world as cast
from tests.doing import DOERS
from tests.world import World

Enter = Callable[[str], Client]
STAGES = ["registered", "assigned", "handling", "replied", "told", "closed", "referred", "joined", "void"]
NO_PAGE_DOES = {
    "register",
    "recount",
    "hand_over",
}  # hand_over: from the page of who leaves, all she holds at once


def newest(receipt: Receipt) -> Step:
    return Step.objects.filter(matter=receipt.matter_id).order_by("-no")[0]


def test_the_table_knows_every_verb_that_a_person_does() -> None:
    assert set(DOINGS) == set(MOVES) - NO_PAGE_DOES


class TestButtons:
    @pytest.mark.parametrize("stage", STAGES)
    def test_a_button_shows_exactly_when_its_form_passes(
        self, world: World, enter: Enter, stage: str
    ) -> None:
        receipt = at(stage, world)
        for turn, name in enumerate(world.posts, STAGES.index(stage)):
            client = enter(name)
            page = client.get(f"/m/{receipt.ref}/")
            if page.status_code == 404:
                continue
            shown = offered(page)
            hidden = sorted(DOINGS.keys() - shown)
            # the rules refuse each hidden verb in test_moves; here, in turn, that their pages do as well
            for verb in [*shown, hidden[turn % len(hidden)], hidden[(turn + 5) % len(hidden)]]:
                assert self.passes(client, world, receipt, verb, name) == (verb in shown), (name, verb)

    def passes(self, client: Client, world: World, receipt: Receipt, verb: str, name: str) -> bool:
        world.house()
        point, before = transaction.savepoint(), Matter.objects.get(pk=receipt.matter_id).step_no
        answer = send(client, receipt.ref, verb, filled(verb, world, receipt.matter_id, name))
        world.house()
        after = Matter.objects.get(pk=receipt.matter_id).step_no
        transaction.savepoint_rollback(point)
        assert (answer.status_code, after - before) in ((303, 1), (400, 0)), (name, verb)
        return bool(answer.status_code == 303)

    def test_an_old_address_says_why_the_verb_does_not_pass(self, world: World, enter: Enter) -> None:
        receipt = at("assigned", world)
        page = text(enter("何敏").get(f"/m/{receipt.ref}/?do=assign"))

        assert "这件事现在是“已交办”，不能交办" in page
        assert '<form class="reply' not in page

    @pytest.mark.parametrize("verb", sorted(NO_PAGE_DOES) + ["nonsense"])
    def test_a_verb_that_no_page_does_is_not_there(self, world: World, enter: Enter, verb: str) -> None:
        receipt = at("registered", world)
        client = enter("何敏")

        assert send(client, receipt.ref, verb, {"words": WORDS}).status_code == 404
        assert client.get(f"/m/{receipt.ref}/?do={verb}").status_code == 200

    def test_a_refresh_after_a_refusal_shows_the_form_again(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        answer = enter("何敏").get(f"/m/{receipt.ref}/do/assign/")

        assert answer.status_code == 303
        assert answer["Location"] == f"/m/{receipt.ref}/?do=assign#do"


class TestDone:
    def test_the_page_says_in_place_what_was_done(self, world: World, enter: Enter) -> None:
        receipt = at("assigned", world)
        client = enter("郭强")
        answer = send(client, receipt.ref, "accept", {}, seen=4)
        page = text(client.get(answer["Location"]))

        assert 'role="status"' in page
        assert "区住建局 郭强签收，开始办理" in Drawn(page).text

    @pytest.mark.parametrize("verb", ["pass_on", "send_back"])
    def test_who_no_longer_sees_it_reads_so_in_the_inbox(self, world: World, enter: Enter, verb: str) -> None:
        stage, name = {"pass_on": ("registered", "何敏"), "send_back": ("assigned", "郭强")}[verb]
        receipt, client = at(stage, world), enter(name)
        answer = send(client, receipt.ref, verb, filled(verb, world, receipt.matter_id, name))
        page = client.get(answer["Location"])
        seen = client.get(f"/m/{receipt.ref}/").status_code

        assert page.status_code == 200
        if seen == 404:
            assert f"{receipt.ref} 交出去了，不再归您看" in Drawn(text(page)).text
        assert verb != "pass_on" or seen == 404

    def test_nobody_else_is_told_that_it_is_done(self, world: World, enter: Enter) -> None:
        receipt = at("assigned", world)

        assert 'role="status"' not in text(enter("郭强").get(f"/m/{receipt.ref}/?did=4"))
        assert 'role="status"' not in text(enter("罗芳").get(f"/m/{receipt.ref}/?did=1"))

    def test_own_step_is_taken_back_within_its_minutes(self, world: World, enter: Enter) -> None:
        receipt = at("assigned", world)
        client = enter("罗芳")

        assert "take_back" in offered(client.get(f"/m/{receipt.ref}/"))
        assert send(client, receipt.ref, "take_back", {}).status_code == 303
        world.house()
        assert Matter.objects.get(pk=receipt.matter_id).stage == "registered"


class TestRefusals:
    def test_everything_missing_is_said_at_once_and_at_its_place(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        answer = send(enter("郭强"), receipt.ref, "reply", {"words": " ", "outcome": ""})
        page = Drawn(text(answer))

        assert answer.status_code == 400
        assert "还差 2 处要补上" in page.text
        assert page.text.count("写一下要说的话") == 2
        assert page.text.count("选一个办理结果") == 2
        assert "错误：" in page.text

    def test_what_was_typed_stays(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        typed = {"words": "先围护，\n再修", "outcome": "B", "promised_on": "1899-12-31"}
        answer = send(enter("郭强"), receipt.ref, "reply", typed)
        page = text(answer)

        assert answer.status_code == 400
        assert "答应的日子要在今天以后" in page
        assert "先围护，\n再修</textarea>" in page
        assert 'value="1899-12-31"' in page
        assert Drawn(page).all("input")[0]  # the form is drawn
        assert any(one.get("value") == "B" and "checked" in one for one in Drawn(page).all("input"))

    @pytest.mark.parametrize("day", ["2026-02-30", "明天", "20260701", "0001-01-01", "99999-01-01"])
    def test_a_day_that_is_none_is_refused_in_words(self, world: World, enter: Enter, day: str) -> None:
        receipt = at("handling", world)
        answer = send(
            enter("郭强"), receipt.ref, "reply", {"words": WORDS, "outcome": "B", "promised_on": day}
        )

        assert answer.status_code == 400
        assert "日子写成 2026-06-30 这样" in text(answer) or "答应的日子" in text(answer)

    @pytest.mark.parametrize("verb", ["note", "reply", "supplement"])
    def test_five_thousand_characters_are_refused_with_both_numbers(
        self, world: World, enter: Enter, verb: str
    ) -> None:
        receipt = at("handling", world)
        name = "何敏" if verb == "supplement" else "郭强"
        answer = send(enter(name), receipt.ref, verb, {"words": "路" * 5000, "outcome": "A"})

        assert answer.status_code == 400
        assert "写了 5000 个字，最多 4000 个字" in text(answer)
        assert "路" * 5000 in text(answer)

    @pytest.mark.parametrize(("name", "most"), [("gist", 80), ("place", 200)], ids=["gist", "place"])
    def test_a_line_longer_than_its_column_is_refused(
        self, world: World, enter: Enter, name: str, most: int
    ) -> None:
        receipt = at("registered", world)
        given = filled("triage", world, receipt.matter_id, "何敏") | {name: "长" * (most + 1)}
        answer = send(enter("何敏"), receipt.ref, "triage", given)

        assert answer.status_code == 400
        assert f"写了 {most + 1} 个字，这里最多 {most} 个" in text(answer)

    @pytest.mark.parametrize("typed", ["\x00坏字符", "﷽ مرحبا", "🏚️💧", "𬭎", "a\u202eb"])
    def test_odd_characters_never_break_a_form(self, world: World, enter: Enter, typed: str) -> None:
        receipt = at("handling", world)
        answer = send(enter("郭强"), receipt.ref, "note", {"words": typed})

        assert answer.status_code == (400 if "\x00" in typed else 303)

    @pytest.mark.parametrize(
        "given",
        [
            {"lead": "999999999999999999999"},
            {"lead": "x"},
            {"limit": "forever"},
            {"assists": ["x", "-1"]},
            {"seen_no": "x"},
        ],
        ids=str,
    )
    def test_what_no_page_offers_is_refused(self, world: World, enter: Enter, given: dict[str, str]) -> None:
        receipt = at("registered", world)
        answer = send(
            enter("何敏"), receipt.ref, "assign", filled("assign", world, receipt.matter_id, "何敏") | given
        )

        assert answer.status_code == 400
        assert newest(receipt).verb == "register"

    def test_a_photo_that_is_none_is_refused_at_its_place(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        for content in (b"", b"not a photo"):
            photos = SimpleUploadedFile("x.jpg", content, "image/jpeg")
            answer = send(enter("郭强"), receipt.ref, "note", {"words": WORDS, "photos": photos})

            assert answer.status_code == 400
            assert "第 1 张" in text(answer)
            assert WORDS in text(answer)
        assert not Attachment.objects.exists()

    def test_photos_come_with_a_note(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        photo = SimpleUploadedFile("x.jpg", pictures.written(pictures.scene(), "JPEG"), "image/jpeg")
        answer = send(
            enter("郭强"), receipt.ref, "note", {"words": WORDS, "to_resident": "on", "photos": photo}
        )
        world.house()

        assert answer.status_code == 303
        assert Attachment.objects.get().matter_id == receipt.matter_id
        assert StepText.objects.get(step=newest(receipt)).to_resident

    def test_a_form_without_its_token_is_refused(self, world: World) -> None:
        receipt = at("handling", world)
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.person("郭强"))

        assert send(client, receipt.ref, "note", {"words": WORDS}).status_code == 403
        assert newest(receipt).verb == "accept"


class TestRaces:
    def test_who_came_second_reads_who_was_faster_and_keeps_her_words(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("registered", world)
        given = filled("assign", world, receipt.matter_id, "何敏") | {"words": "先劝，劝不动再请城管"}
        handling.send_up(
            receipt.matter_id, world.by("林晓"), words="修不了", now=cast.NOW - datetime.timedelta(minutes=3)
        )
        answer = send(enter("何敏"), receipt.ref, "assign", given, seen=1)
        page = Drawn(text(answer))

        assert answer.status_code == 409
        assert "这件事 3 分钟前已由林晓上报，这次没有生效" in page.text
        assert "修不了" in page.text
        assert "刚才填的，没有生效" in page.text
        assert "深新社区" in page.text
        assert "先劝，劝不动再请城管" in page.text
        assert [one for one in page.all("form") if str(one.get("action")).endswith("/do/note/")]
        assert newest(receipt).verb == "send_up"

    def test_a_form_that_is_not_even_whole_may_come_too_late_as_well(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("assigned", world)
        answer = send(enter("何敏"), receipt.ref, "assign", {"lead": ""}, seen=1)

        assert answer.status_code == 409
        assert "这件事刚刚已由罗芳交办，这次没有生效" in text(answer)

    def test_a_sorting_that_would_overwrite_another_is_shown_beside_it(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("registered", world)
        given = filled("triage", world, receipt.matter_id, "何敏")
        client = enter("何敏")
        send(client, receipt.ref, "triage", given | {"gist": "第一次分的"}, seen=1)
        answer = send(client, receipt.ref, "triage", given | {"gist": "第二次分的"}, seen=1)
        page = Drawn(text(answer))

        assert answer.status_code == 409
        assert "已由何敏分类" in page.text
        assert "第二次分的" in [one.get("value") for one in page.all("input")]
        assert [one.get("value") for one in page.all("input") if one.get("name") == "seen_no"] == ["2"]
        assert send(client, receipt.ref, "triage", given | {"gist": "第二次分的"}, seen=2).status_code == 303

    def test_without_anything_newer_it_is_an_ordinary_refusal(self, world: World, enter: Enter) -> None:
        receipt = at("assigned", world)
        answer = send(enter("何敏"), receipt.ref, "assign", {"lead": ""}, seen=4)

        assert answer.status_code == 400
        assert "这件事现在是“已交办”，不能交办" in text(answer)


class TestTwice:
    """Back and send, a double press: the same form with the same words is the same step."""

    @pytest.mark.parametrize("verb", ["note", "supplement"])
    def test_the_same_words_make_one_step(self, world: World, enter: Enter, verb: str) -> None:
        receipt, client = at("handling", world), enter("何敏")
        seen = newest(receipt).no
        given = {"words": f" {WORDS}\r\n"}
        answers = [send(client, receipt.ref, verb, given, seen=seen) for _ in range(2)]

        assert {answer["Location"] for answer in answers} == {f"/m/{receipt.ref}/?did={seen + 1}"}
        assert newest(receipt).no == seen + 1

    def test_somebody_elses_step_between_changes_nothing(self, world: World, enter: Enter) -> None:
        receipt, client = at("handling", world), enter("何敏")
        seen = newest(receipt).no
        send(client, receipt.ref, "note", {"words": WORDS}, seen=seen)
        send(enter("郭强"), receipt.ref, "note", {"words": WORDS}, seen=seen)
        send(client, receipt.ref, "note", {"words": WORDS}, seen=seen)

        assert newest(receipt).no == seen + 2

    @pytest.mark.parametrize(
        "more",
        [{"words": "另一句"}, {"to_resident": "on"}, {"photos": True}],
        ids=["别的话", "给居民看", "有照片"],
    )
    def test_anything_else_is_another_step(self, world: World, enter: Enter, more: dict[str, object]) -> None:
        receipt, client = at("handling", world), enter("何敏")
        seen = newest(receipt).no
        send(client, receipt.ref, "note", {"words": WORDS}, seen=seen)
        if more.get("photos"):
            photo = pictures.written(pictures.scene(), "JPEG")
            more = {"photos": [SimpleUploadedFile("x.jpg", photo, "image/jpeg")]}
        send(client, receipt.ref, "note", {"words": WORDS, **more}, seen=seen)

        assert newest(receipt).no == seen + 2

    def test_a_page_opened_afterwards_may_say_the_same_again(self, world: World, enter: Enter) -> None:
        receipt, client = at("handling", world), enter("何敏")
        seen = newest(receipt).no
        for number in (seen, seen + 1):
            send(client, receipt.ref, "note", {"words": WORDS}, seen=number)

        assert newest(receipt).no == seen + 2

    def test_what_was_taken_back_may_be_said_again(self, world: World, enter: Enter) -> None:
        receipt, client = at("handling", world), enter("何敏")
        seen = newest(receipt).no
        send(client, receipt.ref, "note", {"words": WORDS}, seen=seen)
        send(client, receipt.ref, "take_back", {}, seen=seen + 1)
        send(client, receipt.ref, "note", {"words": WORDS}, seen=seen)

        assert [newest(receipt).no, newest(receipt).verb] == [seen + 3, "note"]


def test_a_day_typed_for_what_came_too_late_is_shown_as_people_write_it(world: World, enter: Enter) -> None:
    receipt = at("handling", world)
    given = filled("reply", world, receipt.matter_id, "郭强")
    seen = newest(receipt).no
    send(enter("郭强"), receipt.ref, "reply", given, seen=seen)
    page = Drawn(text(send(enter("郭强"), receipt.ref, "reply", given, seen=seen))).text

    assert "哪天前办到12月1日 星期二" in page


class TestGiving:
    def test_the_deadline_stands_on_the_form_before_it_is_set(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        page = text(enter("何敏").get(f"/m/{receipt.ref}/?do=assign"))
        drawn = Drawn(page)

        assert "一般事项：6月29日 星期一前15 个工作日" in drawn.text
        assert "简易事项：6月12日 星期五前5 个工作日" in drawn.text
        assert "30 个工作日；比答应居民的晚，要写原因，居民会看到" in drawn.text
        assert page.count("比答应居民的晚，要写原因") == 1
        assert page.count('<table class="days">') >= 4
        assert Clock.objects.get(matter=receipt.matter_id).kind == "dispatch"
        send(enter("何敏"), receipt.ref, "assign", filled("assign", world, receipt.matter_id, "何敏"))
        assert "6月29日 星期一前办完" in Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/"))).text

    def test_a_liaison_gives_within_her_own_subtree_the_organiser_anywhere(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("registered", world)
        mine = text(enter("何敏").get(f"/m/{receipt.ref}/?do=assign"))
        for name in ("何敏", "吴迪"):
            handling.send_up(receipt.matter_id, world.by(name), words="修不了", now=cast.NOW)
        theirs = text(enter("罗芳").get(f"/m/{receipt.ref}/?do=assign"))

        assert '<optgroup label="社区">' in mine
        assert "区住建局" not in mine
        assert '<optgroup label="部门单位">' in theirs
        assert all(name in theirs for name in ("区住建局", "区城管局", "深沟寺街道", "深南社区"))
        assert f'<option value="{world.units["组织部"].pk}"' not in theirs

    def test_who_is_complained_of_is_not_offered(self, world: World, enter: Enter) -> None:
        receipt = world.tell_the_house(about="深新社区")
        page = text(enter("罗芳").get(f"/m/{receipt.ref}/?do=assign"))

        assert f'<option value="{world.units["深新社区"].pk}"' not in page
        assert f'<option value="{world.units["深沟寺街道"].pk}"' not in page
        assert f'<option value="{world.units["深南社区"].pk}"' in page

    def test_a_later_day_wants_its_reason(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        given = filled("assign", world, receipt.matter_id, "何敏") | {"limit": "complex", "words": ""}
        answer = send(enter("何敏"), receipt.ref, "assign", given)

        assert answer.status_code == 400
        assert "这个日子比回执上答应的晚，请写明原因，居民会看到" in text(answer)


class TestTelling:
    def test_only_those_who_do_not_know_are_listed(self, world: World, enter: Enter) -> None:
        receipt = at("replied", world)
        client = enter("何敏")
        page = text(client.get(f"/m/{receipt.ref}/?do=tell"))

        assert "周**" in page
        assert "希望自己上网看" in page
        send(client, receipt.ref, "tell", filled("tell", world, receipt.matter_id, "何敏"))
        assert "打电话告知" in text(client.get(f"/m/{receipt.ref}/"))

    def test_the_way_she_asked_for_is_chosen_beforehand(self, world: World, enter: Enter) -> None:
        receipt = register(replace(world.said(), reach="door"), resident(), now=cast.NOW)
        read_matter(0)
        world.house()
        DOERS["refer_out"](world, receipt.matter_id, world.by("何敏"), cast.NOW)
        page = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/?do=tell")))
        chosen = [one["value"] for one in page.all("input") if one.get("name") == "how" and "checked" in one]

        assert chosen == ["visit"]

    def test_a_try_in_vain_is_kept_as_one(self, world: World, enter: Enter) -> None:
        receipt = at("replied", world)
        given = filled("tell", world, receipt.matter_id, "何敏") | {"reached": "no"}

        assert send(enter("何敏"), receipt.ref, "tell", given).status_code == 303
        assert newest(receipt).values["reached"] is False
        assert VoiceMatter.objects.get(matter=receipt.matter_id).told_at is None

    def test_whether_she_was_reached_must_be_said(self, world: World, enter: Enter) -> None:
        receipt = at("replied", world)
        given = filled("tell", world, receipt.matter_id, "何敏") | {"reached": ""}

        assert "选一下联系上没有" in text(send(enter("何敏"), receipt.ref, "tell", given))

    def test_an_answer_on_the_spot_marks_those_already_told(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        given = {"words": "讲清楚了", "outcome": "C", f"told_{receipt.voice_id}": "counter"}
        send(enter("何敏"), receipt.ref, "answer_on_spot", given)
        world.house()

        assert Matter.objects.get(pk=receipt.matter_id).stage == "told"
        assert VoiceMatter.objects.get(matter=receipt.matter_id).told_how == "counter"

    def test_a_rating_is_kept_as_it_was_said(self, world: World, enter: Enter) -> None:
        receipt = at("told", world)
        send(enter("何敏"), receipt.ref, "rate", filled("rate", world, receipt.matter_id, "何敏"))
        world.house()

        assert newest(receipt).values["solved"] is False
        assert "基本满意，问题没有解决" in text(enter("林晓").get(f"/m/{receipt.ref}/"))


class TestAnotherVoice:
    def given(self, **more: str) -> dict[str, str]:
        return {
            "words": "我们楼前也塌了", "another": "on", "channel": "phone", "share": "room_only", "reach": "phone",
            "name": "李文", "phone": "13900001111", "told": "on",
            "key": "6f1d5f0e-0000-4000-8000-000000000001", **more,
        }  # fmt: skip

    def test_it_gets_a_receipt_of_its_own_shown_once(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        client = enter("何敏")
        answer = send(client, receipt.ref, "supplement", self.given())
        link = VoiceMatter.objects.filter(matter=receipt.matter_id).select_related("voice").latest("id")

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert '<dd class="big"><span class="num">' in text(answer)
        assert link.voice.words == "我们楼前也塌了"
        assert "李*" in text(client.get(f"/m/{receipt.ref}/"))
        assert "李文" not in text(client.get(f"/m/{receipt.ref}/"))

    def test_sent_twice_it_is_one_voice_and_one_receipt(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        client = enter("何敏")
        first = send(client, receipt.ref, "supplement", self.given())
        again = send(client, receipt.ref, "supplement", self.given())
        other = send(client, receipt.ref, "supplement", self.given(words="还有一句"))

        assert VoiceMatter.objects.filter(matter=receipt.matter_id).count() == 2
        code = Drawn(text(first)).text.split("查询码")[2].split()[:2]
        assert code == Drawn(text(again)).text.split("查询码")[2].split()[:2]
        assert "这段话刚才已经记下了" in text(again)
        assert "还有一句" in text(other)

    def test_the_key_of_another_matter_gives_nothing_away(self, world: World, enter: Enter) -> None:
        receipt, other = at("handling", world), at("handling", world)
        client = enter("何敏")
        send(client, receipt.ref, "supplement", self.given())

        assert send(client, other.ref, "supplement", self.given()).status_code == 404
        assert VoiceMatter.objects.filter(matter=other.matter_id).count() == 1

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"another": ""}, "填了联系方式，就要勾上这一项"),
            ({"share": "anonymous"}, "选了不留联系方式，就不要填姓名、电话和住址"),
            ({"told": ""}, "留联系方式以前，先告诉他给谁看、留多久"),
            ({"phone": "12"}, "这个号码认不出来"),
            ({"key": "not a key"}, "这一页放得太久了，请刷新后再办"),
        ],
        ids=["not another", "anonymous", "not told", "no number", "no key"],
    )
    def test_contact_that_contradicts_itself_is_refused(
        self, world: World, enter: Enter, more: dict[str, str], said: str
    ) -> None:
        receipt = at("handling", world)
        answer = send(enter("何敏"), receipt.ref, "supplement", self.given(**more))

        assert answer.status_code == 400
        assert said in text(answer)
        assert "我们楼前也塌了" in text(answer)
        assert VoiceMatter.objects.filter(matter=receipt.matter_id).count() == 1


def test_three_tries_at_different_times_open_the_last_way_out(world: World, enter: Enter) -> None:
    receipt = at("replied", world)
    client = enter("何敏")
    for days in (3, 2, 1):
        assert "close_unreached" not in offered(client.get(f"/m/{receipt.ref}/"))
        tried = cast.NOW - datetime.timedelta(days=days)
        world.house()
        closing.tell(
            receipt.matter_id, world.by("何敏"), voice=receipt.voice_id, how="phone", reached=False, now=tried
        )

    assert "close_unreached" in offered(client.get(f"/m/{receipt.ref}/"))
    assert send(client, receipt.ref, "close_unreached", {}).status_code == 303
