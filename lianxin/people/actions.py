"""The only writes of this slice: units, areas, persons, posts, terms, sign-in slips."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.db.models import Q

from lianxin.kernel.acting import action
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.people.logins import is_login, tidy_login
from lianxin.people.models import (
    ADMIN_ROLES,
    Area,
    Delegate,
    Deputy,
    KeptForm,
    Person,
    Post,
    Slip,
    Unit,
    in_force,
)
from lianxin.people.spans import refuse_odd_day, refuse_odd_span

SLIP_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is misread on paper
SLIP_LENGTH = 28  # 31 letters: more than 128 bits


@action
def add_unit(
    name: str,
    kind: str,
    *,
    parent: Unit | None,
    since: datetime.date,
    letters: str = "",
    serves: tuple[Area, ...] = (),
) -> Unit:
    """A unit below `parent` (None: the district itself, with the letters of its references)."""
    if not name.strip():
        raise Refused(N_("写一下单位名称"), field="name")
    refuse_odd_day(since, field="since")
    _refuse_second(kind, parent)
    with transaction.atomic():
        unit = Unit(name=name.strip(), kind=kind, parent=parent, since=since, letters=letters)
        _save_once(unit, N_("已经有叫这个名字的单位了"), "name")
        unit.path = [*(parent.path if parent else []), unit.pk]
        unit.save(update_fields=["path"])
        unit.serves.set(serves)
    return unit


@action
def add_area(name: str, code: str, *, parent: Area | None, since: datetime.date) -> Area:
    """An area below `parent`; `code` is the official one of the division."""
    area = Area(name=name, code=code, parent=parent, since=since)
    _save_once(area, N_("这个区划代码已经有了"), "code")
    return area


@action
def add_person(name: str, login: str) -> Person:
    """A person who may later sign in: with a slip first, then with a password of her own."""
    if not name.strip():
        raise Refused(N_("写一下姓名"), field="name")
    if not login.strip():
        raise Refused(N_("写一下登录名，工号就行"), field="login")
    if not is_login(login := tidy_login(login)):
        raise Refused(N_("登录名用 2 到 40 个字母、数字、点或短横，例如 1024"), field="login")
    person = Person(name=name.strip(), login=login)
    person.set_unusable_password()
    _save_once(person, N_("这个登录名已经有人用了，换一个"), "login")
    return person


@action
def add_post(person: Person, role: str, unit: Unit | None, *, since: datetime.date) -> Post:
    """A post from a day on. Administrators hold no unit, exclude each other and any other post (DESIGN §5)."""
    refuse_odd_day(since, field="since")
    Person.objects.select_for_update().get(pk=person.pk)  # one post of a person at a time
    standing = Q(until=None) | Q(until__gt=since)
    held = set(Post.objects.filter(standing, person=person).values_list("role", flat=True))
    if (role in ADMIN_ROLES and held - {role}) or (held & ADMIN_ROLES and role not in held):
        raise Refused(N_("管理员不能再兼别的岗位，也不能由别的岗位的人兼"), field="role")
    if role in ADMIN_ROLES and Deputy.objects.filter(stands_in=person, until__gt=since).exists():
        raise Refused(N_("{name}正给别人代班，管理员不能代班；先结束代班"), field="role", name=person.name)
    if (unit is None) != (role in ADMIN_ROLES):
        raise Refused(N_("管理员不属于哪个单位，别的岗位要选一个单位"), field="unit")
    if role == "organiser" and unit is not None and unit.kind != "office":
        raise Refused(N_("组织员看得到全区的事，只能设在组织部门"), field="unit")
    post = Post(person=person, role=role, unit=unit, since=since)
    _save_once(post, N_("{name}已经有这个岗位了"), "role", name=person.name)
    return post


@action
def end_post(post: Post, *, until: datetime.date) -> Post:
    """A post ends: `until` is the first day it no longer holds. Steps made from it stay as they are."""
    refuse_odd_span(post.since, until)
    if post.role == "organiser" and not _other_organisers(post, until):
        raise Refused(N_("这是最后一个组织员岗位，先给别人加上，再结束这一个"), field="until")
    post.until = until
    post.save(update_fields=["until"])
    KeptForm.objects.filter(person=post.person_id).delete()
    return post


@action
def stand_in(
    person: Person, deputy: Person, because: str, *, since: datetime.date, last: datetime.date, today: datetime.date
) -> Deputy:  # fmt: skip
    """代班: `deputy` acts in all posts of `person` but an administrator's, from `since` to `last`, both days included."""
    refuse_odd_span(since, last)
    if since < today:
        raise Refused(N_("过去的日子不能补代班，从今天起，或者以后"), field="since")
    if deputy.pk == person.pk:
        raise Refused(N_("自己不能代自己，选另一个人"), field="deputy")
    _refuse_unfit_pair(person, deputy, since)
    row = Deputy(
        person=person, stands_in=deputy, because=because, since=since, until=last + datetime.timedelta(days=1)
    )
    _save_once(row, N_("这几天里{name}已经在代班了，看看日子"), "since", name=deputy.name)
    return row


@action
def end_standing_in(row: Deputy, *, today: datetime.date) -> None:
    """结束代班: from this moment on. One that begins today or later has not stood a whole day and goes."""
    if row.until <= today:
        raise Refused(N_("这次代班已经结束了"))
    if row.since >= today:
        row.delete()
        return
    row.until = today
    row.save(update_fields=["until"])


@action
def end_sessions(person: Person, *, now: datetime.datetime) -> Person:
    """结束登录: every session of the person that has begun is over; her password stays."""
    person.sessions_end = now
    person.save(update_fields=["sessions_end"])
    return person


@action
def stop_person(person: Person, *, now: datetime.datetime, today: datetime.date) -> Person:
    """停用: posts end today, so does standing in; sessions, slips and kept forms are worth nothing. What she did stays."""
    for post in Post.objects.filter(Q(until=None) | Q(until__gt=today), person=person).order_by("pk"):
        end_post(post, until=max(today, post.since))
    pairs = Q(person=person) | Q(stands_in=person)
    for row in Deputy.objects.filter(pairs, until__gt=today):
        end_standing_in(row, today=today)
    Slip.objects.filter(person=person, used_at=None, ends_at__gt=now).update(ends_at=now)
    KeptForm.objects.filter(person=person).delete()
    person.is_active, person.sessions_end = False, now
    person.set_unusable_password()
    person.save(update_fields=["is_active", "sessions_end", "password"])
    return person


@action
def add_delegate(
    person: Person, level: str, *, since: datetime.date, until: datetime.date | None = None
) -> Delegate:
    """A term of a delegate, e.g. level «区第十三届党代表»; the term ends with its congress."""
    if not level.strip():
        raise Refused(N_("写一下是哪一届代表，例如“区第十三届”"), field="level")
    refuse_odd_span(since, until)
    term = Delegate(person=person, level=level.strip(), since=since, until=until)
    _save_once(term, N_("这一届已经登记过了"), "level")
    return term


@action
def make_slip(person: Person, *, now: datetime.datetime, hours: int) -> tuple[Slip, str]:
    """登录条: a single-use code valid for `hours`; earlier unused slips of the person end. Returns the code once, never again."""
    Slip.objects.filter(person=person, used_at=None, ends_at__gt=now).update(ends_at=now)
    code = "".join(secrets.choice(SLIP_ALPHABET) for _ in range(SLIP_LENGTH))
    slip = Slip(
        person=person, code_hash=slip_hash(code), made_at=now, ends_at=now + datetime.timedelta(hours=hours)
    )
    slip.save()
    return slip, code


@action
def reset_sign_in(person: Person, *, now: datetime.datetime, hours: int) -> tuple[Slip, str]:
    """重设登录: a new slip; earlier slips, the password and every session of the person are worth nothing any more."""
    person.set_unusable_password()
    person.sessions_end = now
    person.save(update_fields=["password", "sessions_end"])
    return make_slip(person, now=now, hours=hours)


@action
def change_password(person: Person, password: str, *, now: datetime.datetime) -> Person:
    """A person changes her own password; sessions begun before `now` are over."""
    person.set_password(password)
    person.sessions_end = now
    person.save(update_fields=["password", "sessions_end"])
    return person


@action
def use_slip(login: str, code: str, password: str, *, now: datetime.datetime) -> Person:
    """Sign in by slip: the code is used up, the password set. One sentence for every way it can be wrong."""
    with transaction.atomic():
        slip = (
            Slip.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(code_hash=slip_hash(code), used_at=None, ends_at__gt=now, person__login=login.strip())
            .filter(person__is_active=True)
            .first()
        )
        if slip is None:
            raise Refused(
                N_("登录名或登录条不对，或者登录条用过了、过期了；请找组织部门重新打一张"), field="code"
            )
        slip.used_at = now
        slip.save(update_fields=["used_at"])
        slip.person.set_password(password)
        slip.person.save(update_fields=["password"])
    return slip.person


def slip_hash(code: str) -> bytes:
    """The hash under which a slip is kept; spaces and lower case of what was typed are forgiven."""
    return hashlib.sha256("".join(code.split()).replace("-", "").upper().encode()).digest()


def _refuse_second(kind: str, parent: Unit | None) -> None:
    """A district has one root and one organiser's office: the rules ask for «the» office."""
    if parent is None and Unit.objects.filter(parent=None, until=None).exists():
        raise Refused(N_("选一下上级单位"), field="parent")
    if kind == "office" and Unit.objects.filter(kind="office", until=None).exists():
        raise Refused(N_("组织部门已经有了，全区只设一个"), field="kind")


def _other_organisers(post: Post, day: datetime.date) -> bool:
    """Whether somebody else is an organiser on `day`; locks them all, so that two cannot end each other."""
    held = Post.objects.select_for_update().filter(in_force(day), role="organiser").order_by("pk")
    return any(one.pk != post.pk for one in held)


def _refuse_unfit_pair(person: Person, deputy: Person, day: datetime.date) -> None:
    """Both locked in the order of their numbers: posts and standing in change for one of them at a time."""
    pair = Person.objects.select_for_update().filter(pk__in=[person.pk, deputy.pk]).order_by("pk")
    if not all(one.is_active for one in pair):
        raise Refused(N_("停用了的人不能代班，也不用人代"), field="deputy")
    standing = Q(until=None) | Q(until__gt=day)
    held = {
        who: set(Post.objects.filter(standing, person=who).values_list("role", flat=True))
        for who in (person.pk, deputy.pk)
    }
    if not held[person.pk] - ADMIN_ROLES:
        raise Refused(N_("{name}那时没有可以代的岗位；管理员的岗位不能由别人代"), name=person.name)
    if not held[deputy.pk] or held[deputy.pk] & ADMIN_ROLES:
        raise Refused(N_("{name}是管理员，或者那时没有岗位，不能代班"), field="deputy", name=deputy.name)


def _save_once(
    row: Unit | Area | Person | Post | Delegate | Deputy, taken: str, field: str, **values: object
) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(taken, field=field, **values) from None
