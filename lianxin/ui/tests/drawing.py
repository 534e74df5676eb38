"""Draws snippets and reads what was drawn, for the tests of this slice."""

from html.parser import HTMLParser

from lianxin.ui.env import environment
from lianxin.ui.frame import TERMS, Frame, NavItem, PostChoice
from lianxin.ui.languages import Lang

ZH: Lang = "zh-Hans"
EN: Lang = "en"

PUBLIC = Frame(
    district="立山区",
    path="/r/shenxin/?step=2",
    hotline="0412-000 0168",
    privacy_url="/privacy/",
    help_url="/help/",
    sign_in_url="/sign-in/",
    invented=True,
)
STAFF = Frame(
    register="staff",
    district="立山区",
    path="/inbox/?view=due",
    nav=(NavItem("收件", "/inbox/", True), NavItem("登记", "/desk/")),
    who="韩冬",
    posts=(PostChoice(1, "区督办", True), PostChoice(2, "深沟寺街道联络员")),
    news=3,
    hotline="0412-000 0168",
    news_url="/news/",
    act_url="/act/",
    sign_out_url="/sign-out/",
)


class Drawn(HTMLParser):
    """What a piece of HTML holds: its tags with attributes, the text a reader gets, and its skeleton."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(str(html))  # plain: slices of Markup would be escaped once more
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def skeleton(self) -> list[tuple[str, tuple[str, ...]]]:
        """Tags and the names of their attributes, without any value."""
        return [(tag, tuple(attrs)) for tag, attrs in self.tags]

    @property
    def classes(self) -> set[str]:
        """Every class that is used."""
        return {name for _, attrs in self.tags for name in (attrs.get("class") or "").split()}

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each tag of this name."""
        return [attrs for name, attrs in self.tags if name == tag]


def draw(source: str, lang: str = ZH, **values: object) -> str:
    """A snippet of a template as the product would draw it."""
    template = environment(lang).from_string(source)
    return template.render(frame=PUBLIC, terms=TERMS, csrf="", **values)
