"""The doors, the roster, a person, the units, as values. Drawing them asks nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.forms import BaseForm
from django.urls import reverse

from lianxin.kernel.batches import Batch
from lianxin.kernel.words import N_, Words
from lianxin.people.models import ROLES, TERM_STATES, UNIT_KINDS, Delegate, Deputy, Person, Post, Slip, Unit
from lianxin.people.pages.away import DeputiesPart, deputies_part
from lianxin.ui.inputs import named
from lianxin.ui.pieces import Column, Pager

DONE = {
    "person": N_("人加好了。接着加岗位，再打登录条。"),
    "post": N_("岗位加好了。"),
    "ended": N_("岗位的结束日子记下了。"),
    "term": N_("任期加好了。"),
    "password": N_("口令换好了，别处登录的都已退出。"),
    "out": N_("已经退出。公用电脑请把浏览器窗口也关上。"),
    "deputy": N_("代班记下了。到了日子，代班的人页面上方会多出这几个岗位。"),
    "deputy_ended": N_("代班结束了。"),
    "sessions": N_("这个人在各处的登录都已结束，口令没有变。"),
    "elsewhere": N_("别处的登录都已结束，这里照常用。"),
    "stopped": N_("已经停用：岗位、代班和登录都结束了，办过的事都在。"),
}
KINDS_OF_ROSTER = {"": N_("在岗的"), "admins": N_("管理员"), "none": N_("没有岗位的")}
ROSTER_COLUMNS = tuple(map(Column, (N_("姓名"), N_("岗位"), N_("登录名"), N_("起止"), N_("怎么登录"))))
UNIT_COLUMNS = tuple(map(Column, (N_("单位"), N_("类别"), N_("服务的地域"), N_("从哪天起"))))
POST_COLUMNS = (*map(Column, (N_("岗位"), N_("单位"), N_("起止"))), Column(N_("办什么"), hidden=True))
TERM_COLUMNS = tuple(map(Column, (N_("哪一级、哪一届"), N_("现在"), N_("起止"))))


@dataclass(frozen=True)
class DoorPage:
    """Signing in, by password or by slip. `done` is what has just happened, '' for nothing; `hint` how often one may err;
    `kept`: a form that was sent too late waits for whoever signed in last.
    """

    form: BaseForm
    next: str = ""
    done: str = ""
    hint: Words | str = ""
    kept: bool = False


@dataclass(frozen=True)
class FormPage:
    """A page that is one form: whose, what it is called, where it leads back to."""

    form: BaseForm
    whose: Words
    title: str
    button: str
    back: str
    words: Words | str = ""


@dataclass(frozen=True)
class SeesNone:
    """That somebody sees no matter, and what she can do about it."""

    title: Words
    words: str


@dataclass(frozen=True)
class AccountPage:
    """One's own account. `none`: why this person sees no matter and what to do, for whoever sees none."""

    form: BaseForm
    name: str
    login: str
    done: str
    none: SeesNone | None = None


@dataclass(frozen=True)
class RosterRow:
    """One post on the roster (or, with role '', a person without one)."""

    name: Words
    login: str
    url: str
    role: Words | str
    span: Words | str
    state: Words


@dataclass(frozen=True)
class RosterPage:
    """The roster of the district: `groups` are (unit, its rows); `tabs` (label, address, whether this one)."""

    groups: tuple[tuple[Words | str, tuple[RosterRow, ...]], ...]
    columns: tuple[Column, ...]
    tabs: tuple[tuple[str, str, bool], ...]
    form: BaseForm | None
    pager: Pager


@dataclass(frozen=True)
class PostRow:
    """One post of a person. `end_url` is '' where it has ended."""

    role: Words
    unit: str
    span: Words
    end_url: str


@dataclass(frozen=True)
class TermRow:
    """One term of a delegate."""

    level: str
    state: Words
    span: Words


@dataclass(frozen=True)
class PersonPage:
    """A person for the organiser: login, posts, terms, who stands in. `reset` says that printing a slip ends a password
    she has; `whole` is False for a liaison, who ends the sessions of her room's delegates and nothing else.
    """

    id: int
    name: str
    login: str
    state: Words
    posts: tuple[PostRow, ...]
    terms: tuple[TermRow, ...]
    reset: bool
    done: str
    whole: bool
    active: bool
    deputies: DeputiesPart
    post_columns: tuple[Column, ...] = POST_COLUMNS
    term_columns: tuple[Column, ...] = TERM_COLUMNS


@dataclass(frozen=True)
class SlipQuestion:
    """Before a slip is printed: for whom, how long it will be valid, what it puts an end to ('' for nothing)."""

    name: str
    hours: int
    ends: str
    back: str


@dataclass(frozen=True)
class SlipPage:
    """A sign-in slip, shown once, on paper: the code in groups of four."""

    name: str
    login: str
    groups: tuple[str, ...]
    until: Words
    url: str
    back: str


@dataclass(frozen=True)
class UnitRow:
    """One unit of the tree; its name stands as far in as it is deep. `areas` are those it serves."""

    indented: str
    kind: Words
    areas: Words
    since: Words


@dataclass(frozen=True)
class UnitsPage:
    """The tree of units."""

    rows: tuple[UnitRow, ...]
    columns: tuple[Column, ...]


def sees_no_matter(role: str) -> SeesNone:
    """What somebody reads first who acts in a role that sees no matter, or in none ('')."""
    if not role:
        words = N_("没有岗位就看不到任何事。请组织部门的组织员加一个，加好以后刷新这一页。")
        return SeesNone(Words.of(N_("还没有岗位")), words)
    words = N_("这个岗位管系统，不管事项，现在能做的是换口令。要办事，请组织部门的组织员给办事的人加岗位。")
    return SeesNone(Words.of(N_("{role}看不到居民反映的事"), role=Words.of(ROLES[role])), words)


def sign_in_state(person: Person, slips: Mapping[int, datetime.datetime]) -> Words:
    """How a person signs in now. Never when she did: nobody's comings and goings are shown."""
    if not person.is_active:
        return Words.of(N_("已停用"))
    if person.has_usable_password():
        return Words.of(N_("用自己的口令"))
    if person.pk in slips:
        return Words.of(N_("登录条 {at} 前有效"), at=slips[person.pk])
    return Words.of(N_("还不能登录，要打登录条"))


def roster_of_posts(
    batch: Batch[Post], slips: Mapping[int, datetime.datetime], of: str, form: BaseForm | None, query: str
) -> RosterPage:
    """The roster of posts, grouped by unit."""
    groups = tuple(
        (named(unit.name) if unit else "", tuple(_post_on_roster(post, slips) for post in posts))
        for unit, posts in groupby(batch.rows, lambda post: post.unit)
    )
    keys = [post.pk for post in batch.rows]
    return RosterPage(groups, ROSTER_COLUMNS, _tabs(of), form, _pager(batch, keys, query))


def roster_of_persons(batch: Batch[Person], slips: Mapping[int, datetime.datetime]) -> RosterPage:
    """The persons who hold no post."""
    rows = tuple(
        RosterRow(named(person.name), person.login, _address(person), "", "", sign_in_state(person, slips))
        for person in batch.rows
    )  # fmt: skip
    keys = [person.pk for person in batch.rows]
    return RosterPage(
        (("", rows),) if rows else (), ROSTER_COLUMNS, _tabs("none"), None, _pager(batch, keys, "of=none&")
    )


def person_page(
    person: Person, posts: Iterable[Post], terms: Iterable[Delegate], slips: Mapping[int, datetime.datetime],
    *, deputies: Iterable[Deputy], day: datetime.date, done: str, whole: bool,
) -> PersonPage:  # fmt: skip
    """A person with all posts and terms."""
    return PersonPage(
        person.pk, person.name, person.login, sign_in_state(person, slips),
        tuple(_post_row(post, day) for post in posts),
        tuple(
            TermRow(term.level, Words.of(TERM_STATES[term.state]), _span(term.since, term.until)) for term in terms
        ),
        person.has_usable_password(), DONE.get(done, ""), whole, person.is_active, deputies_part(deputies, whole=whole),
    )  # fmt: skip


def slip_question(person: Person, slips: Mapping[int, datetime.datetime], hours: int) -> SlipQuestion:
    """What has to be known before a slip is printed."""
    if person.has_usable_password():
        ends = N_("现在的口令马上不能用了，正在登录的也会退出。")
    else:
        ends = N_("上一张登录条马上不能用了。") if person.pk in slips else ""
    return SlipQuestion(person.name, hours, ends, _address(person))


def slip_page(slip: Slip, code: str, url: str) -> SlipPage:
    """The slip as it is printed. `url` is the full address of the door it opens."""
    groups = tuple(code[at : at + 4] for at in range(0, len(code), 4))
    until = Words.of(N_("{at:weekday} 以前用，只能用一次"), at=slip.ends_at)
    return SlipPage(slip.person.name, slip.person.login, groups, until, url, _address(slip.person))


def units_page(units: Iterable[Unit]) -> UnitsPage:
    """The tree of units, with the areas each serves."""
    return UnitsPage(tuple(_unit_row(unit) for unit in units), UNIT_COLUMNS)


def _unit_row(unit: Unit) -> UnitRow:
    areas = tuple(area.name for area in unit.serves.all())
    return UnitRow(
        "　" * (len(unit.path) - 1) + unit.name, Words.of(UNIT_KINDS[unit.kind]),
        Words("{areas}", {"areas": areas}) if areas else Words.of(N_("没有设")), Words.of("{day:plain}", day=unit.since),
    )  # fmt: skip


def _post_on_roster(post: Post, slips: Mapping[int, datetime.datetime]) -> RosterRow:
    person = post.person
    return RosterRow(
        named(person.name), person.login, _address(person), Words.of(ROLES[post.role]), _span(post.since, post.until),
        sign_in_state(person, slips),
    )  # fmt: skip


def _post_row(post: Post, day: datetime.date) -> PostRow:
    over = post.until is not None and post.until <= day
    end_url = "" if over else reverse("people:end_post", args=[post.pk])
    unit = post.unit.name if post.unit else ""
    return PostRow(Words.of(ROLES[post.role]), unit, _span(post.since, post.until), end_url)


def _span(since: datetime.date, until: datetime.date | None) -> Words:
    if until is None:
        return Words.of(N_("{since:plain}起"), since=since)
    return Words.of(N_("{since:plain}起，到{until:plain}为止"), since=since, until=until)


def _address(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def _tabs(of: str) -> tuple[tuple[str, str, bool], ...]:
    here = reverse("people:roster")
    return tuple(
        (label, f"{here}?of={kind}" if kind else here, kind == of) for kind, label in KINDS_OF_ROSTER.items()
    )


def _pager(batch: Batch[Post] | Batch[Person], keys: list[int], query: str) -> Pager:
    here = reverse("people:roster")
    return Pager(
        Words.of(N_("这一页 {n} 行"), n=len(keys)),
        before=f"{here}?{query}before={keys[0]}" if batch.before and keys else "",
        after=f"{here}?{query}after={keys[-1]}" if batch.after and keys else "",
    )
