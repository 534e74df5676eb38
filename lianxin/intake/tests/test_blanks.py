"""Forms of paper: numbers that notice a slip of the pen, keys reserved for ever, typed in twice made once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lianxin.intake.blanks import id_in, number_of
from lianxin.intake.models import Blank
from lianxin.intake.tests.filling import errors_in, text_of
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
