"""`make look`: every page at two widths, one contact sheet for a person to look at, and what a machine can find.

    python -m tests.look [--lang en] [--only NAME] [--out var/look]

Starts a demo district of its own on a folder that is thrown away, walks the tours of `look_pages.py` through it, and
leaves one picture a page and width, the words of each page, `sheet.png` and `findings.txt`. Exit 0: nothing found; 1:
something found; 2: no browser, no district or a wrong call.
"""

from __future__ import annotations

import argparse
import html
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

from lianxin.ui.languages import tr
from tests.browser.hands import BrowserVisitor
from tests.look_district import District, demo
from tests.look_findings import findings
from tests.look_pages import TOURS, Stop, Tour

WIDTHS = (360, 1366)
HEIGHT = 800
SHEET = """<!doctype html><meta charset="utf-8"><title>look</title><style>
body{{font:13px sans-serif;display:grid;grid-template-columns:repeat(5,1fr);gap:12px 16px;width:2120px;margin:12px}}
figure{{margin:0;display:flex;gap:4px;flex-wrap:wrap}} figcaption{{width:100%}} b{{color:#b00}}
i{{display:block;height:300px;overflow:hidden;border:1px solid #999;width:96px}} i+i{{width:292px}}
img{{width:100%}}</style>{figures}"""

Found = dict[str, list[str]]


class CannotLook(Exception):
    """No browser: said in words, not as a traceback."""


def browser_program() -> str | None:
    """Where Debian's Chromium is: the one that never shows a window needs a quarter less work for the same pages."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's own Chromium; its absence is said clearly."""
    path = browser_program()
    if path is None:
        raise CannotLook(
            "no chromium here; as root: apt-get install -y --no-install-recommends "
            "chromium-headless-shell fonts-noto-cjk"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def look(
    district: District, tours: Sequence[Tour], out: Path, *, lang: str, only: Sequence[str] = ()
) -> Found:
    """Walk the tours, take each page that is wanted, and the sheet; findings by page name."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    found: Found = {}
    with chromium() as browser:
        for tour in tours:
            take_tour(
                browser,
                district,
                tour,
                out,
                found,
                lang=lang,
                wanted=lambda stop: not only or stop.name in only,
            )
        contact_sheet(browser, out, found)
    return found


def take_tour(
    browser: Browser, district: District, tour: Tour, out: Path, found: Found, *, lang: str, wanted: Callable[[Stop], bool]
) -> None:  # fmt: skip
    """One tour by one visitor. One that breaks off is a finding; the others go on."""
    context = browser.new_context(locale="zh-CN", viewport={"width": WIDTHS[0], "height": HEIGHT})
    context.add_cookies([{"name": "lang", "value": lang, "url": district.base}])
    who = BrowserVisitor(context, district.base, tr(lang))
    try:
        for stop in tour.walk(who, district):
            if wanted(stop):
                found[stop.name] = take(who, stop, out, public=tour.public)
    except (AssertionError, LookupError, Error) as trouble:
        found[f"the tour {tour.name}"] = [f"breaks off at {who.path}: {trouble}"]
    context.close()


def take(who: BrowserVisitor, stop: Stop, out: Path, *, public: bool) -> list[str]:
    """Photograph the page at each width and keep its words; its findings, said once where both widths agree."""
    seen: dict[str, list[int]] = {}
    (out / f"{stop.name}.txt").write_text(who.seen.words, encoding="utf-8")
    for width in WIDTHS:
        who.page.set_viewport_size({"width": width, "height": HEIGHT})
        who.page.screenshot(path=picture(out, stop.name, width), full_page=True)
        for line in findings(who.watch, status=stop.status, public=public):
            seen.setdefault(line, []).append(width)
    who.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    return [f"{line} (at {', '.join(map(str, widths))})" for line, widths in seen.items()]


def picture(out: Path, name: str, width: int) -> Path:
    """Where the picture of a page at a width lies."""
    return out / f"{name}-{width}.png"


def contact_sheet(browser: Browser, out: Path, found: Found) -> None:
    """All pictures on one, made by the browser itself."""
    figures = "".join(
        f"<figure><figcaption>{html.escape(name)} <b>{len(lines) or ''}</b></figcaption>"
        + "".join(f'<i><img src="{picture(out, name, width).name}"></i>' for width in WIDTHS)
        + "</figure>"
        for name, lines in found.items()
        if picture(out, name, WIDTHS[0]).exists()
    )
    (out / "index.html").write_text(SHEET.format(figures=figures), encoding="utf-8")
    page = browser.new_page(viewport={"width": 2144, "height": 900})
    page.goto((out / "index.html").resolve().as_uri())
    page.screenshot(path=out / "sheet.png", full_page=True)


def report(found: Found) -> str:
    """What was found, page by page, and the sum."""
    pages = ["\n  ".join([f"{name}: {len(lines)} found", *lines]) for name, lines in found.items() if lines]
    return "\n".join([*pages, f"{sum(map(len, found.values()))} found on {len(found)} pages"])


def main(arguments: list[str]) -> int:
    """Read the call, look, print."""
    parser = argparse.ArgumentParser(prog="look")
    parser.add_argument("--only", action="append", default=[], help="a page's name; may be given again")
    parser.add_argument("--tour", action="append", default=[], help="a tour's name; may be given again")
    parser.add_argument("--lang", choices=["zh-Hans", "en"], default="zh-Hans")
    parser.add_argument("--out", type=Path, default=Path("var/look"))
    given = parser.parse_args(arguments)
    tours = [tour for tour in TOURS if not given.tour or tour.name in given.tour]
    try:
        with demo() as district:
            found = look(district, tours, given.out, lang=given.lang, only=given.only)
    except (CannotLook, Error, RuntimeError) as trouble:
        print(f"look: {trouble}", file=sys.stderr)
        return 2
    (given.out / "findings.txt").write_text(report(found) + "\n", encoding="utf-8")
    print(f"{report(found)}; see {given.out / 'sheet.png'}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
