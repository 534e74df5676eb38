"""What is wrong with a page that stands in a browser: overflow, clipped text, axe, red buttons, weight.

`make look` prints it and browser tests assert that it is empty. It changes nothing on the page.
"""

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import ConsoleMessage, Page, Response

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PUBLIC_BYTES = 60 * 1024

# Elements that stick out to the right, unless a box around them scrolls; then text that its box cuts off.
MEASURE = """() => {
  const name = e => e.tagName.toLowerCase() + (e.className && e.className.baseVal === undefined
    ? '.' + [...e.classList].join('.') : '') + ' «' + (e.textContent || '').trim().slice(0, 20) + '»';
  const all = [...document.body.querySelectorAll('*')].filter(e => e.getClientRects().length && e.checkVisibility());
  const hidden = e => e.closest('.vh, .skip, .sprite, svg');
  const scrolls = e => { for (let p = e; p && p !== document.body; p = p.parentElement)
    if (['auto', 'scroll'].includes(getComputedStyle(p).overflowX)) return true; return false; };
  const wide = document.documentElement.clientWidth;
  const out = all.filter(e => !hidden(e) && !scrolls(e) && e.getBoundingClientRect().right > wide + 1);
  const cut = all.filter(e => { const s = getComputedStyle(e);
    return !hidden(e) && s.textOverflow !== 'ellipsis' && e.innerText && e.tagName !== 'TEXTAREA'
      && ((['hidden', 'clip'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1)
       || (['hidden', 'clip'].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 1)); });
  return {
    scroll: document.documentElement.scrollWidth - wide,
    out: out.filter(e => !out.includes(e.parentElement)).slice(0, 5).map(name),
    cut: cut.slice(0, 5).map(name),
    headings: document.querySelectorAll('h1').length,
    red: [...document.querySelectorAll('.btn:not(.btn-quiet):not(.btn-danger)')].map(name),
    csp: window.lianxinCsp || [],
  };
}"""
LISTEN = """addEventListener('securitypolicyviolation',
  e => (window.lianxinCsp ||= []).push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));"""


@dataclass
class Watch:
    """Listens to one browser page from before it loads: its console, its broken scripts, what it asks for."""

    page: Page
    said: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(LISTEN)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))
        self.page.on("response", self._answer)

    def forget(self) -> None:
        """Start over for the next page."""
        self.said.clear()
        self.answers.clear()

    def _answer(self, answer: Response) -> None:
        """Keep it. The answer that brings a page begins anew: what still came for the page before is not its own."""
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            self.answers.clear()
        self.answers.append(answer)

    def _console(self, message: ConsoleMessage) -> None:
        refused_page = (
            message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        )
        if (
            message.type == "error" and not refused_page
        ):  # the status of the page itself is looked at elsewhere
            self.said.append(f"console: {message.text}")


def findings(watch: Watch, *, status: int = 200, public: bool = False, rules: bool = True) -> list[str]:
    """All that is wrong with the page as it stands, one line each; empty when nothing is. `rules`: ask axe too, which is slow."""
    return [
        *asked(watch, status=status, public=public),
        *measured(watch.page),
        *(broken_rules(watch.page) if rules else []),
        *watch.said,
    ]


def asked(watch: Watch, *, status: int, public: bool) -> list[str]:
    """A wrong status, a request to a stranger, a missing file, a public page that weighs too much."""
    home = "/".join(watch.page.url.split("/")[:3])
    first = next(
        answer for answer in watch.answers if answer.url.split("#")[0] == watch.page.url.split("#")[0]
    )
    lines = [f"status {first.status} in place of {status}"] if first.status != status else []
    lines += [f"asks a stranger: {a.url}" for a in watch.answers if not a.url.startswith((home, "data:"))]
    lines += [f"missing: {a.url}" for a in watch.answers if a is not first and a.status >= 400]
    weight = sum(len(answer.body()) for answer in watch.answers if answer.status < 300) if public else 0
    return lines + ([f"weighs {weight // 1024} KB of 60"] if weight > PUBLIC_BYTES else [])


def measured(page: Page) -> list[str]:
    """What sticks out or is cut off, headings, red buttons, refusals of the content policy."""
    seen: dict[str, Any] = page.evaluate(MEASURE)
    lines = [f"scrolls sideways by {seen['scroll']} px"] if seen["scroll"] > 0 else []
    lines += [f"sticks out: {name}" for name in seen["out"]]
    lines += [f"cut off: {name}" for name in seen["cut"]]
    lines += [f"{seen['headings']} main headings"] if seen["headings"] != 1 else []
    lines += [f"{len(seen['red'])} red buttons: {', '.join(seen['red'])}"] if len(seen["red"]) > 1 else []
    return lines + [f"content policy: {refused}" for refused in seen["csp"]]


def broken_rules(page: Page) -> list[str]:
    """Violations that axe finds, each with the first places."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"axe {rule['id']}: {', '.join(str(n['target'][0]) for n in rule['nodes'][:3])}" for rule in found
    ]
