"""The base pages: complete, strict, readable by anybody, light."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from lianxin.ui.env import environment, one_line, warm
from lianxin.ui.frame import Frame
from lianxin.ui.languages import LANGS
from lianxin.ui.pieces import ErrorPage
from lianxin.ui.render import draw as draw_page
from lianxin.ui.tests.drawing import EN, PUBLIC, STAFF, ZH, Drawn, draw

STATIC = Path(__file__).parent.parent / "static" / "lianxin"
PAGE = ErrorPage("没有这一页", ("也许网址写错了。",), ref="r-1")


def pages() -> Iterator[tuple[Frame, str]]:
    for frame in (PUBLIC, STAFF):
        for lang in LANGS:
            spoken = replace(frame, lang=lang)
            yield spoken, draw_page(spoken, "ui/error.html", page=PAGE, csrf="")


def test_every_template_of_every_slice_compiles_in_every_language() -> None:
    names = environment(ZH, 2026).list_templates()
    assert warm(2026) == len([name for name in names if name.endswith(".html")]) * 2


def test_every_template_begins_by_saying_what_it_draws() -> None:
    env = environment(ZH)
    assert env.loader is not None
    names = [name for name in env.list_templates() if name.endswith(".html")]
    assert [name for name in names if not env.loader.get_source(env, name)[0].startswith("{# ")] == []


def test_an_unknown_name_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        draw("{{ page.nmae }}", page=PAGE)


def test_what_a_page_shows_is_escaped() -> None:
    assert draw("{{ page }}", page="<b>&") == "&lt;b&gt;&amp;"


def test_base_pages_name_their_language_and_register() -> None:
    for frame, html in pages():
        (root,) = Drawn(html).all("html")
        assert root == {"lang": frame.lang, "data-register": frame.register}


def test_base_pages_have_one_heading_and_one_main() -> None:
    for _, html in pages():
        assert len(Drawn(html).all("h1")) == len(Drawn(html).all("main")) == 1


def test_base_pages_hold_no_inline_style_or_script() -> None:
    for _, html in pages():
        drawn = Drawn(html)
        assert not drawn.all("style")
        assert not drawn.all("script")
        names = {name for _, attrs in drawn.tags for name in attrs}
        assert not {name for name in names if name == "style" or name.startswith("on")}


def test_base_pages_ask_nobody_else_for_anything() -> None:
    for _, html in pages():
        drawn = Drawn(html)
        addresses = [attrs.get("href") or attrs.get("src") or "" for _, attrs in drawn.tags]
        assert [a for a in addresses if "//" in a] == []


def test_one_red_button_at_most() -> None:
    for _, html in pages():
        red = [attrs for _, attrs in Drawn(html).tags if attrs.get("class") == "btn"]
        assert len(red) == 1


def test_every_shape_that_is_used_is_in_the_sprite() -> None:
    for _, html in pages():
        drawn = Drawn(html)
        shapes = {f"#{attrs['id']}" for attrs in drawn.all("symbol")}
        assert {attrs["href"] for attrs in drawn.all("use")} <= shapes


def test_skip_link_leads_to_main() -> None:
    for _, html in pages():
        drawn = Drawn(html)
        assert {"class": "skip", "href": "#main"} in drawn.all("a")
        assert drawn.all("main")[0]["id"] == "main"


def test_every_field_of_the_frame_has_its_own_label() -> None:
    drawn = Drawn(draw_page(STAFF, "ui/error.html", page=PAGE, csrf=""))
    labelled = {attrs["for"] for attrs in drawn.all("label")}
    assert {attrs["id"] for attrs in drawn.all("select")} == labelled


def test_the_language_switch_keeps_the_page() -> None:
    assert PUBLIC.switch_url == "/r/shenxin/?step=2&lang=en"
    assert replace(PUBLIC, lang=EN, path="/?lang=en").switch_url == "/?lang=zh-Hans"


def test_signing_out_and_changing_post_are_posted() -> None:
    drawn = Drawn(draw_page(STAFF, "ui/error.html", page=PAGE, csrf=""))
    assert {(a["action"], a["method"]) for a in drawn.all("form")} == {
        ("/act/", "post"),
        ("/sign-out/", "post"),
    }


def test_somebody_with_one_post_is_not_asked_to_choose() -> None:
    drawn = Drawn(draw_page(replace(STAFF, posts=STAFF.posts[:1]), "ui/error.html", page=PAGE, csrf=""))
    assert not drawn.all("select")
    assert "区督办" in drawn.text


def test_an_error_page_gives_the_hotline_and_what_to_quote() -> None:
    text = Drawn(draw_page(STAFF, "ui/error.html", page=PAGE, csrf="")).text
    assert "0412-000 0168" in text
    assert "r-1" in text


def test_the_foot_names_whom_to_call_in_danger() -> None:
    text = Drawn(draw_page(PUBLIC, "ui/error.html", page=PAGE, csrf="")).text
    assert all(number in text for number in ("110", "119", "120"))


def test_a_signed_out_staff_page_draws() -> None:
    drawn = Drawn(draw_page(Frame(register="staff"), "ui/error.html", page=PAGE, csrf=""))
    assert not drawn.all("form")


def test_public_frame_and_styles_leave_room_in_60_kilobytes() -> None:
    styles = sum(
        (STATIC / name).stat().st_size for name in ("tokens.css", "elements.css", "print.css", "favicon.svg")
    )
    page = len(draw_page(PUBLIC, "ui/error.html", page=PAGE, csrf="").encode())
    assert styles + page < 40_000


def test_lines_of_one_message_join_as_chinese_is_written() -> None:
    assert one_line("\n  先说清楚，\n  下一步再留电话。\n") == "先说清楚，下一步再留电话。"
    assert one_line("open\n  the door") == "open the door"


def test_only_who_holds_several_posts_chooses_among_them() -> None:
    several = draw_page(STAFF, "ui/error.html", page=PAGE, csrf="")
    one = draw_page(replace(STAFF, posts=STAFF.posts[:1]), "ui/error.html", page=PAGE, csrf="")

    assert 'id="act-as"' in several
    assert "区督办" in one
    assert 'id="act-as"' not in one
