"""Forms of paper: numbers that notice a slip of the pen, keys reserved for ever, typed in twice made once."""

from __future__ import annotations

import re

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from lianxin.intake.blanks import id_in, number_of
from lianxin.intake.models import Blank, DeskDraft
from lianxin.intake.tests.filling import errors_in, held, text_of
from lianxin.kernel.days import local
from lianxin.matters.models import Clock, Matter, Step, Voice
from tests import world as cast
from tests.world import World


class TestNumbers:
    @pytest.mark.parametrize("pk", [1, 9, 10, 123456, 1234567, 98])
    def test_a_printed_number_is_read_back_however_it_is_typed(self, pk: int) -> None:
        number = number_of(pk)

        for typed in (
            number,
            number.replace("-", ""),
            f" {number} ",
            number.replace("-", "－"),
            number.lstrip("0"),
        ):
            assert id_in(typed) == pk, typed

    def test_every_single_wrong_digit_is_noticed(self) -> None:
        number = number_of(20417).replace("-", "")

        for place in range(len(number)):
            for digit in set("0123456789") - {number[place]}:
                assert id_in(number[:place] + digit + number[place + 1 :]) != 20417
                assert id_in(number[:place] + digit + number[place + 1 :]) == 0

    @pytest.mark.parametrize("typed", ["", "-", "0", "00", "abc", "１２", "9" * 40, "\x00", "000000-0"])
    def test_what_is_no_number_is_none(self, typed: str) -> None:
        assert id_in(typed) == 0


def at_desk(world: World, name: str) -> Client:
    """Somebody signed in."""
    client = Client()
    client.force_login(world.person(name))
    return client


@pytest.mark.django_db
class TestPrinting:
    def test_each_form_has_its_number_and_its_room(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        address = hemin.post("/desk/paper/", {"count": "3"})["Location"]
        page = text_of(hemin.get(address))

        numbers = [number_of(pk) for pk in Blank.objects.order_by("pk").values_list("pk", flat=True)]
        assert re.findall(r'paper-no num">([^<]+)<', page) == numbers
        assert page.count("撕给反映人") == 3
        assert "0412-000 0168" in page
        assert Blank.objects.count() == 3, "opening the forms again reserves nothing"

    def test_the_page_says_how_many_were_printed_and_typed_in(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        assert "还没有印过" in text_of(hemin.get("/desk/paper/"))
        hemin.post("/desk/paper/", {"count": "2"})

        assert "还没有印过" not in text_of(hemin.get("/desk/paper/"))

    @pytest.mark.parametrize("count", ["", "0", "-1", "51", "一", "9" * 30, "1.5"])
    def test_a_number_that_makes_no_sense_prints_nothing(self, world: World, count: str) -> None:
        answer = at_desk(world, "何敏").post("/desk/paper/", {"count": count})

        assert answer.status_code == 200
        assert errors_in(answer)
        assert not Blank.objects.exists()

    def test_the_room_next_door_finds_no_such_forms(self, world: World) -> None:
        address = at_desk(world, "何敏").post("/desk/paper/", {"count": "1"})["Location"]

        assert at_desk(world, "钱立").get(address).status_code == 404
        assert at_desk(world, "罗芳").get("/desk/paper/").status_code == 404


@pytest.mark.django_db
class TestTypingIn:
    """补录: what was written on paper on Wednesday is typed in on Friday."""

    SAID = {
        "happened_at": "2026-06-03 16:30",
        "late_because": "停电，用纸记的",
        "words": "楼道灯不亮",
        "channel": "visit",
    }

    def printed(self, client: Client, count: int = 1) -> list[str]:
        """The numbers of forms printed now."""
        client.post("/desk/paper/", {"count": str(count)})
        return [number_of(pk) for pk in Blank.objects.order_by("-pk").values_list("pk", flat=True)[:count]]

    def typed(self, client: Client, number: str, **more: str) -> tuple[str, HttpResponseBase]:
        """The desk's form sent with this number; its key and the answer."""
        key = held(client.get("/desk/"), "key")
        return key, client.post("/desk/", {"key": key, "blank": number, **self.SAID, **more})

    def test_clocks_run_from_when_they_should(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        self.typed(hemin, self.printed(hemin)[0])

        world.house()
        matter, step, voice = Matter.objects.get(), Step.objects.get(verb="register"), Voice.objects.get()
        assert local(step.happened_at).isoformat() == "2026-06-03T16:30:00+08:00"
        assert step.happened_at < step.written_at
        assert local(matter.received_at).date().isoformat() == "2026-06-03", (
            "the finish clock counts from then"
        )
        assert voice.promised_on.isoformat() == "2026-06-25", (
            "15 workdays after Wednesday, 19 June being a holiday"
        )
        clock = Clock.objects.get(kind="dispatch")
        assert clock.starts_at == step.written_at, "passing on counts from now"
        assert voice.intake_key == Blank.objects.get().key

    def test_the_page_of_the_matter_says_it_was_written_later_and_why(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        self.typed(hemin, self.printed(hemin)[0])
        world.house()
        page = text_of(hemin.get(f"/m/{Matter.objects.get().ref}/"))

        assert "是补录的" in page
        assert "停电，用纸记的" in page

    def test_typed_in_twice_is_one_matter_and_names_it(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        number = self.printed(hemin)[0]
        key, first = self.typed(hemin, number)
        again = hemin.post("/desk/", {"key": key, "blank": number, **self.SAID})
        _, other = self.typed(hemin, number, words="又抄了一遍")

        world.house()
        ref = Matter.objects.get().ref
        assert first["Location"] == again["Location"], "the same press twice shows the same slip"
        assert any(ref in said for _, said in errors_in(other))
        assert "又抄了一遍" in text_of(other)
        assert hemin.get(first["Location"]).status_code == 200

    def test_nothing_stays_behind_as_a_draft(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        number = self.printed(hemin)[0]
        key, _ = self.typed(hemin, number)
        hemin.post("/desk/keep/", {"key": key, "words": "楼道灯不亮"}, headers={"x-autosave": "1"})

        assert not DeskDraft.objects.exists()

    @pytest.mark.parametrize("number", ["000001-1", "abc", "000099-9"])
    def test_a_number_nobody_printed_is_pointed_out(self, world: World, number: str) -> None:
        _, answer = self.typed(at_desk(world, "何敏"), number)

        assert [field for field, _ in errors_in(answer)] == ["id_blank"]
        world.house()
        assert not Matter.objects.exists()

    def test_a_form_of_the_room_next_door_is_not_taken(self, world: World) -> None:
        number = self.printed(at_desk(world, "钱立"))[0]

        assert errors_in(self.typed(at_desk(world, "何敏"), number)[1])

    @pytest.mark.parametrize("when", ["2026-06-09 10:00", "1899-01-01 10:00", "2006-06-03 16:30"])
    def test_a_time_that_cannot_be_is_refused(self, world: World, when: str) -> None:
        hemin = at_desk(world, "何敏")
        answer = self.typed(hemin, self.printed(hemin)[0], happened_at=when)[1]

        assert errors_in(answer)
        assert Blank.objects.get().typed_at is None

    def test_the_printed_page_counts_what_was_typed_in(self, world: World) -> None:
        hemin = at_desk(world, "何敏")
        self.typed(hemin, self.printed(hemin, 2)[0])

        assert re.search(r">2</td>.*?>1</td>", text_of(hemin.get("/desk/paper/")), re.S)
        assert cast.NOW.date().isoformat() == "2026-06-05"
