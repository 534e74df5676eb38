"""`make look` sees what it should: each kind of mistake on a made page, none on the product's own elements."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lianxin.ui.tests.drawing import EN, PUBLIC, STAFF
from lianxin.ui.tests.gallery import gallery
from tests import look
from tests.browser.hands import BrowserVisitor
from tests.look_district import District
from tests.look_findings import Watch, findings
from tests.look_pages import Stop, Tour

STATIC = Path(__file__).parent.parent / "lianxin" / "ui" / "static"
KINDS = {".css": "text/css", ".svg": "image/svg+xml"}
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
PLAIN = """<!doctype html><html lang="zh-Hans" data-register="public"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>样</title>
<link rel="icon" href="/static/lianxin/favicon.svg"><link rel="stylesheet" href="/static/lianxin/tokens.css">
<link rel="stylesheet" href="/static/lianxin/elements.css"></head>
<body><main class="wrap"><h1>样</h1>{}</main></body></html>"""

# What is on the page, and how the finding begins.
MISTAKES = {
    "wide": ('<table><tr><td class="num">' + "宽" * 80 + "</td></tr></table>", "scrolls sideways"),
    "cut": (
        '<div class="chart"><div class="x"><i></i><span>' + "长" * 80 + "</span></div></div>",
        "cut off: div.x",
    ),
    "two-red": ('<button class="btn">交</button><button class="btn">退</button>', "2 red buttons"),
    "style": ('<p style="color:red">红</p>', "content policy: style-src"),
    "script": ("<script>alert(1)</script>", "content policy: script-src"),
    "stranger": ('<img alt="" src="http://127.0.0.2:9/a.png">', "content policy: img-src"),
    "no-label": ("<input>", "axe label"),
    "missing": ('<img alt="" src="/no.png">', "missing: "),
    "heavy": ('<img alt="" src="/big.svg">', "weighs "),
    "heading": ("<h1>又一个</h1>", "2 main headings"),
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        look.browser_program() is None and os.environ.get("CI") != "true",
        reason="no chromium on this machine",
    ),
]


class Pages(BaseHTTPRequestHandler):
    """Serves the gallery, the made mistakes and the static files under the product's content policy."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        kind, body = "text/html; charset=utf-8", self.page(path.strip("/"))
        if path.startswith("/static/"):
            kind, body = KINDS[Path(path).suffix], (STATIC / path.removeprefix("/static/")).read_text()
        elif path == "/big.svg":
            kind, body = (
                "image/svg+xml",
                f'<svg xmlns="http://www.w3.org/2000/svg"><!--{"x" * 62_000}--></svg>',
            )
        self.send_response(200 if body else 404)
        body = body or PLAIN.format("没有这一页")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def page(self, name: str) -> str:
        if name in MISTAKES:
            return PLAIN.format(MISTAKES[name][0])
        spoken = {"public": PUBLIC, "staff": STAFF, "public-en": replace(PUBLIC, lang=EN)}
        return gallery(spoken[name]) if name in spoken else PLAIN.format("") if name in {"", "plain"} else ""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with look.chromium() as found:
        yield found


def seen(browser: Browser, address: str, width: int, *, public: bool = True) -> list[str]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    watch = Watch(page)
    page.goto(address)
    lines = findings(watch, public=public)
    page.close()
    return lines


@pytest.mark.parametrize("width", look.WIDTHS)
@pytest.mark.parametrize("name", ["plain", "public", "public-en", "staff"])
def test_nothing_is_found_on_our_own_elements(browser: Browser, base: str, name: str, width: int) -> None:
    assert seen(browser, f"{base}/{name}/", width, public=name != "staff") == []


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_found(browser: Browser, base: str, name: str) -> None:
    lines = seen(browser, f"{base}/{name}/", 360)
    assert [line for line in lines if line.startswith(MISTAKES[name][1])], lines


def made_pages(who: BrowserVisitor, district: District) -> Iterator[Stop]:
    """A tour of made pages that breaks off at a link that is not there."""
    for name, status in (("plain", 200), ("wide", 200), ("gone", 404)):
        who.open(f"/{name}/")
        yield Stop(name, status)
    who.follow("没有这个链接")


def test_a_tour_is_taken_and_what_breaks_off_is_told(base: str, tmp_path: Path) -> None:
    district, tours = District(base, {}), [Tour("made", made_pages, public=True)]
    with ThreadPoolExecutor(1) as aside:  # this thread's browser is already running
        found = aside.submit(look.look, district, tours, tmp_path / "look", lang="zh-Hans").result()

    taken = {file.name for file in (tmp_path / "look").iterdir()}
    assert {"plain-360.png", "plain-1366.png", "gone-360.png", "sheet.png", "index.html"} <= taken
    assert found["plain"] == found["gone"] == []
    assert [line for line in found["wide"] if "(at 360)" in line or "(at 360, 1366)" in line]
    assert "没有这个链接" in found["the tour made"][0]
    assert look.report(found).endswith("found on 4 pages")


@pytest.fixture
def no_district(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make look` with the gallery's server in place of a district of its own."""
    monkeypatch.setattr(look, "demo", lambda: nullcontext(District("http://127.0.0.1:9", {})))


@pytest.mark.usefixtures("no_district")
def test_no_browser_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert look.main(["--out", str(tmp_path / "look")]) == 2
    assert "no chromium" in capsys.readouterr().err


@pytest.mark.usefixtures("no_district")
def test_no_server_is_a_finding_of_every_tour(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as aside:
        code = aside.submit(look.main, ["--tour", "outside", "--out", str(tmp_path / "look")]).result()

    assert code == 1
    assert "the tour outside" in (tmp_path / "look" / "findings.txt").read_text(encoding="utf-8")
    assert "1 found" in capsys.readouterr().out
