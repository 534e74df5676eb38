"""What is typed at the desk is kept as one types, sealed and hers alone; a call that became nothing leaves one line."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test import Client

from lianxin.intake.desk_actions import forget_desk_drafts
from lianxin.intake.models import ENDED, DeskDraft, EndedCall
from lianxin.intake.tests.at_desk import PHONE, opened, sends
from lianxin.intake.tests.conftest import SetClock
from lianxin.intake.tests.filling import Answer, errors_in, held, text_of
from lianxin.kernel.acting import acting
from lianxin.matters.models import Matter
from lianxin.people.actions import add_person, add_post
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def hemin(world: World) -> Client:
    """何敏 at her desk."""
    return at_desk(world, "何敏")


def at_desk(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.person(name))
    return client


def keeps(client: Client, hidden: dict[str, str], /, **given: object) -> Answer:
    return client.post("/desk/keep/", {**hidden, "channel": "phone", "about": "no", "kind": "demand"} | given)


class TestKeeping:
    def test_what_is_typed_is_offered_to_go_on_with(self, hemin: Client) -> None:
        hidden = opened(hemin)
        assert (
            keeps(hemin, hidden, words="暖气漏水，墙皮泡起来", phone=PHONE, place="3 号楼").status_code == 204
        )

        page = text_of(hemin.get("/desk/"))
        address = re.findall(r'href="(/desk/\?draft=[^"]+)"', page)[0]
        again = hemin.get(address)

        assert "有一张没写完的表" in page
        assert "暖气漏水，墙皮泡起来" in page
        for typed in ("暖气漏水，墙皮泡起来", f'value="{PHONE}"', 'value="3 号楼"'):
            assert typed in text_of(again)
        assert held(again, "key").split(".")[0] == hidden["key"].split(".")[0]

    @pytest.mark.parametrize(
        ("address", "wrong"),
        [("/desk/", {"phone": "12"}), ("/desk/", {"do": "look"}), ("/desk/end/", {"because": ""})],
        ids=["登记被退回", "查号码", "结束通话被退回"],
    )
    def test_what_comes_back_is_kept_without_a_script(
        self, hemin: Client, address: str, wrong: dict[str, str]
    ) -> None:
        """Pressing «English» or another link there loses nothing."""
        answer = hemin.post(address, {**opened(hemin), "words": "暖气漏水，墙皮泡起来", **wrong})

        assert "暖气漏水，墙皮泡起来" in text_of(answer)
        page = text_of(hemin.get("/desk/"))
        assert "有一张没写完的表" in page
        assert "暖气漏水，墙皮泡起来" in page

    def test_every_field_comes_back(self, hemin: Client, world: World) -> None:
        category = str(world.categories["heating"].pk)
        given = {
            "phone": PHONE, "name": "周女士", "channel": "letter", "for_whom": "child", "address": "3 号楼",
            "affected_name": "小军", "affected_phone": "13900000001", "guardian_here": "on", "guardian_name": "周母",
            "guardian_phone": "13900000002", "words": "暖气漏水", "gist": "漏水", "place": "楼前", "category": category,
            "kind": "advice", "urgency": "now", "about": "yes", "also": "灯也不亮", "speech": "鞍山话", "folded": "on",
            "share": "with_contact", "reach": "door", "told": "on", "read_back": "on", "blank": "A-7",
            "happened_at": "2026-06-04 09:30", "late_because": "停电", "in_name_of": str(world.posts["林晓"].pk),
        }  # fmt: skip
        keeps(hemin, opened(hemin), **given)

        page = text_of(hemin.get(f"/desk/?draft={DeskDraft.objects.get().key}"))

        for name, typed in given.items():
            ticked = re.search(rf'<input[^>]* checked[^>]*name="{name}"', page)
            chosen = f'<option value="{typed}" selected' in page
            radio = re.search(rf'checked value="{typed}"', page)
            text = f'value="{typed}"' in page or f">\n{typed}</textarea>" in page
            assert (ticked if typed == "on" else None) or chosen or radio or text, name

    def test_the_newest_is_kept_and_nothing_else(self, hemin: Client) -> None:
        hidden = opened(hemin)
        keeps(hemin, hidden, words="暖气")
        keeps(hemin, hidden, words="暖气漏水", csrf_of_somebody="x", photos="no")

        page = text_of(hemin.get(f"/desk/?draft={DeskDraft.objects.get().key}"))

        assert "暖气漏水" in page
        assert "csrf_of_somebody" not in page

    def test_a_form_in_which_nothing_is_typed_is_not_kept(self, hemin: Client) -> None:
        assert keeps(hemin, opened(hemin)).status_code == 204
        assert not DeskDraft.objects.exists()

    def test_it_lies_sealed(self, hemin: Client) -> None:
        keeps(hemin, opened(hemin), words="暖气漏水", phone=PHONE)

        with connection.cursor() as cursor:
            cursor.execute("select payload, phones::text from intake_deskdraft")
            payload, phones = cursor.fetchone()
        assert "暖气漏水".encode() not in bytes(payload)
        assert PHONE not in phones

    def test_registering_takes_it_away(self, hemin: Client) -> None:
        hidden = opened(hemin)
        keeps(hemin, hidden, words="楼道灯不亮")

        assert sends(hemin, hidden).status_code == 303
        assert not DeskDraft.objects.exists()

    def test_what_was_on_its_way_when_it_was_registered_is_left(self, hemin: Client) -> None:
        hidden = opened(hemin)
        sends(hemin, hidden)

        assert keeps(hemin, hidden, words="楼道灯不亮").status_code == 204
        assert not DeskDraft.objects.exists()

    def test_a_draft_of_what_is_registered_is_not_offered(self, hemin: Client, world: World) -> None:
        hidden = opened(hemin)
        keeps(hemin, hidden, words="楼道灯不亮")
        draft = DeskDraft.objects.get()
        sends(hemin, hidden)
        with acting():
            draft.save(force_insert=True)

        assert "有一张没写完的表" not in text_of(hemin.get("/desk/"))

    def test_nobody_else_is_offered_it(self, hemin: Client, world: World) -> None:
        keeps(hemin, opened(hemin), words="暖气漏水")
        with acting():
            other = add_person("孟瑶", "mengyao")
            add_post(other, "liaison", world.units["深新社区"], since=cast.SINCE)
        client = Client()
        client.force_login(other)
        key = DeskDraft.objects.get().key

        assert "暖气漏水" not in text_of(client.get("/desk/"))
        page = text_of(client.get(f"/desk/?draft={key}"))
        assert "暖气漏水" not in page
        assert "已经不在了" in page

    def test_nobody_else_writes_into_it(self, hemin: Client, world: World) -> None:
        hidden = opened(hemin)
        keeps(hemin, hidden, words="暖气漏水")

        assert keeps(at_desk(world, "林晓"), hidden, words="别的话").status_code == 400
        assert "暖气漏水" in text_of(hemin.get("/desk/"))

    @pytest.mark.parametrize("key", ["", "made:up", "x.y:z"])
    def test_a_key_that_is_none_of_ours_keeps_nothing(self, hemin: Client, key: str) -> None:
        assert keeps(hemin, {"key": key}, words="暖气漏水").status_code == 400
        assert not DeskDraft.objects.exists()

    def test_what_is_longer_than_any_form_is_not_kept(self, hemin: Client) -> None:
        assert keeps(hemin, opened(hemin), words="长" * 40_000).status_code == 400

    def test_words_too_long_to_register_are_kept_all_the_same(self, hemin: Client) -> None:
        assert keeps(hemin, opened(hemin), words="长" * 5_000).status_code == 204

    @pytest.mark.parametrize("draft", ["not-a-key", "", "00000000-0000-0000-0000-000000000007"])
    def test_an_address_that_names_none_opens_a_new_form(self, hemin: Client, draft: str) -> None:
        assert "已经不在了" in text_of(hemin.get("/desk/", {"draft": draft}))

    def test_when_the_session_is_over_it_is_said_and_not_kept(self, world: World, hemin: Client) -> None:
        hidden = opened(hemin)

        answer = Client(headers={"X-Autosave": "1"}).post("/desk/keep/", {**hidden, "words": "暖气"})

        assert answer.status_code == 401
        assert not DeskDraft.objects.exists()

    def test_it_is_there_after_signing_in_again(self, world: World, hemin: Client) -> None:
        keeps(hemin, opened(hemin), words="暖气漏水")
        hemin.logout()

        assert "暖气漏水" in text_of(at_desk(world, "何敏").get("/desk/"))

    def test_after_its_hours_it_is_gone(self, hemin: Client, world: World, clock: SetClock) -> None:
        keeps(hemin, opened(hemin), words="暖气漏水")

        assert forget_desk_drafts(cast.NOW) == 0
        clock(cast.NOW + datetime.timedelta(hours=73))
        assert "暖气漏水" not in text_of(at_desk(world, "何敏").get("/desk/"))
        assert forget_desk_drafts(cast.NOW + MINUTE) == 1
        assert not DeskDraft.objects.exists()


def test_where_only_a_number_was_typed_it_stands_masked_and_how_many_there_are(hemin: Client) -> None:
    keeps(hemin, opened(hemin), phone=PHONE)
    assert "没写完的一共" not in text_of(hemin.get("/desk/"))
    keeps(hemin, opened(hemin), phone=PHONE)

    page = text_of(hemin.get("/desk/"))

    assert "138 **** 0427" in page
    assert PHONE not in page
    assert "没写完的一共 2 张" in page


class TestEndingACall:
    def ends(self, client: Client, /, **given: object) -> Answer:
        return client.post(
            "/desk/end/", {"key": opened(client)["key"], "because": "silent", "line": ""} | given
        )

    def test_it_is_one_line_with_a_reason(self, hemin: Client, world: World) -> None:
        answer = self.ends(hemin, because="abuse", line="劝了两回，还是骂")

        assert answer["Location"] == "/desk/?ended=1"
        call = EndedCall.objects.get()
        assert (call.because, call.line, call.room, call.post) == (
            "abuse", "劝了两回，还是骂", world.rooms["深新社区"], world.posts["何敏"],
        )  # fmt: skip
        page = text_of(hemin.get("/desk/?ended=1"))
        assert "这通电话结束了" in page
        assert "劝了两回，还是骂" in page
        world.house()
        assert not Matter.objects.exists()

    def test_what_was_typed_is_deleted(self, hemin: Client) -> None:
        hidden = opened(hemin)
        keeps(hemin, hidden, words="骂人的话", phone=PHONE)

        self.ends(hemin, key=hidden["key"])

        assert not DeskDraft.objects.exists()
        assert "骂人的话" not in text_of(hemin.get("/desk/"))

    def test_a_form_left_over_is_dropped_with_a_reason(self, hemin: Client) -> None:
        keeps(hemin, opened(hemin), words="暖气漏水")
        of = held(hemin.get("/desk/"), "of")

        assert self.ends(hemin, of=of, because="hung_up").status_code == 303
        assert not DeskDraft.objects.exists()
        assert EndedCall.objects.get().because == "hung_up"

    def test_dropping_without_a_reason_keeps_it_and_says_so(self, hemin: Client) -> None:
        keeps(hemin, opened(hemin), words="暖气漏水")
        of = held(hemin.get("/desk/"), "of")

        answer = self.ends(hemin, of=of, because="")

        assert errors_in(answer) == [("left_because", "选一下为什么结束")]
        assert "暖气漏水" in text_of(answer)
        assert DeskDraft.objects.exists()

    @pytest.mark.parametrize(
        ("given", "place"),
        [
            ({"because": ""}, "end_because"),
            ({"because": "angry"}, "end_because"),
            ({"because": "other", "line": ""}, "end_line"),
            ({"line": "打了 13800000427"}, "end_line"),
            ({"line": "座机 0412-5551234"}, "end_line"),
            ({"line": "138 0000 0427"}, "end_line"),
            ({"line": "长" * 81}, "end_line"),
            ({"line": "坏\x00字"}, "end_line"),
            ({"key": "made:up"}, "end_because"),
        ],
    )
    def test_what_cannot_be_is_said_and_what_was_typed_stays(
        self, hemin: Client, given: dict[str, str], place: str
    ) -> None:
        answer = self.ends(hemin, words="写了一半的话", phone=PHONE, **given)

        assert [where for where, _ in errors_in(answer)] == [place]
        assert "写了一半的话" in text_of(answer)
        assert f'value="{PHONE}"' in text_of(answer)
        assert not EndedCall.objects.exists()

    def test_pressed_twice_it_is_one_line(self, hemin: Client) -> None:
        key = opened(hemin)["key"]

        assert [self.ends(hemin, key=key).status_code for _ in range(2)] == [303, 303]
        assert EndedCall.objects.count() == 1

    def test_nothing_in_it_names_or_counts_anybody(self) -> None:
        kept = {field.name for field in EndedCall._meta.get_fields()}

        assert kept == {"id", "key", "room", "post", "at", "because", "line"}

    @pytest.mark.parametrize("part", ["end", "look", "aside", "keep"])
    def test_what_is_only_sent_leads_back_to_the_desk(self, hemin: Client, part: str) -> None:
        """The other language on the page of a refusal is a GET of the address the form went to."""
        answer = hemin.get(f"/desk/{part}/?lang=en")

        assert (answer.status_code, answer["Location"]) == (303, "/desk/")
        assert "Register a matter" in text_of(hemin.get("/desk/"))

    def test_the_newest_five_are_shown(self, hemin: Client) -> None:
        for number in range(7):
            self.ends(hemin, line=f"第{number}通")

        page = text_of(hemin.get("/desk/"))

        assert [n for n in range(7) if f"第{n}通" in page] == [2, 3, 4, 5, 6]

    def test_every_reason_can_be_given(self, hemin: Client) -> None:
        for because in ENDED:
            assert self.ends(hemin, because=because, line="一句").status_code == 303

    def test_yesterday_s_are_not_shown_nor_another_room_s(
        self, hemin: Client, world: World, clock: SetClock
    ) -> None:
        self.ends(hemin, line="昨天的")
        with acting():
            add_post(world.person("吴迪"), "liaison", world.units["深南社区"], since=cast.SINCE)
        self.ends(at_desk(world, "吴迪"), line="隔壁的")
        clock(cast.NOW + datetime.timedelta(days=1))
        later = at_desk(world, "何敏")

        page = text_of(later.get("/desk/"))

        assert "昨天的" not in page
        assert "隔壁的" not in page

    def test_a_post_without_a_room_ends_nothing(self, world: World) -> None:
        answer = at_desk(world, "吴迪").post("/desk/end/", {"because": "silent"})

        assert "您的单位没有工作室" in text_of(answer)
        assert not EndedCall.objects.exists()
