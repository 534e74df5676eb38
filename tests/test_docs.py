"""What the documents say is on the screen is on the screen."""

import re

import pytest

from lianxin.site.demo.house import told
from lianxin.site.environment import CHECKOUT
from lianxin.ui.languages import po_path, translations_in

WALK = CHECKOUT / "docs" / "walk.md"
NOT_CATALOGUED = {"English"}  # the switch says itself in its own language


@pytest.fixture(scope="module")
def walk() -> str:
    """The walk as a reader has it, line breaks forgotten."""
    return " ".join(WALK.read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def labels() -> set[str]:
    """Every text of the product that is said in two languages: labels, buttons, headings, verbs."""
    return {" ".join(msgid.split()) for msgid in translations_in(po_path("en"))}


def test_every_label_of_the_walk_is_on_a_page(walk: str, labels: set[str]) -> None:
    named = set(re.findall(r"\*\*(.+?)\*\*", walk)) - NOT_CATALOGUED - {"bold"}

    assert len(named) > 40
    assert named - labels == set()


def test_whoever_signs_in_on_the_walk_can(walk: str) -> None:
    shown = {login for login, _ in told("house.toml")["shown"]}

    assert {login for login in shown if f"`{login}`" in walk} >= {
        "hemin",
        "wudi",
        "luofang",
        "guoqiang",
        "tianye",
    }
    everybody = {login for _, login, _, _ in told("house.toml")["people"]}
    assert {login for login in everybody if f"`{login}`" in walk} <= shown


def test_every_unit_and_room_of_the_walk_stands(walk: str) -> None:
    units = told("house.toml")["departments"] + [room[0] for room in told("house.toml")["rooms"]]
    streets = [street["name"] for street in told("places.toml")["subdistricts"]]

    named = set(re.findall(r"\w{1,6}(?:社区|街道|局)(?![一-鿿])", walk))
    assert named
    assert {name for name in named if not any(name.endswith(unit) for unit in (*units, *streets))} == set()
