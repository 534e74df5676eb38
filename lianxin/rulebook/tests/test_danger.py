"""Words that name a danger, in the table that is shipped."""

from datetime import date

import pytest

from lianxin.rulebook.danger import Danger, danger_in, dangers_in
from lianxin.rulebook.packs import pack_on

DANGERS = pack_on(date(2026, 11, 24)).danger_words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("楼道里一股煤气味", ("gas",), id="煤气"),
        pytest.param("楼道里一股煤 气 味", ("gas",), id="字间有空格"),
        pytest.param("煤\n气漏了", ("gas",), id="折行"),
        pytest.param("电线杆漏电，怕孩子触电", ("electric",), id="触电"),
        pytest.param("他说要轻生", ("life",), id="轻生"),
        pytest.param("对门着火了，有人被困", ("fire", "trapped"), id="两类，按表的次序"),
        pytest.param("煤气费怎么交", (), id="煤气费不是险情"),
        pytest.param("交煤气费时闻到煤气味", ("gas",), id="煤气费旁边真有煤气"),
        pytest.param("看着火车站广场", (), id="火车站不是着火"),
        pytest.param("装漏电保护", (), id="漏电保护不是漏电"),
        pytest.param("楼前路面塌陷", (), id="路面塌陷照平常办"),
        pytest.param("暖气不热", (), id="平常的话"),
        pytest.param("", (), id="没有话"),
    ],
)
def test_a_danger_is_read_off_the_word_table(text: str, keys: tuple[str, ...]) -> None:
    assert danger_in(text, DANGERS) == keys


def test_a_danger_says_whom_to_call() -> None:
    (gas,) = dangers_in("煤气泄漏", DANGERS)

    assert (gas.label, gas.call) == ("燃气", ("119", "120"))


def test_no_table_names_no_danger() -> None:
    assert danger_in("煤气", ()) == ()


def test_taking_a_harmless_word_out_joins_nothing() -> None:
    assert danger_in("煤煤气费气", DANGERS) == ()


@pytest.mark.parametrize("danger", DANGERS, ids=lambda danger: danger.label)
def test_no_harmless_word_is_without_effect(danger: Danger) -> None:
    assert [word for word in danger.harmless if not any(named in word for named in danger.words)] == []
