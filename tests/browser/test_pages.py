"""Every page in a real browser: nothing sticks out, is cut off, weighs too much, breaks a rule of axe or the content policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import pages
from tests.browser.conftest import PHONE, Visit
from tests.browser.hands import BrowserVisitor
from tests.browser.pages import Tour
from tests.look_findings import PUBLIC_BYTES, Watch, findings, measured
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW, WIDE, REQUESTS = 320, 1366, 6
STATUS = {"/r/nowhere/": 404, "/nowhere/": 404}
STAFF: dict[str, Callable[[World, BrowserVisitor], Tour]] = {
    "door": pages.door,
    "house": pages.house,
    "unit": pages.unit,
    "office": pages.office,
    "watch": pages.watch,
}


def at_width(visitor: BrowserVisitor, width: int) -> list[str]:
    """What is wrong with how the page lies at another width."""
    visitor.page.set_viewport_size({"width": width, "height": PHONE["height"]})
    lines = [f"{line} (at {width})" for line in measured(visitor.page)]
    visitor.page.set_viewport_size(PHONE)
    return lines


def summary_errors(visitor: BrowserVisitor) -> list[str]:
    """U-09: what is wrong with how a form says its errors. Taps each link of the summary."""
    page, errors = visitor.page, visitor.page.locator("p.error")
    lines = (
        []
        if page.evaluate("document.activeElement.matches('.error-summary')")
        else ["no focus on the summary"]
    )
    links = page.locator(".error-summary a")
    said = sorted(links.all_text_contents())
    lines += (
        [] if said == sorted(errors.all_text_contents()) else [f"summary {said} is not what the fields say"]
    )
    for number in range(links.count()):
        links.nth(number).click()
        reached, wanted = page.evaluate("document.activeElement.id"), links.nth(number).get_attribute("href")
        lines += [] if f"#{reached}" == wanted else [f"{wanted} leads to «{reached}»"]
    return lines


def cold(page: Page, address: str) -> tuple[int, int]:
    """Bytes and requests of a page for whoever has nothing of it yet."""
    watch = Watch(page)
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return sum(len(answer.body()) for answer in watch.answers), len(watch.answers)


def wrong(visitor: BrowserVisitor, name: str, *widths: int, public: bool = False) -> list[str]:
    """All that is wrong with the page at one stop of a tour, at the telephone's width and at others.

    Forms of staff with errors are left to `make look` for axe: they are made of the same elements as residents' forms.
    """
    refused = visitor.seen.title.startswith("错误：")
    status = visitor.status if refused else STATUS.get(name, 200)
    return [
        *findings(visitor.watch, status=status, public=public, rules=public or not refused),
        *(line for width in widths for line in at_width(visitor, width)),
        *(
            ["the title does not say whether something is missing"]
            if refused != name.endswith("refused")
            else []
        ),
        *(summary_errors(visitor) if refused else []),
    ]


def test_nothing_is_wrong_with_public_pages(world: World, visit: Visit, browser: Browser) -> None:
    """And each is light for whoever comes for the first time (U-15): a browser with her cookies and nothing else."""
    resident, found, weights = visit(), {}, {}

    for name in pages.public(world, resident):
        found[name] = wrong(resident, name, NARROW, public=True)
        if not name.endswith("refused"):
            first = browser.new_context(viewport=PHONE, storage_state=resident.context.storage_state())
            weights[name] = cold(first.new_page(), resident.page.url)
            first.close()

    print(
        "\n".join(
            f"{size / 1024:5.1f} KB {asked} requests  {name}" for name, (size, asked) in weights.items()
        )
    )
    assert len(found) >= 18
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert {
        name: (size, asked)
        for name, (size, asked) in weights.items()
        if size > PUBLIC_BYTES or asked > REQUESTS
    } == {}


@pytest.mark.parametrize("tour", STAFF)
def test_nothing_is_wrong_with_staff_pages(world: World, visit: Visit, tour: str) -> None:
    visitor = visit()

    found = {name: wrong(visitor, name, NARROW, WIDE) for name in STAFF[tour](world, visitor)}

    assert len(found) >= 4
    assert {name: lines for name, lines in found.items() if lines} == {}
