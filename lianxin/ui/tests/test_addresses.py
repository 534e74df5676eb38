"""Addresses: the same as Django's reverse, only sooner."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from lianxin.ui.addresses import url

pytestmark = pytest.mark.usefixtures("routes")


@pytest.fixture
def routes() -> object:
    with override_settings(ROOT_URLCONF="lianxin.ui.tests.routes"):
        yield


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("home", ()),
        ("room", ("shen-xin",)),
        ("room", ("深新 社区",)),
        ("room", ('"><script>',)),
        ("room", ("100%",)),
        ("pair", (3, "a/b?c#d")),
        ("matters:matter", ("LS-2026-000137",)),
        ("matters:matter", ()),
    ],
)
def test_an_address_is_what_reverse_gives(name: str, args: tuple[object, ...]) -> None:
    assert url(name, *args) == reverse(name, args=args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("nowhere", ()),
        ("nobody:matter", ("x",)),
        ("room", ()),
        ("room", ("a/b",)),
        ("pair", ("x", "y")),
        ("matters:matter", ("not a slug",)),
    ],
)
def test_what_fits_no_route_raises(name: str, args: tuple[object, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        url(name, *args)
