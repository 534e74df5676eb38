"""Each element: no value gets out of its place, words are said, data is left alone."""

from collections.abc import Callable

import pytest
from markupsafe import Markup

from lianxin.kernel.words import Words
from lianxin.ui import blocks, errors, fields, options, qr
from lianxin.ui.blocks import answers, crumbs, done, empty, facts, figure, notice, paragraphs, quote
from lianxin.ui.elements import (
    address,
    attrs,
    badge,
    button,
    icon,
    light,
    link,
    link_button,
    masked,
    phrases,
    ref,
    said,
    shown,
    spoken,
    tag,
    telephone,
    text_button,
)
from lianxin.ui.env import ELEMENTS
from lianxin.ui.languages import say_in
from lianxin.ui.tests.drawing import ZH, Drawn

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</textarea></select></p><iframe src=//x>",
    "--><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;#x27;",
    "\u202egnp.exe 𬭎 👵🏽\x00",
]
say = say_in(ZH)

# Each element with one text in every place that takes text.
EACH: dict[str, Callable[[str], Markup]] = {
    "icon": lambda x: icon(say, x),
    "light": lambda x: light(say, "soon", x),
    "tag": lambda x: tag(say, x),
    "badge": lambda x: badge(say, 3, x),
    "spoken": lambda x: spoken(say, x),
    "button": lambda x: button(say, x, name=x, value=x, form=x, kind="quiet"),
    "text_button": lambda x: text_button(say, x, name=x, value=x, form=x),
    "link_button": lambda x: link_button(say, x, x),
    "link": lambda x: link(say, x, x, about=x),
    "masked": lambda x: masked(say, x),
    "ref": lambda x: ref(say, x, x),
    "telephone": lambda x: telephone(say, x),
    "phrases": lambda x: phrases(say, x),
    "notice": lambda x: notice(say, x, x, inside=x),
    "done": lambda x: done(say, x, x, url=x, label=x),
    "empty": lambda x: empty(say, x, x, inside=x),
    "facts": lambda x: facts(say, [(x, x)]),
    "answers": lambda x: answers(say, [(x, x, x)]),
    "paragraphs": lambda x: paragraphs(say, x),
    "quote": lambda x: quote(say, x),
    "figure": lambda x: figure(say, x, x, x, x, x),
    "cell": lambda x: blocks.cell(say, x, x, x),
    "crumbs": lambda x: crumbs(say, [(x, x), (x, "")]),
    "qr": lambda x: qr.qr(say, "https://example.org/", x),
}
DRAWN_WITH_A_FORM = {f.__name__ for f in (*fields.ALL, *options.ALL, *errors.ALL)}  # in test_fields.py


def test_every_element_is_in_this_file() -> None:
    assert {element.__name__ for element in ELEMENTS} == set(EACH) | DRAWN_WITH_A_FORM


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_changes_the_shape_of_an_element(name: str, text: str) -> None:
    assert Drawn(EACH[name](text)).skeleton == Drawn(EACH[name]("x")).skeleton


@pytest.mark.parametrize("name", EACH)
def test_a_value_inside_words_is_escaped_too(name: str) -> None:
    try:
        drawn = EACH[name](Words.of("{x}", x=HOSTILE[1]))  # type: ignore[arg-type]  # places for data refuse it below
    except (TypeError, AttributeError):
        return
    assert "<img" not in drawn


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", " java\nscript:x", "\x01javascript:x", "data:text/html,x"]
)
def test_an_address_never_runs_anything(text: str) -> None:
    assert address(text) == "#"


@pytest.mark.parametrize("text", ["/m/LS-2026-000137/", "?lang=en&a=b", "#main", "tel:110", "/a:b/"])
def test_an_ordinary_address_stays(text: str) -> None:
    assert Markup(address(text)).unescape() == text


def test_labels_are_said_and_data_is_not() -> None:
    def speak(words: Words | str) -> str:
        return "Being handled" if words == "在办" else "said"

    assert said(speak, "在办") == "Being handled"
    assert shown(speak, "在办") == "在办"
    assert shown(speak, Words.of("在办")) == "said"


def test_attributes_leave_out_what_is_empty_and_keep_nought() -> None:
    assert attrs(a=None, b=False, c="", d=True, e=0, aria_label="x", class_="y") == (
        ' d e="0" aria-label="x" class="y"'
    )


def test_a_stopped_light_has_no_colour() -> None:
    assert Drawn(light(say, "late", "x")).classes == {"light", "light-late", "ico"}
    assert (
        Drawn(light(say, "stop", "x")).classes == Drawn(light(say, "done", "x")).classes == {"light", "ico"}
    )


def test_the_plain_button_is_the_red_one() -> None:
    assert Drawn(button(say, "交上去")).classes == {"btn"}
    assert Drawn(button(say, "退回", kind="danger")).classes == {"btn", "btn-danger"}


def test_an_unknown_fact_says_so_and_an_absent_one_is_left_out() -> None:
    assert Drawn(facts(say, [("地址", ""), ("电话", None)])).text == "地址没有记"


def test_typed_lines_become_paragraphs() -> None:
    assert paragraphs(say, "一\r\n\n  二 \n") == "<p>一</p><p>二</p>"


def test_a_heading_breaks_between_phrases_only() -> None:
    assert [p for p in phrases(say, "楼前路面塌陷，雨天积水").split("</span>") if p] == [
        '<span class="ph">楼前路面塌陷，',
        '<span class="ph">雨天积水',
    ]


def test_a_heading_without_chinese_breaks_at_its_spaces() -> None:
    assert phrases(say, "The road sank, say it") == "The road sank, say it"


def test_what_is_only_heard_stands_apart_from_what_is_seen() -> None:
    assert Drawn(link(say, "修改", "/x/", "电话")).text == "修改 电话"
    assert Drawn(badge(say, 3, "新动态")).text == "3 新动态"
    assert Drawn(answers(say, [("电话", "x", "/x/")])).text == "电话x修改 电话"


def test_a_telephone_is_dialled_by_its_digits() -> None:
    assert Drawn(telephone(say, "0412-000 0168")).all("a")[0]["href"] == "tel:04120000168"


def test_the_last_crumb_is_this_page() -> None:
    drawn = Drawn(crumbs(say, [("立山区", "/"), ("查我的事", "")]))
    assert [("aria-current" in attrs) for attrs in drawn.all("li")] == [False, True]
    assert len(drawn.all("a")) == 1


def test_a_code_to_scan_is_small_and_has_its_quiet_zone() -> None:
    drawn = Drawn(qr.qr(say, "http://localhost:8000/track/?no=LS-2026-000137"))
    left, top, width, height = (int(n) for n in (drawn.all("svg")[0]["viewbox"] or "").split())
    assert (left, top) == (-4, -4)
    assert width == height <= 33 + 8
    assert drawn.all("svg")[0]["aria-label"]
