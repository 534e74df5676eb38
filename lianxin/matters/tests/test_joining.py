"""Joining and parting: each voice keeps its receipt, its answer and its rating, wherever it is answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from lianxin.kernel.refusals import NotThere, Refused
from lianxin.matters import access
from lianxin.matters.actions import closing, handling, joining, taking
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.likeness import Told, likeness, shared_run
from lianxin.matters.models import Attachment, Clock, Feedback, VoiceMatter
from lianxin.matters.receipts import Receipt
from lianxin.matters.tests.filled import WORDS, offered, send, text
from lianxin.matters.tests.test_moves import at
from lianxin.matters.verify import differences
from lianxin.people.access import read_as, read_matter
from lianxin.rulebook.queries import calendar_in_force
from lianxin.ui.tests.drawing import Drawn
from tests import world as cast
from tests.planted import photo
from tests.world import World

Enter = Callable[[str], Client]
LATER = cast.NOW + datetime.timedelta(hours=1)


def told_the_house(
    world: World, words: str = "也塌了", *, about: str = "", room: str = "深新社区"
) -> Receipt:
    """A further matter, by a resident of a room."""
    receipt = register(world.said(words, about=about, room=room), resident(), now=cast.NOW)
    read_matter(0)
    world.house()
    return receipt


def join(world: World, one: Receipt, into: Receipt, *, by: str = "罗芳") -> None:
    world.house()
    joining.join(one.matter_id, world.by(by), into=into.matter_id, now=LATER)


def part(world: World, one: Receipt) -> None:
    world.house()
    joining.part(one.matter_id, world.by("罗芳"), now=LATER)


def stage(world: World, receipt: Receipt) -> str:
    return world.matter(receipt).stage


def found(receipt: Receipt) -> VoiceMatter:
    """Where a receipt leads."""
    link = access.open_with_code(receipt.ref, receipt.code)
    read_matter(0)
    return link


def clocks(receipt: Receipt) -> set[str]:
    """The kinds of clock that run."""
    running = Clock.objects.filter(matter=receipt.matter_id, stopped_no=None, taken_back=False)
    return set(running.values_list("kind", flat=True))


@pytest.mark.django_db
class TestEdges:
    """The table: what a joining or a parting does at the edges."""

    @pytest.mark.parametrize(
        ("target", "after", "runs"),
        [
            ("registered", "registered", {"dispatch"}),
            ("handling", "handling", {"finish", "assist"}),
            ("replied", "replied", {"tell"}),
            ("told", "replied", {"tell"}),  # told already: owes the newcomer an answer again
        ],
    )
    def test_并入_into_a_matter_that_stands_at(
        self, world: World, target: str, after: str, runs: set[str]
    ) -> None:
        into = at(target, world)
        one = told_the_house(world)
        join(world, one, into)

        assert stage(world, into) == after
        assert stage(world, one) == "joined"
        assert runs <= clocks(into)
        assert clocks(one) == set()
        assert list(differences(calendar_in_force())) == []

    @pytest.mark.parametrize("ended", ["closed", "referred", "joined", "void"])
    def test_并入_into_what_is_over_is_refused(self, world: World, ended: str) -> None:
        into, one = at(ended, world), told_the_house(world)

        with pytest.raises(Refused, match="已经了结"):
            join(world, one, into)

    def test_分开_after_the_other_was_closed(self, world: World) -> None:
        into = at("replied", world)
        one = told_the_house(world)
        join(world, one, into)
        for voice in (into.voice_id, one.voice_id):
            closing.tell(into.matter_id, world.by("何敏"), voice=voice, how="phone", reached=True, now=LATER)
        closing.close(into.matter_id, world.by("何敏"), now=LATER)
        part(world, one)

        assert stage(world, into) == "closed"
        assert stage(world, one) == "registered"
        assert clocks(one) == {"dispatch"}
        assert list(differences(calendar_in_force())) == []

    def test_分开_the_last_one_untold_ends_the_telling(self, world: World) -> None:
        into = at("told", world)
        one = told_the_house(world)
        join(world, one, into)
        part(world, one)

        assert stage(world, into) == "told"
        assert "objection" in clocks(into)
        assert "tell" not in clocks(into)
        assert list(differences(calendar_in_force())) == []

    def test_链_a_into_b_into_c_then_a_is_parted(self, world: World) -> None:
        a, b, c = told_the_house(world), told_the_house(world), told_the_house(world)
        join(world, a, b)
        join(world, b, c)
        assert found(a).matter_id == found(b).matter_id == c.matter_id
        part(world, a)

        assert found(a).matter_id == a.matter_id
        assert found(b).matter_id == c.matter_id
        assert (stage(world, a), stage(world, b), stage(world, c)) == ("registered", "joined", "registered")
        assert list(differences(calendar_in_force())) == []

    def test_反映工作人员的_never_joins_another(self, world: World) -> None:
        about, other = told_the_house(world, about="深新社区"), told_the_house(world)
        for one, into in ((about, other), (other, about)):
            with pytest.raises(Refused, match="不能并在一起"):
                join(world, one, into)

    def test_并入_twice_is_refused(self, world: World) -> None:
        a, b, c = told_the_house(world), told_the_house(world), told_the_house(world)
        join(world, a, b)
        with pytest.raises(Refused, match="已并入"):
            join(world, a, c)

    def test_并入自己_is_refused(self, world: World) -> None:
        one = told_the_house(world)
        with pytest.raises(Refused, match="不能并入自己"):
            join(world, one, one)


@pytest.mark.django_db
class TestForty:
    def test_forty_voices_keep_receipt_answer_and_rating(self, world: World) -> None:
        into = at("handling", world)
        forty = [told_the_house(world, f"第 {n} 位说也塌了") for n in range(40)]
        for one in forty:
            join(world, one, into)
        world.house()
        handling.reply(
            into.matter_id, world.by("郭强"), words=WORDS, outcome="A", promised_on=None, now=LATER
        )
        told, parted = forty[:20], forty[37:]
        for one in told:
            closing.tell(
                into.matter_id, world.by("何敏"), voice=one.voice_id, how="phone", reached=True, now=LATER
            )
        for one in parted:
            part(world, one)
        world.house()
        for one in forty[20:37] + [into]:
            closing.tell(
                into.matter_id, world.by("何敏"), voice=one.voice_id, how="visit", reached=True, now=LATER
            )
        for one in told:
            closing.rate(
                into.matter_id, world.by("何敏"), voice=one.voice_id, reached=True, solved=True, satisfied="yes",
                how="phone", words="", now=LATER,
            )  # fmt: skip

        for one in forty[:37]:
            link = found(one)
            assert (link.matter_id, link.voice_id, link.origin_id) == (
                into.matter_id,
                one.voice_id,
                one.matter_id,
            )
            assert link.told_how == ("phone" if one in told else "visit")
        for one in parted:
            assert (found(one).matter_id, found(one).told_at) == (one.matter_id, None)
        world.house()
        rated = Feedback.objects.filter(matter=into.matter_id).values_list("link__voice_id", flat=True)
        assert sorted(rated) == sorted(one.voice_id for one in told)
        assert stage(world, into) == "told"
        assert list(differences(calendar_in_force())) == []


@pytest.mark.django_db
class TestPages:
    def test_the_likely_ones_stand_in_the_form_with_their_reason(self, world: World, enter: Enter) -> None:
        into, one = told_the_house(world, "14 号楼前的路塌了"), told_the_house(world, "14 号楼前路面塌了一块")
        far = told_the_house(world, "锅炉房冒黑烟", room="深南社区")
        page = text(enter("何敏").get(f"/m/{one.ref}/?do=join"))

        assert f'value="{into.ref}"' in page
        assert "都说到“" in page
        assert f'value="{far.ref}"' not in page
        assert "1 位反映人一起过去，由深新社区告知。" in Drawn(page).text
        assert "同一个地方" in Drawn(page).text

    def test_a_reference_is_forgiven_and_the_page_says_where_it_went(
        self, world: World, enter: Enter
    ) -> None:
        into, one = at("handling", world), told_the_house(world)
        client = enter("何敏")
        typed = into.ref.lower().replace("-", " ")

        assert send(client, one.ref, "join", {"into": typed}).status_code == 303
        page = text(client.get(f"/m/{one.ref}/"))
        assert "并到另一件里一起办了" in page
        assert f'href="/m/{into.ref}/"' in page
        assert "part" in offered(client.get(f"/m/{one.ref}/"))
        assert f'href="/m/{one.ref}/"' in text(client.get(f"/m/{into.ref}/"))

    def test_parting_says_what_comes_back(self, world: World, enter: Enter) -> None:
        into, one = at("handling", world), told_the_house(world)
        join(world, one, into)
        page = text(enter("何敏").get(f"/m/{one.ref}/?do=part"))

        assert f"1 位反映人从 {into.ref} 回到这里" in page

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"into": ""}, "写一下并入哪一件"),
            ({"into": "路塌了"}, "这不像一个编号"),
            ({"into": "LS-2026-999999"}, "没有 LS-2026-999999 这件事"),
        ],
        ids=["nothing", "no reference", "nowhere"],
    )
    def test_what_names_no_matter_is_refused_at_its_place(
        self, world: World, enter: Enter, given: dict[str, str], said: str
    ) -> None:
        one = told_the_house(world)
        answer = send(enter("何敏"), one.ref, "join", given)

        assert answer.status_code == 400
        assert said in text(answer)

    def test_a_matter_out_of_sight_is_not_there(self, world: World, enter: Enter) -> None:
        one, next_door = told_the_house(world), told_the_house(world, room="深南社区")
        answer = send(enter("何敏"), one.ref, "join", {"into": next_door.ref})

        assert answer.status_code == 400
        assert f"没有 {next_door.ref} 这件事" in text(answer)


def with_photo(world: World, *, about: str = "") -> tuple[Receipt, str]:
    """A matter of 深新社区 whose resident sent a photo, and the photo's address."""
    said = replace(world.said("也塌了", about=about), photos=(photo(),))
    receipt = register(said, resident(), now=cast.NOW)
    read_matter(0)
    world.house()
    return receipt, f"/photo/{Attachment.objects.get(voice=receipt.voice_id).name}/"


@pytest.mark.django_db
class TestPhotos:
    """What a resident sent goes with her voice, and comes back with it; what else hangs on the matter stays there."""

    def test_the_lead_sees_it_while_it_is_there(self, world: World, enter: Enter) -> None:
        into, (one, address) = at("handling", world), with_photo(world)
        lead, page = enter("郭强"), f"/m/{into.ref}/"

        def seen() -> tuple[int, bool, bool]:
            shown = f'src="{address}"' in text(lead.get(page))
            return lead.get(address).status_code, shown, self.passes_ours(world, "郭强", address)

        assert seen() == (404, False, False)
        join(world, one, into)
        assert seen() == (200, True, True)
        part(world, one)
        assert seen() == (404, False, False)

    @pytest.mark.parametrize(("name", "status"), [("何敏", 200), ("钱立", 404), ("方圆", 404)])
    def test_joined_it_is_there_for_nobody_else(
        self, world: World, enter: Enter, name: str, status: int
    ) -> None:
        into, (one, address) = at("handling", world), with_photo(world)
        join(world, one, into)

        assert enter(name).get(address).status_code == status

    def test_joined_on_it_goes_along(self, world: World, enter: Enter) -> None:
        into, (one, address) = at("handling", world), with_photo(world)
        between = told_the_house(world)
        join(world, one, between)
        assert enter("郭强").get(address).status_code == 404
        join(world, between, into)
        assert enter("郭强").get(address).status_code == 200
        part(world, one)
        assert enter("郭强").get(address).status_code == 404

    def test_a_photo_of_the_house_stays(self, world: World, enter: Enter) -> None:
        into, one = at("handling", world), told_the_house(world)
        handling.note(
            one.matter_id, world.by("何敏"), words=WORDS, to_resident=True, photos=[photo()], now=cast.NOW
        )
        address = f"/photo/{Attachment.objects.get(matter=one.matter_id).name}/"
        join(world, one, into)

        assert enter("何敏").get(address).status_code == 200
        assert enter("郭强").get(address).status_code == 404
        assert not self.passes_ours(world, "郭强", address)
        assert address not in text(enter("郭强").get(f"/m/{into.ref}/"))

    def test_of_two_things_she_raised_it_goes_with_the_one_it_came_with(
        self, world: World, enter: Enter
    ) -> None:
        into, (one, address) = at("handling", world), with_photo(world)
        second = taking.register_also(
            one.matter_id, world.by("何敏"), voice=one.voice_id, gist="路灯也不亮", now=cast.NOW
        )
        read_matter(0)
        join(world, second, into)
        assert enter("郭强").get(address).status_code == 404
        assert address not in text(enter("郭强").get(f"/m/{into.ref}/"))
        assert not self.passes_ours(world, "郭强", address)
        join(world, one, at("handling", world))
        assert enter("郭强").get(address).status_code == 200
        assert self.passes_ours(world, "郭强", address)

    def passes_ours(self, world: World, name: str, address: str) -> bool:
        """Whether our own filter gives somebody a photo, with row security open to every unit."""
        reader = world.reader(name)
        read_as(unit.pk for unit in world.units.values())
        try:
            access.photo_for(reader, address.split("/")[2])
        except NotThere:
            return False
        return True

    def test_of_what_is_about_a_room_the_room_sees_none(self, world: World, enter: Enter) -> None:
        into = told_the_house(world, "窗口的人态度不好", about="深新社区")
        one, address = with_photo(world, about="深新社区")
        handling.assign(
            into.matter_id, world.by("罗芳"), lead=world.units["区住建局"], assists=[], limit="ordinary", words="", now=cast.NOW
        )  # fmt: skip
        join(world, one, into)
        seen = {
            name: enter(name).get(address).status_code
            for name in ("罗芳", "郭强", "何敏", "林晓", "吴迪", "韩冬")
        }

        assert [name for name, status in seen.items() if status == 200] == ["罗芳", "郭强"]


class TestLikeness:
    """The pure scoring: what counts, and the reason it gives."""

    @pytest.mark.parametrize(
        ("one", "other", "run"),
        [
            ("楼前的路塌了", "路塌了好几天", "路塌了"),
            ("路塌了。孩子绕着走", "路塌了，孩子绕着走", "孩子绕着走"),
            ("路塌了。绕着走", "路塌了。绕着走", "路塌了"),
            ("井盖", "灯不亮", ""),
            ("路", "路", ""),
            ("", "路塌了", ""),
        ],
        ids=["same words", "other punctuation", "punctuation breaks", "nothing", "one character", "empty"],
    )
    def test_the_longest_run_both_say(self, one: str, other: str, run: str) -> None:
        assert shared_run(one, other) == run

    def test_the_same_place_is_called_so_and_a_shared_part_is_named(self) -> None:
        here, there = Told("路塌了", "14 号楼前", 1), Told("灯不亮", "15 号楼后", 1)

        assert [reason.msg for reason in likeness(here, replace(there, place="14 号楼前 ")).reasons] == [
            "同一个地方"
        ]
        assert [reason.msg for reason in likeness(here, there).reasons] == ["地点都有“{shared}”"]

    def test_one_room_alone_is_no_reason(self) -> None:
        assert not likeness(Told("井盖丢了", "", 1), Told("灯不亮", "", 1)).is_enough

    def test_category_and_words_add_up(self) -> None:
        me = Told("路塌了", "14 号楼前", 1, category=3)
        alike, less = Told("路塌了一块", "14 号楼后", 1, category=3), Told("路塌了一块", "", 2)

        assert likeness(me, alike).score > likeness(me, less).score
        assert [reason.msg for reason in likeness(me, less).reasons] == ["都说到“{shared}”"]
