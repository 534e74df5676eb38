"""The style sheets know every class that is drawn, and old browsers know the style sheets."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from lianxin.ui.env import bare_environment, environment
from lianxin.ui.tests.drawing import ZH, Drawn
from lianxin.ui.tests.test_elements import EACH
from lianxin.ui.tests.test_fields import FORM_ELEMENTS

STATIC = Path(__file__).parent.parent / "static" / "lianxin"
SHEETS = {
    name: (STATIC / f"{name}.css").read_text(encoding="utf-8")
    for name in ("elements", "staff", "print", "paper")
}
BARE = {name: re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) for name, text in SHEETS.items()}
KNOWN = set(re.findall(r"\.([a-z][\w-]*)", "".join(BARE.values())))
CLASS = re.compile(r'class="([^"]*)"')


def classes_in_templates() -> Iterator[str]:
    """Classes written in any slice's templates; parts that are worked out are left aside."""
    env = environment(ZH)
    assert env.loader is not None
    for name in env.list_templates(filter_func=lambda name: name.endswith(".html")):
        tree = bare_environment().parse(env.loader.get_source(env, name)[0])
        text = "".join(data.data for data in tree.find_all(nodes.TemplateData))
        yield from (word for group in CLASS.findall(text) for word in group.split())


@pytest.mark.parametrize("name", EACH)
def test_the_style_sheets_know_the_classes_of_an_element(name: str) -> None:
    assert Drawn(EACH[name]("x")).classes - {"x"} <= KNOWN


@pytest.mark.parametrize("name", FORM_ELEMENTS)
def test_the_style_sheets_know_the_classes_of_a_field(name: str) -> None:
    assert Drawn(FORM_ELEMENTS[name]("x")).classes <= KNOWN


def test_the_style_sheets_know_the_classes_of_every_template() -> None:
    unknown = {name for name in classes_in_templates() if not name.endswith("-")} - KNOWN
    assert unknown == set()


@pytest.mark.parametrize("name", BARE)
@pytest.mark.parametrize(
    "new", [":is(", ":where(", "-inline:", "-block:", ":not(.off,", "inset:", "@layer", "&"]
)
def test_a_browser_of_2020_understands_the_sheet(name: str, new: str) -> None:
    """Chromium 80 drops a rule or declaration it does not know; these would take the layout with them."""
    assert new not in BARE[name].replace("@supports not (inset:0)", "")


@pytest.mark.parametrize("name", BARE)
def test_a_selector_that_may_be_unknown_stands_alone(name: str) -> None:
    """One unknown selector in a list drops the whole rule, so `:has` never shares one with others."""
    lists = re.findall(r"([^{}]+)\{", BARE[name])
    shared = [s.strip() for s in lists if ":has(" in s and not all(":has(" in part for part in s.split(","))]
    assert shared == []


@pytest.mark.parametrize("name", [*BARE, "tokens"])
def test_the_sheets_ask_nobody_else_for_anything(name: str) -> None:
    text = (STATIC / f"{name}.css").read_text(encoding="utf-8")
    assert "url(" not in text
    assert "@import" not in text
