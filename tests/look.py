"""`make look`: every page at two widths, one contact sheet for a person to look at, and what a machine can find.

    python -m tests.look --base http://127.0.0.1:8000 --password … [--only NAME] [--lang en] [--out var/look]

The server must be running. Pages are listed in `look_pages.py`. Exit 0: nothing found; 1: something found; 2: no browser,
no server or a wrong call.
"""

import argparse
import html
import os
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from tests.look_findings import Watch, findings
from tests.look_pages import PAGES, SIGN_IN, LookPage

WIDTHS = (360, 1366)
SHEET = """<!doctype html><meta charset="utf-8"><title>look</title><style>
body{{font:14px sans-serif;display:grid;grid-template-columns:repeat(3,1fr);gap:16px;width:1900px;margin:16px}}
figure{{margin:0;display:flex;gap:8px;align-items:flex-start;flex-wrap:wrap}} figcaption{{width:100%}} b.bad{{color:#b00}}
img{{border:1px solid #999;object-fit:cover;object-position:top}} img.n{{width:150px;height:420px}}
img.w{{width:440px;height:420px}}</style>{figures}"""


class CannotLook(Exception):
    """No browser or no server: said in words, not as a traceback."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's own Chromium; its absence is said clearly."""
    path = shutil.which("chromium")
    if path is None:
        raise CannotLook(
            "no chromium here; as root: apt-get install -y --no-install-recommends chromium fonts-noto-cjk"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(context: BrowserContext, base: str, login: str, password: str) -> None:
    """Sign a demo person in through the page, as a person would."""
    page = context.new_page()
    page.goto(base + SIGN_IN.path)
    page.fill(f"[name={SIGN_IN.login}]", login)
    page.fill(f"[name={SIGN_IN.password}]", password)
    page.click("main button[type=submit]")
    if page.url.split("?")[0] == base + SIGN_IN.path:
        raise CannotLook(f"{login} could not sign in at {SIGN_IN.path}")
    page.close()


def take(context: BrowserContext, base: str, wanted: LookPage, out: Path, lang: str) -> list[str]:
    """Photograph one page at each width; its findings, said once where both widths agree."""
    seen: dict[str, list[int]] = {}
    for width in WIDTHS:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 800})
        watch = Watch(page)
        page.goto(base + wanted.path + ("&" if "?" in wanted.path else "?") + f"lang={lang}")
        if wanted.then:
            watch.forget()
            page.get_by_role("link", name=wanted.then).first.click()
            page.wait_for_load_state()
        page.screenshot(path=picture(out, wanted, width), full_page=True)
        for line in findings(watch, status=wanted.status, public=wanted.login is None):
            seen.setdefault(line, []).append(width)
        page.close()
    return [f"{line} (at {', '.join(map(str, widths))})" for line, widths in seen.items()]


def picture(out: Path, page: LookPage, width: int) -> Path:
    """Where the picture of a page at a width lies."""
    return out / f"{page.name}-{width}.png"


def contact_sheet(browser: Browser, out: Path, pages: list[LookPage], found: dict[str, list[str]]) -> Path:
    """All pictures on one, made by the browser itself."""
    figures = "".join(
        f"<figure><figcaption>{html.escape(page.name)} {'<b class=bad>' if found[page.name] else '<b>'}"
        f"{len(found[page.name]) or ''}</b></figcaption>"
        f'<img class="n" src="{picture(out, page, WIDTHS[0]).name}">'
        f'<img class="w" src="{picture(out, page, WIDTHS[1]).name}"></figure>'
        for page in pages
    )
    (out / "index.html").write_text(SHEET.format(figures=figures), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1932, "height": 900})
    page.goto((out / "index.html").resolve().as_uri())
    page.screenshot(path=out / "contact.png", full_page=True)
    return out / "contact.png"


def look(base: str, pages: list[LookPage], out: Path, *, password: str, lang: str) -> dict[str, list[str]]:
    """Take every page and the sheet; findings by page name."""
    reach(base)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    found: dict[str, list[str]] = {}
    with chromium() as browser:
        for login in sorted({page.login or "" for page in pages}):
            context = browser.new_context(locale="zh-CN")
            if login:
                sign_in(context, base, login, password)
            for page in (page for page in pages if (page.login or "") == login):
                found[page.name] = take(context, base, page, out, lang)
            context.close()
        contact_sheet(browser, out, pages, found)
    return found


def reach(base: str) -> None:
    """Refuse to start where nobody answers."""
    try:
        urllib.request.urlopen(base, timeout=5).close()
    except urllib.error.HTTPError:
        return
    except OSError as trouble:
        raise CannotLook(f"nobody answers at {base}: {trouble}. Start it with `make run`.") from None


def main(arguments: list[str]) -> int:
    """Read the call, look, print."""
    parser = argparse.ArgumentParser(prog="look")
    parser.add_argument("--base", default=os.environ.get("LIANXIN_BASE", "http://127.0.0.1:8000"))
    parser.add_argument("--password", default=os.environ.get("LIANXIN_DEMO_PASSWORD", ""))
    parser.add_argument("--only", action="append", default=[], help="a page's name; may be given again")
    parser.add_argument("--lang", choices=["zh-Hans", "en"], default="zh-Hans")
    parser.add_argument("--out", type=Path, default=Path("var/look"))
    given = parser.parse_args(arguments)
    pages = [page for page in PAGES if not given.only or page.name in given.only]
    try:
        found = look(given.base.rstrip("/"), pages, given.out, password=given.password, lang=given.lang)
    except (CannotLook, Error) as trouble:
        print(f"look: {trouble}", file=sys.stderr)
        return 2
    for name, lines in found.items():
        print("\n  ".join([f"{name}: {len(lines) or 'nothing'} found", *lines]))
    print(f"{sum(map(len, found.values()))} found on {len(found)} pages; see {given.out / 'contact.png'}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
