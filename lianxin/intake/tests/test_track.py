"""What a resident reads of her matter and does there: in plain words, after her code, never more than is hers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import Resident, errors_in, photo, text_of
from lianxin.intake.tests.matter import DAY, Told, told
from lianxin.matters.actions import handling, mending, taking
from lianxin.matters.by import resident as by_resident
from lianxin.matters.models import Attachment, Feedback, Step, Voice
from lianxin.rulebook.packs import pack_on
from lianxin.trust.uploads import Photo
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
ANSWER = "管子接好，铺了新砖。"
WRONG = "编号或查询码不对"


@pytest.fixture
def matter(world: World) -> Told:
    return told(world)


class TestTheCode:
    def test_a_right_code_opens_the_page(self, matter: Told) -> None:
        answer = matter.resident.ask(matter.receipt.ref, matter.receipt.code)

        assert answer["Location"] == f"/t/{matter.receipt.ref}/"

    @pytest.mark.parametrize("style", ["spaces", "full width", "dashless", "lower case"])
    def test_it_is_forgiven_how_it_is_typed(self, matter: Told, style: str) -> None:
        ref, code = matter.receipt.ref, matter.receipt.code
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        typed = {
            "spaces": (f" {ref} ", f"{code[:4]} {code[4:]}"),
            "full width": (ref.translate(wide), code.translate(wide)),
            "dashless": (ref.replace("-", ""), code),
            "lower case": (ref.lower(), code),
        }[style]

        assert matter.resident.ask(*typed).status_code == 303

    def test_a_wrong_code_is_one_sentence_and_keeps_the_reference(self, matter: Told) -> None:
        wrong = "00000000" if matter.receipt.code != "00000000" else "00000001"

        answer = matter.resident.ask(matter.receipt.ref, wrong)

        assert WRONG in text_of(answer)
        assert f'value="{matter.receipt.ref}"' in text_of(answer)
        assert "Location" not in answer.headers
        assert "ticket" not in answer.cookies

    def test_every_way_to_be_wrong_says_the_same(self, matter: Told) -> None:
        tries = [
            (matter.receipt.ref, "00000000"),
            ("LS-2026-999999", matter.receipt.code),
            ("LS-2026-999998", "00000000"),
            ("什么", "x"),
        ]

        said = {errors_in(matter.resident.ask(*typed))[0] for typed in tries}

        assert said == {("id_ref", "编号或查询码不对，请照回执再输一遍；回执丢了，请打工作室或区里的电话")}

    def test_nothing_opens_without_a_code(self, matter: Told) -> None:
        answer = Client().get(f"/t/{matter.receipt.ref}/")

        assert answer["Location"] == f"/t/?ref={matter.receipt.ref}"
        assert matter.receipt.code not in text_of(Client().get(answer["Location"]))

    def test_the_reference_from_the_receipt_is_filled_in(self, matter: Told) -> None:
        page = text_of(Client().get(f"/t/?ref={matter.receipt.ref}"))

        assert f'value="{matter.receipt.ref}"' in page

    def test_one_ticket_opens_one_matter(self, matter: Told, world: World) -> None:
        other = told(world)
        matter.page()

        assert matter.resident.client.get(f"/t/{other.receipt.ref}/").status_code == 302

    def test_a_ticket_lasts_half_an_hour(self, matter: Told, clock: SetClock) -> None:
        matter.page()
        address = f"/t/{matter.receipt.ref}/"

        clock(cast.NOW + timedelta(minutes=30))
        assert matter.resident.client.get(address).status_code == 200
        clock(cast.NOW + timedelta(minutes=31))
        assert matter.resident.client.get(address).status_code == 302

    def test_a_ticket_cannot_be_made(self, matter: Told) -> None:
        matter.page()
        ticket = matter.resident.client.cookies["ticket"].value
        forged = Client()
        forged.cookies["ticket"] = ticket.replace(ticket[:4], "AAAA", 1)

        assert forged.get(f"/t/{matter.receipt.ref}/").status_code == 302

    def test_the_ticket_holds_no_code(self, matter: Told) -> None:
        matter.page()

        assert matter.receipt.code not in matter.resident.client.cookies["ticket"].value

    def test_what_was_typed_before_the_ticket_was_over_is_still_there(
        self, matter: Told, clock: SetClock
    ) -> None:
        matter.page()
        clock(cast.NOW + timedelta(minutes=31))

        asked = matter.do("supplement", words="栏杆也松了")
        assert "栏杆也松了" in text_of(asked)
        assert "请再输一次查询码" in text_of(asked)
        page = matter.resident.ask(
            matter.receipt.ref, matter.receipt.code, verb="supplement", words="栏杆也松了"
        )

        assert page.status_code == 200
        assert re.search(r"<textarea[^>]*>\n栏杆也松了</textarea>", text_of(page))


class TestTooOften:
    def test_after_five_wrong_codes_a_right_one_has_to_wait(self, matter: Told, clock: SetClock) -> None:
        for _ in range(5):
            assert matter.resident.ask(matter.receipt.ref, "00000000").status_code == 200

        answer = matter.resident.ask(matter.receipt.ref, matter.receipt.code)

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) == 15 * 60
        assert "请过 15 分钟再试" in text_of(answer)
        assert f'value="{matter.receipt.ref}"' in text_of(answer)
        clock(cast.NOW + timedelta(minutes=15))
        assert matter.resident.ask(matter.receipt.ref, matter.receipt.code).status_code == 303

    def test_a_reference_is_counted_from_wherever_it_is_tried(self, matter: Told) -> None:
        for number in range(5):
            Client(REMOTE_ADDR=f"10.0.0.{number}").post(
                "/t/", {"ref": matter.receipt.ref, "code": "00000000"}
            )

        far = Client(REMOTE_ADDR="10.9.9.9")
        assert far.post("/t/", {"ref": matter.receipt.ref, "code": matter.receipt.code}).status_code == 429

    def test_a_network_is_counted_whatever_it_tries(self, matter: Told) -> None:
        for number in range(5):
            matter.resident.ask(f"LS-2026-{number + 900}", "00000000")

        assert matter.resident.ask(matter.receipt.ref, matter.receipt.code).status_code == 429
        far = Client(REMOTE_ADDR="10.9.9.9")
        assert far.post("/t/", {"ref": matter.receipt.ref, "code": matter.receipt.code}).status_code == 303

    def test_one_household_is_one_network(self, matter: Told) -> None:
        for number in range(5):
            Client(REMOTE_ADDR=f"2001:db8::{number}").post("/t/", {"ref": "LS-2026-900", "code": "00000000"})

        near, far = Client(REMOTE_ADDR="2001:db8::9"), Client(REMOTE_ADDR="2001:db8:1::9")
        right = {"ref": matter.receipt.ref, "code": matter.receipt.code}
        assert (near.post("/t/", right).status_code, far.post("/t/", right).status_code) == (429, 303)

    def test_right_codes_are_not_counted(self, matter: Told) -> None:
        assert {
            matter.resident.ask(matter.receipt.ref, matter.receipt.code).status_code for _ in range(12)
        } == {303}

    def test_a_network_that_waits_does_not_use_up_a_reference(self, matter: Told) -> None:
        for number in range(20):
            matter.resident.ask(f"LS-2026-{number + 900}", "00000000")
        for _ in range(6):
            assert matter.resident.ask(matter.receipt.ref, "00000000").status_code == 429

        far = Client(REMOTE_ADDR="10.9.9.9")
        assert far.post("/t/", {"ref": matter.receipt.ref, "code": matter.receipt.code}).status_code == 303


class TestWhereItStands:
    """U-11: five plain words, dates, and no word of the house."""

    def test_received(self, matter: Told) -> None:
        page = text_of(matter.page())

        assert re.search(r'class="now" aria-current="step">.{0,120}收到', page)
        assert "6月29日 星期一前" in page
        assert "还有 15 个工作日" in page

    @pytest.mark.parametrize(
        ("day", "light", "left"), [(23, "ok", 4), (24, "soon", 3)], ids=["还早", "快到了"]
    )
    def test_how_near_the_day_is_as_the_pack_says(
        self, matter: Told, clock: SetClock, day: int, light: str, left: int
    ) -> None:
        assert pack_on(cast.NOW.date()).number("light_soon_workdays") == 3
        clock(cast.NOW.replace(day=day))
        page = text_of(matter.page())

        assert re.search(rf'light-{light}">.{{0,120}}还有 {left} 个工作日', page, re.S)

    def test_passed_on(self, matter: Told) -> None:
        matter.send_up()
        matter.assign()

        page = text_of(matter.page())
        assert re.search(r'class="now" aria-current="step">.{0,120}派出', page)
        assert "您说的事派给了区住建局。" in page

    def test_in_hand(self, matter: Told) -> None:
        matter.handled()

        assert re.search(r'class="now" aria-current="step">.{0,120}在办', text_of(matter.page()))

    def test_closed(self, matter: Told) -> None:
        matter.answered().close()

        page = text_of(matter.page())
        assert "您说的事办结了" in page
        assert page.count('class="past"') == 5

    def test_a_later_day_than_the_receipt_s_is_said_with_its_reason(self, matter: Told) -> None:
        matter.send_up()
        matter.assign("complex", "要等雨季过了才能挖")

        page = text_of(matter.page())
        assert "7月20日 星期一前" in page
        assert "回执上写的是6月29日 星期一前" in page
        assert "要等雨季过了才能挖" in page

    def test_a_day_that_is_not_certain_says_so(self, world: World, clock: SetClock) -> None:
        matter = told(world)
        matter.now = cast.NOW + 195 * DAY
        clock(matter.now)
        receipt = taking.register(world.said(), by_resident(), now=matter.now)
        matter.receipt = receipt
        matter.send_up()
        matter.assign("complex", "工程大")

        assert "国务院公布放假安排" in text_of(matter.page())

    def test_a_day_gone_by_says_whom_to_call(self, matter: Told, clock: SetClock) -> None:
        clock(cast.NOW + 40 * DAY)

        page = text_of(matter.page())
        assert "light-late" in page
        assert "请打下面的电话问" in page

    def test_no_word_of_the_house_shows(self, matter: Told) -> None:
        matter.handled()
        world = matter.world
        world.reader("郭强")
        handling.note(matter.pk, world.by("郭强"), words="内部：等预算", to_resident=False, now=cast.NOW)

        page = text_of(matter.page())
        assert "内部：等预算" not in page
        assert [word for word in ("交办", "签收", "经办人", "registered", "社区修不了") if word in page] == []

    def test_a_note_for_her_shows(self, matter: Told) -> None:
        matter.handled()
        matter.world.reader("郭强")
        handling.note(matter.pk, matter.world.by("郭强"), words="到现场看了", to_resident=True, now=cast.NOW)

        assert "到现场看了" in text_of(matter.page())

    def test_referred_says_where_to_and_why(self, matter: Told) -> None:
        matter.world.reader("何敏")
        by = matter.world.by("何敏")
        taking.refer_out(
            matter.pk, by, body="court", because="judicial", words="请找承办的法官", now=cast.NOW
        )

        page = text_of(matter.page())
        assert "您说的事不归这里办" in page
        assert "法院" in page
        assert "诉讼" in page
        assert page.count("请找承办的法官") == 1

    def test_her_contact_shows_nowhere(self, matter: Told) -> None:
        page = text_of(matter.answered().page())

        assert [part for part in ("周桂兰", "13800000427", "0427", "2 单元") if part in page] == []

    def test_a_matter_about_the_room_shows_no_less(self, world: World) -> None:
        matter = told(world, about="深新社区")
        world.reader("罗芳")
        lead = world.units["区城管局"]
        handling.assign(
            matter.pk, world.by("罗芳"), lead=lead, assists=[], limit="ordinary", words="", now=cast.NOW
        )

        page = text_of(matter.page())
        assert "您说的事派给了区城管局。" in page
        assert "tel:04120000168" not in page
        assert f"tel:{settings.HOTLINE}" in page


class TestTheAnswer:
    def test_it_waits_until_she_was_told(self, matter: Told) -> None:
        matter.handled().reply(ANSWER)

        page = text_of(matter.page())
        assert ANSWER not in page
        assert "您说的事有答复了" in page
        assert "联络员会在6月8日 星期一前告诉您" in page

    def test_it_stands_there_once_she_was_told(self, matter: Told) -> None:
        page = text_of(matter.answered().page())

        assert ANSWER in page
        assert "已经解决" in page

    def test_a_try_in_vain_is_no_telling(self, matter: Told) -> None:
        matter.handled().reply(ANSWER)
        matter.tell(reached=False)

        assert ANSWER not in text_of(matter.page())

    def test_an_answer_on_the_spot_waits_as_well(self, matter: Told) -> None:
        matter.world.reader("何敏")
        by = matter.world.by("何敏")
        taking.answer_on_spot(matter.pk, by, words=ANSWER, outcome="A", told={}, now=cast.NOW)
        assert ANSWER not in text_of(matter.page())

        matter.tell()
        assert text_of(matter.page()).count(ANSWER) == 1

    def test_an_answer_taken_back_shows_no_more(self, matter: Told) -> None:
        matter.handled().reply(ANSWER)
        matter.world.reader("郭强")
        mending.take_back(matter.pk, matter.world.by("郭强"), now=cast.NOW)

        page = text_of(matter.page())
        assert ANSWER not in page
        assert "区住建局正在办您说的事" in page

    def test_a_promise_names_its_day(self, matter: Told) -> None:
        matter.handled().reply("明年修", outcome="B")
        matter.tell()

        page = text_of(matter.page())
        assert "列入计划" in page
        assert "8月4日 星期二" in page

    def test_who_was_to_be_told_and_was_not_reads_whom_to_call(self, matter: Told, clock: SetClock) -> None:
        matter.handled().reply(ANSWER)
        clock(cast.NOW + 10 * DAY)

        assert "本来该告诉您了" in text_of(matter.page())


class TestGivenUp:
    """The house could not reach her and closed it: the answer waits on her page, and nothing is promised that is refused."""

    @pytest.fixture
    def given_up(self, matter: Told, clock: SetClock) -> Told:
        matter.handled().reply(ANSWER)
        matter.give_up()
        clock(matter.now)
        return matter

    def test_the_answer_waits_on_her_page(self, given_up: Told) -> None:
        page = text_of(given_up.page())

        assert ANSWER in page
        assert "已经解决" in page
        assert "答复我们没能告诉您，写在下面。" in page
        assert "一直没联系上您，先办结了；答复写在这一页" in page

    def test_it_waits_no_longer_when_the_closing_is_taken_back(self, given_up: Told) -> None:
        given_up.take_back()

        assert ANSWER not in text_of(given_up.page())

    def test_rating_is_neither_offered_nor_promised(self, given_up: Told) -> None:
        page = text_of(given_up.page())

        assert "交评价" not in page
        assert "评一评" not in page
        assert "评价" not in page
        assert "还没有告知过" in text_of(given_up.do("rate", **TestRating.RATED))

    def test_it_can_be_done_again_and_the_answer_stays_to_be_read(self, given_up: Told) -> None:
        page = text_of(given_up.page())
        assert "没办好，可以要求再办一次。" in page
        assert "请再办一次" in page
        assert "6月22日 星期一以前可以要求再办一次" in page

        assert given_up.do("redo", words="还在积水").status_code == 303
        page = text_of(given_up.page())
        assert "区住建局正在办您说的事" in page
        assert ANSWER in page
        given_up.reply("换了整根管子")
        assert "换了整根管子" not in text_of(given_up.page())

    def test_after_the_days_it_says_to_ring(self, given_up: Told, clock: SetClock) -> None:
        clock(given_up.now + 16 * DAY)

        page = text_of(given_up.page())
        assert "再办一次" not in page
        assert "还有不对的地方，请打下面的电话" in page
        assert ANSWER in page

    def test_who_was_told_before_may_still_rate(self, matter: Told, clock: SetClock) -> None:
        matter.handled()
        said = matter.world.said()
        matter.world.reader("何敏")
        taking.supplement(matter.pk, matter.world.by("何敏"), words=said.words, said=said, now=matter.now)
        matter.reply(ANSWER)
        matter.tell()
        other = replace(matter, receipt=replace(matter.receipt, voice_id=_last_voice(matter)))
        other.give_up()
        clock(other.now)

        page = text_of(matter.page())
        assert "交评价" in page
        assert "没能告诉您" not in page


def _last_voice(matter: Told) -> int:
    matter.matter()
    return Voice.objects.order_by("-pk")[0].pk


class TestHowSheWasTold:
    @pytest.mark.parametrize(
        ("how", "said"),
        [
            ("phone", "打电话告诉您了"),
            ("visit", "上门告诉您了"),
            ("paper", "书面告诉您了"),
            ("counter", "当面告诉您了"),
        ],
    )
    def test_her_page_says_it_to_her(self, matter: Told, how: str, said: str) -> None:
        matter.handled().reply()
        matter.tell(how)

        page = text_of(matter.page())
        assert said in page
        assert "告知" not in page


class TestRating:
    RATED = {"reached": "yes", "solved": "yes", "satisfied": "mostly"}  # noqa: RUF012

    def test_it_is_offered_once_she_was_told(self, matter: Told) -> None:
        matter.handled().reply()
        assert "交评价" not in text_of(matter.page())
        matter.tell()
        assert "交评价" in text_of(matter.page())

    def test_three_taps_and_it_is_kept(self, matter: Told) -> None:
        matter.answered().page()

        answer = matter.do("rate", **self.RATED)

        assert answer["Location"] == f"/t/{matter.receipt.ref}/?done=rate"
        page = text_of(matter.resident.client.get(answer["Location"]))
        assert "评价收到了" in page
        assert "交评价" not in page
        matter.matter()
        rating = Feedback.objects.get()
        assert (rating.reached, rating.solved, rating.satisfied, rating.by) == (True, True, "mostly", "page")

    def test_who_rated_is_asked_no_more(self, matter: Told, clock: SetClock) -> None:
        matter.answered().page()
        assert "看完答复，请评一评；没办好，可以要求再办一次。" in text_of(matter.page())
        matter.do("rate", **self.RATED)

        page = text_of(matter.page())
        assert "您评过了；没办好，可以要求再办一次。" in page
        assert "评一评" not in page
        matter.close()
        assert "您评过了；没办好，可以要求再办一次。" in text_of(matter.page())
        clock(cast.NOW + 16 * DAY)
        page = text_of(matter.page())
        assert "您评过了，谢谢您。" in page
        assert "再办一次" not in page

    def test_who_did_not_rate_before_it_closed_may_still(self, matter: Told, clock: SetClock) -> None:
        matter.answered().close()
        clock(cast.NOW + 16 * DAY)

        page = text_of(matter.page())
        assert "看完答复，请评一评。" in page
        assert "再办一次" not in page
        assert "交评价" in page

    def test_each_thing_left_out_is_named_and_nothing_is_ticked(self, matter: Told) -> None:
        page = text_of(matter.answered().page())
        assert "checked" not in page

        answer = matter.do("rate", words="还行")

        assert [place for place, _ in errors_in(answer)] == ["id_reached_0", "id_solved_0", "id_satisfied_0"]
        assert "还行" in text_of(answer)
        assert text_of(answer).count("error-summary") == 1

    def test_a_second_rating_is_refused_in_words(self, matter: Told) -> None:
        matter.answered().page()
        matter.do("rate", **self.RATED)

        answer = matter.do("rate", words="再说一句", **self.RATED)

        assert "这次答复已经评价过了" in text_of(answer)
        matter.matter()
        assert Feedback.objects.count() == 1

    def test_it_is_for_her_telling_alone(self, matter: Told) -> None:
        matter.handled()
        said = matter.world.said()
        matter.world.reader("何敏")
        _, other = taking.supplement(
            matter.pk, matter.world.by("何敏"), words=said.words, said=said, now=cast.NOW
        )
        matter.reply(ANSWER)
        matter.tell()
        assert other is not None

        page = text_of(Told(matter.world, other, told(matter.world).resident).page())
        assert ANSWER not in page
        assert ANSWER in text_of(matter.page())


class TestTwice:
    """A double click does it once and says that it is done."""

    @pytest.mark.parametrize(
        ("verb", "given"),
        [
            ("rate", {"reached": "yes", "solved": "yes", "satisfied": "yes"}),
            ("rate", {"reached": "yes", "solved": "yes", "satisfied": "yes", "words": "谢谢"}),
            ("redo", {"words": "又塌了"}),
            ("supplement", {"words": "栏杆也松了"}),
        ],
    )
    def test_each_is_done_once(self, matter: Told, verb: str, given: dict[str, str]) -> None:
        matter.answered().page()

        answers = {matter.do(verb, **given)["Location"] for _ in range(3)}

        assert answers == {f"/t/{matter.receipt.ref}/?done={verb}"}
        matter.matter()
        assert Step.objects.filter(verb=verb).count() == 1

    def test_the_same_words_after_something_else_are_said_again(self, matter: Told) -> None:
        matter.page()
        matter.do("supplement", words="还没修")
        matter.handled()
        matter.do("supplement", words="还没修")

        matter.matter()
        assert Step.objects.filter(verb="supplement").count() == 2

    def test_what_another_voice_said_is_not_hers(self, matter: Told, world: World) -> None:
        said = world.said("还没修")
        world.reader("何敏")
        _, other = taking.supplement(matter.pk, world.by("何敏"), words=said.words, said=said, now=cast.NOW)
        assert other is not None
        neighbour = Told(world, other, Resident(Client()))
        neighbour.page()
        neighbour.do("supplement", words="还没修")
        matter.page()
        matter.do("supplement", words="还没修")

        matter.matter()
        assert Step.objects.filter(verb="supplement", actor="resident").count() == 2


class TestOnceMore:
    def test_with_a_reason_it_is_done_again(self, matter: Told) -> None:
        matter.answered().page()

        answer = matter.do("redo", words="又塌了")

        assert answer.status_code == 303
        page = text_of(matter.resident.client.get(answer["Location"]))
        assert "会再办一次" in page
        assert "又塌了" in page
        assert "区住建局正在办您说的事" in page
        assert matter.matter().stage == "handling"

    def test_the_first_answer_stays_to_be_read(self, matter: Told) -> None:
        matter.answered().page()
        matter.do("redo", words="又塌了")
        assert ANSWER in text_of(matter.page())

        matter.reply("这回换了整根管子")
        page = text_of(matter.page())
        assert ANSWER in page
        assert "这回换了整根管子" not in page
        matter.tell()
        page = text_of(matter.page())
        assert page.index("这回换了整根管子") < page.index(ANSWER)
        assert "区住建局以前的答复" in page

    def test_without_a_reason_it_is_not(self, matter: Told) -> None:
        matter.answered().page()

        assert errors_in(matter.do("redo", words=" ")) == [("redo_words", "写一下哪里没办好，好让他们再去看")]
        assert matter.matter().stage == "told"

    def test_after_the_days_it_is_not_offered_and_not_taken(self, matter: Told, clock: SetClock) -> None:
        matter.answered()
        clock(cast.NOW + 16 * DAY)
        assert "请再办一次" not in text_of(matter.page())

        answer = matter.do("redo", words="又塌了")

        assert "告知后 15 天内可以要求重办" in text_of(answer)
        assert "又塌了" in text_of(answer)


class TestAdding:
    def test_words_and_photos_are_added(self, matter: Told) -> None:
        matter.page()
        answer = matter.resident.client.post(
            f"/t/{matter.receipt.ref}/supplement/", {"words": "栏杆也松了", "photos": [photo()]}
        )

        page = text_of(matter.resident.client.get(answer["Location"]))
        assert "您补充的话收到了" in page
        assert "栏杆也松了" in page
        assert "您交的第 1 张" in page

    def test_nothing_is_added_once_it_is_closed(self, matter: Told) -> None:
        matter.answered().close()

        assert "补充上去" not in text_of(matter.page())
        answer = matter.do("supplement", words="还有一句")
        assert "不能补充" in text_of(answer)
        assert "还有一句" in text_of(answer)

    def test_what_others_said_about_it_does_not_show(self, matter: Told) -> None:
        said = matter.world.said("我家门口也塌了")
        matter.world.reader("何敏")
        taking.supplement(matter.pk, matter.world.by("何敏"), words=said.words, said=said, now=cast.NOW)

        assert "我家门口也塌了" not in text_of(matter.page())


class TestPhotos:
    """Ask 40: private by default, served after the code alone."""

    @pytest.fixture
    def shown(self, matter: Told) -> tuple[Told, str]:
        matter.page()
        matter.resident.client.post(
            f"/t/{matter.receipt.ref}/supplement/", {"words": "看照片", "photos": [photo()]}
        )
        matter.matter()
        return matter, f"/t/{matter.receipt.ref}/photo/{Attachment.objects.get().name}"

    def test_her_own_is_shown_to_her(self, shown: tuple[Told, str]) -> None:
        matter, address = shown

        answer = matter.resident.client.get(address)

        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_without_a_code_it_is_not_there(self, shown: tuple[Told, str]) -> None:
        assert Client().get(shown[1]).status_code == 404

    def test_another_matter_s_ticket_does_not_show_it(self, shown: tuple[Told, str], world: World) -> None:
        other = told(world)
        other.page()
        name = shown[1].rsplit("/", 1)[1]

        assert other.resident.client.get(f"/t/{other.receipt.ref}/photo/{name}").status_code == 404

    def test_a_photo_of_an_answer_waits_with_the_answer(self, matter: Told) -> None:
        matter.handled().page()
        matter.world.reader("郭强")
        taken = Photo(bytes(photo().read()), 60, 40)
        handling.reply(
            matter.pk, matter.world.by("郭强"), words=ANSWER, outcome="A", promised_on=None, photos=[taken],
            now=cast.NOW,
        )  # fmt: skip
        name = Attachment.objects.get().name
        address = f"/t/{matter.receipt.ref}/photo/{name}"

        assert name not in text_of(matter.page())
        assert matter.resident.client.get(address).status_code == 404
        matter.tell()
        assert name in text_of(matter.page())
        assert matter.resident.client.get(address).status_code == 200

    def test_a_photo_of_an_internal_note_is_never_hers(self, matter: Told) -> None:
        matter.handled().page()
        matter.world.reader("郭强")
        taken = Photo(bytes(photo().read()), 60, 40)
        handling.note(
            matter.pk, matter.world.by("郭强"), words="内部", to_resident=False, photos=[taken], now=cast.NOW
        )
        name = Attachment.objects.get().name

        assert name not in text_of(matter.page())
        assert matter.resident.client.get(f"/t/{matter.receipt.ref}/photo/{name}").status_code == 404


def test_a_verb_that_is_none_of_hers_is_not_there(matter: Told) -> None:
    matter.page()

    assert {matter.do(verb).status_code for verb in ("close", "assign", "tell", "x")} == {404}


def test_without_a_ticket_nothing_is_done(matter: Told) -> None:
    answer = matter.answered().do("rate", reached="yes", solved="yes", satisfied="yes")

    assert "请再输一次查询码" in text_of(answer)
    matter.matter()
    assert not Feedback.objects.exists()
