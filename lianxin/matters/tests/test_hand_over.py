"""交接: what a leaver holds goes to another of the unit by one press, row by row, with a sheet to sign."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from lianxin.matters import handover
from lianxin.matters.actions import closing, handling, taking
from lianxin.matters.by import acting
from lianxin.matters.models import Step
from lianxin.people import access, actions
from tests import world as cast
from tests.budget import spent
from tests.seen import Seen
from tests.telling import tell_news
from tests.world import World

pytestmark = pytest.mark.django_db

Enter = Callable[[str], Client]
TODAY = cast.NOW.date()


def heard(world: World, words: str = cast.SUNK_ROAD) -> str:
    """A matter that 何敏 heard at her desk."""
    said = world.said(words, channel="visit")
    receipt = taking.register(said, world.by("何敏"), now=cast.NOW)
    access.read_matter(0)
    return receipt.ref


def noted(world: World, *, about: str = "") -> str:
    """A matter that came by the page and that 何敏 (about a room: 罗芳) made a note on."""
    receipt = world.tell_the_house(about=about)
    world.house()
    by = world.by("罗芳" if about else "何敏")
    handling.note(receipt.matter_id, by, words="看过现场", to_resident=False, now=cast.NOW)
    return receipt.ref


def dictated(world: World) -> str:
    """A matter on which 何敏 wrote in the name of 林晓."""
    receipt = world.tell_the_house()
    world.house()
    by = acting(access.post_view(world.posts["何敏"]), in_name_of=world.posts["林晓"].pk)
    handling.note(receipt.matter_id, by, words="代表看过", to_resident=False, now=cast.NOW)
    return receipt.ref


def address(world: World, name: str) -> str:
    return f"/people/{world.person(name).pk}/hand-over/"


def page(client: Client, world: World, name: str) -> Seen:
    answer = client.get(address(world, name))
    assert answer.status_code == 200
    return Seen(answer.content.decode())


def listed(client: Client, world: World, name: str) -> set[str]:
    found = page(client, world, name)
    return {row[2] for row in found.rows if len(row) == 5 and row[2].startswith("LS-")}


def press(client: Client, world: World, name: str, to: str) -> Seen:
    form = page(client, world, name).form("交过去")
    sent = {**form.standing(), "to": world.posts[to].pk}
    answer = client.post(address(world, name), sent, follow=True)
    assert answer.status_code == 200
    return Seen(answer.content.decode())


class TestWhatIsHeld:
    def test_what_she_heard_wrote_or_had_written_in_her_name(self, world: World, enter: Enter) -> None:
        world.tell_the_house()  # nobody has done anything with this one
        own, mine = {heard(world), noted(world)}, dictated(world)

        assert listed(enter("何敏"), world, "何敏") == {*own, mine}
        assert listed(enter("何敏"), world, "林晓") == {mine}
        assert listed(enter("罗芳"), world, "何敏") == {*own, mine}

    def test_what_is_over_is_not(self, world: World, enter: Enter) -> None:
        ref = noted(world)
        step = Step.objects.get(matter__ref=ref, verb="note")
        world.house()
        taking.answer_on_spot(
            step.matter_id, world.by("何敏"), words="讲清楚了", outcome="D", told={}, now=cast.NOW
        )
        links = step.matter.links.get()
        closing.tell(
            step.matter_id, world.by("何敏"), voice=links.voice_id, how="phone", reached=True, now=cast.NOW
        )
        closing.close(step.matter_id, world.by("何敏"), now=cast.NOW)

        assert listed(enter("何敏"), world, "何敏") == set()
        assert "手上没有没办结的事" in page(enter("何敏"), world, "何敏").words

    def test_a_liaison_finds_nothing_of_what_is_about_her_room(self, world: World, enter: Enter) -> None:
        about = noted(world, about="深新社区")

        assert about in listed(enter("白川"), world, "罗芳")
        assert enter("何敏").get(address(world, "罗芳")).status_code == 404

    @pytest.mark.parametrize(
        "pair", ["吴迪 何敏", "何敏 吴迪", "林晓 何敏", "林晓 林晓", "钱立 何敏", "方圆 郭强", "韩冬 何敏"]
    )
    def test_others_find_no_such_page(self, world: World, enter: Enter, pair: str) -> None:
        who, whose = pair.split()
        heard(world)

        assert enter(who).get(address(world, whose)).status_code == 404

    def test_drafts_are_a_number(self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(handover, "_drafts", [lambda post: 3 if post == world.posts["何敏"].pk else 0])

        assert "另有 3 份登记了一半的草稿" in page(enter("何敏"), world, "何敏").words


class TestHandingOver:
    def test_one_press_all_go_and_the_receiver_hears_of_each(self, world: World, enter: Enter) -> None:
        refs = {heard(world), noted(world)}

        sheet = press(enter("罗芳"), world, "何敏", "林晓")

        assert sheet.heading == "交接单"
        assert sheet.facts["交出的人"] == "何敏，联络员"
        assert sheet.facts["接手的人"] == "林晓，代表"
        assert sheet.facts["谁办的交接"] == "罗芳"
        assert {row[0] for row in sheet.rows if row[0].startswith("LS-")} == refs
        assert "接手的人签字" in sheet.words
        assert any(said == "接着结束这个岗位" for said, _ in sheet.links)
        assert listed(enter("罗芳"), world, "何敏") == set()
        assert listed(enter("罗芳"), world, "林晓") == refs
        tell_news(world, "hand_over")
        news = enter("林晓").get("/new/").content.decode()
        assert news.count("把何敏手上的这件事交给林晓") == 2

    def test_only_what_is_ticked(self, world: World, enter: Enter) -> None:
        one, other = heard(world), noted(world)
        client = enter("何敏")
        client.post(address(world, "何敏"), {"to": world.posts["林晓"].pk, "matter": [one]})

        assert listed(client, world, "何敏") == {other}

    def test_what_she_does_afterwards_is_hers_again(self, world: World, enter: Enter) -> None:
        ref = noted(world)
        press(enter("何敏"), world, "何敏", "林晓")
        world.house()
        pk = Step.objects.filter(matter__ref=ref).first().matter_id  # type: ignore[union-attr]
        handling.note(pk, world.by("何敏"), words="还来过", to_resident=False, now=cast.NOW)

        assert listed(enter("何敏"), world, "何敏") == {ref}

    def test_one_that_is_refused_keeps_back_no_other_and_says_why(self, world: World, enter: Enter) -> None:
        """区住建局 leads one and only assists the other: its handler hands over the first alone."""
        actions.add_post(
            actions.add_person("丁一", "dingyi"), "handler", world.units["区住建局"], since=cast.SINCE
        )
        world.posts["丁一"] = world.units["区住建局"].posts.get(person__name="丁一")
        led, assisted = given(world, "区住建局", ()), given(world, "区城管局", ("区住建局",))

        after = press(enter("郭强"), world, "郭强", "丁一")

        assert "交过去 1 件" in after.words
        refused = [row for row in after.rows if assisted in row]
        assert refused
        assert "\n" in refused[0][1], "the sentence stands beside the row"
        assert led not in {row[2] for row in after.rows if len(row) == 5}

    def test_pressed_twice_it_is_handed_over_once(self, world: World, enter: Enter) -> None:
        ref, client = noted(world), enter("何敏")
        sent = {"to": world.posts["林晓"].pk, "matter": [ref]}
        for _ in range(2):
            answer = client.post(address(world, "何敏"), sent)

        assert answer.status_code == 200
        world.house()
        assert Step.objects.filter(matter__ref=ref, verb="hand_over").count() == 1

    @pytest.mark.parametrize("to", ["", "吴迪", "何敏"])
    def test_only_to_another_of_the_unit(self, world: World, enter: Enter, to: str) -> None:
        ref = noted(world)
        sent = {"to": world.posts[to].pk if to else "", "matter": [ref]}

        assert "选一下交给谁" in enter("何敏").post(address(world, "何敏"), sent).content.decode()

    def test_the_sheet_is_for_both_and_shows_only_what_its_reader_sees(
        self, world: World, enter: Enter
    ) -> None:
        ref = noted(world)
        press(enter("何敏"), world, "何敏", "林晓")
        sheet = f"/hand-over/{world.posts['何敏'].pk}/{world.posts['林晓'].pk}/2026-06-05/"

        assert ref in enter("林晓").get(sheet).content.decode()
        assert enter("钱立").get(sheet).status_code == 404
        for day in ("-04/", "-06/"):
            assert ref not in enter("何敏").get(sheet.replace("-05/", day)).content.decode()

    def test_without_row_security_our_own_filter_still_holds(self, world: World, enter: Enter) -> None:
        noted(world)
        press(enter("何敏"), world, "何敏", "林晓")
        blind = replace(world.reader("何敏"), units=())
        giver, taker = world.posts["何敏"], world.posts["林晓"]
        world.house()

        assert handover.held_by(blind, taker) == []
        assert handover.handed_over(blind, giver, taker, TODAY) == []
        assert len(handover.held_by(world.reader("何敏"), taker)) == 1

    def test_after_the_post_has_ended_it_can_still_be_done(self, world: World, enter: Enter) -> None:
        ref = noted(world)
        actions.end_post(world.posts["何敏"], until=TODAY)

        assert listed(enter("罗芳"), world, "何敏") == {ref}


def test_ten_more_cost_the_page_nothing(world: World, enter: Enter) -> None:
    heard(world)
    client = enter("何敏")
    before = spent(client, address(world, "何敏"))
    for _ in range(10):
        heard(world)
        noted(world)

    assert spent(client, address(world, "何敏")) == before == 4


def given(world: World, lead: str, assists: tuple[str, ...]) -> str:
    """In the hands of a unit, with a word by 郭强."""
    begun = cast.NOW - datetime.timedelta(hours=1)
    receipt = world.tell_the_house(now=begun)
    world.house()
    for name in ("何敏", "吴迪"):
        handling.send_up(receipt.matter_id, world.by(name), words="修不了", now=begun)
    handling.assign(
        receipt.matter_id, world.by("罗芳"), lead=world.units[lead], assists=[world.units[name] for name in assists],
        limit="ordinary", words="", now=begun,
    )  # fmt: skip
    handling.note(receipt.matter_id, world.by("郭强"), words="看过", to_resident=False, now=begun)
    return receipt.ref
