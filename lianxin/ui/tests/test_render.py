"""From a page value to an answer: headers, the token, no query."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings


@pytest.fixture
def visitor() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="lianxin.ui.tests.routes", MIDDLEWARE=[]):
        yield Client()


def test_a_page_is_html_in_utf_8(visitor: Client) -> None:
    answer = visitor.get("/")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "立山区" in answer.content.decode()


def test_public_pages_may_be_kept_and_private_ones_not(visitor: Client) -> None:
    assert "Cache-Control" not in visitor.get("/")
    assert visitor.get("/?private")["Cache-Control"] == "no-store"


def test_staff_pages_are_never_kept(visitor: Client) -> None:
    answer = visitor.get("/staff/")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


def test_the_token_is_made_only_for_a_page_with_a_form(visitor: Client) -> None:
    with override_settings(MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]):
        assert not visitor.get("/").cookies
        answer = visitor.get("/staff/")
    assert answer.cookies
    assert answer.content.count(b'name="csrfmiddlewaretoken"') == 2
