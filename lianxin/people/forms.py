"""What is typed at the doors and on the organiser's pages. Forms check that something is there; the rules are in `actions`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import get_default_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.http import QueryDict

from lianxin.kernel.words import N_, Words
from lianxin.people.actions import SLIP_LENGTH
from lianxin.people.models import AWAY, ROLES, UNIT_KINDS, Person, Unit
from lianxin.ui.errors import worded
from lianxin.ui.inputs import day, line, named, one_of

LONGEST_PASSWORD = 256
SHORTEST_PASSWORD = max(getattr(rule, "min_length", 0) for rule in get_default_password_validators())
WEAK = {
    "password_too_short": N_("口令至少要 {min_length} 个字"),
    "password_too_common": N_("这个口令太常见，别人猜得到，换一个"),
    "password_entirely_numeric": N_("口令不能全是数字，掺几个字母或汉字"),
}
ADDABLE_KINDS = ("department", "subdistrict", "community")


class SignInForm(forms.Form):
    """Login and password."""

    login = line(
        N_("登录名"), most=200, wanted=N_("写一下登录名"), autocomplete="username", autocapitalize="none"
    )
    password = line(
        N_("口令"), most=4000, wanted=N_("写一下口令"), secret=True, autocomplete="current-password"
    )


class NewPasswordForm(forms.Form):
    """A new password, twice. Its length and commonness are judged by the settings' validators, in our words."""

    password = line(
        N_("新口令"), most=LONGEST_PASSWORD, wanted=N_("想一个新口令"), secret=True, autocomplete="new-password",
        hint=Words.of(N_("至少 {n} 个字，可以用汉字；几个不相干的词连起来最好记"), n=SHORTEST_PASSWORD),
    )  # fmt: skip
    again = line(
        N_("再写一遍新口令"), most=LONGEST_PASSWORD, wanted=N_("新口令要写两遍"), secret=True,
        autocomplete="new-password",
    )  # fmt: skip

    def clean_password(self) -> str:
        """Refuse a weak one, each weakness in a sentence."""
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password)
        except ValidationError as weak:
            raise ValidationError([_said(error) for error in weak.error_list]) from None
        return password

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise worded(N_("两遍写得不一样，再写一遍"))
        return again


class SlipForm(NewPasswordForm):
    """Signing in with a printed slip."""

    login = line(
        N_("登录名"), most=200, wanted=N_("写一下登录名"), autocomplete="username", autocapitalize="none"
    )
    code = line(
        N_("登录条上的码"), most=200, wanted=N_("照登录条把码写上"), autocomplete="off", autocapitalize="characters",
        hint=Words.of(N_("{n} 个字母和数字，空格和大小写都不要紧"), n=SLIP_LENGTH),
    )  # fmt: skip
    field_order = ("login", "code", "password", "again")


class PasswordForm(NewPasswordForm):
    """Changing one's own password."""

    old = line(
        N_("现在的口令"),
        most=4000,
        wanted=N_("写一下现在的口令"),
        secret=True,
        autocomplete="current-password",
    )
    field_order = ("old", "password", "again")


class PersonForm(forms.Form):
    """A person to be added."""

    name = line(N_("姓名"), most=80, wanted=N_("写一下姓名"), autocomplete="off")
    login = line(
        N_("登录名"), most=40, wanted=N_("写一下登录名，工号就行"), autocomplete="off", autocapitalize="none",
        hint=N_("先给了一个没人用过的号；也可以换成工号或姓名拼音"),
    )  # fmt: skip


class PostForm(forms.Form):
    """A post to be added: role, unit, first day."""

    def __init__(self, typed: QueryDict | None, units: Iterable[Unit], today: datetime.date) -> None:
        super().__init__(typed, initial={"since": today})
        self.fields["role"] = one_of(N_("岗位"), ROLES.items(), wanted=N_("选一下岗位"))
        self.fields["unit"] = one_of(N_("单位"), named_units(units), hint=N_("管理员不用选单位"))
        self.fields["since"] = day(N_("从哪天起"), wanted=N_("写一下从哪天起"))


class EndForm(forms.Form):
    """The first day a post no longer holds."""

    until = day(
        N_("从哪天起不再担任"),
        wanted=N_("写一下从哪天起不再担任"),
        hint=N_("写今天，就马上看不到这个岗位的事"),
    )


class StandInForm(forms.Form):
    """Who stands in, from when to when, and why (of an illness nothing more)."""

    def __init__(self, typed: QueryDict | None, nearby: Iterable[Person], today: datetime.date) -> None:
        super().__init__(typed, initial={"since": today})
        people = [(person.pk, named(person.name)) for person in nearby]
        self.fields["deputy"] = one_of(N_("同单位的人"), people)
        self.fields["login"] = line(
            N_("别的单位的人，写登录名"), most=40, hint=N_("同单位没有人能代，才写这一格"), autocomplete="off",
            autocapitalize="none",
        )  # fmt: skip
        self.fields["because"] = one_of(
            N_("为什么"), AWAY.items(), wanted=N_("选一下为什么"), hint=N_("不用写什么病、去哪里")
        )
        self.fields["since"] = day(N_("从哪天起"), wanted=N_("写一下从哪天起"))
        self.fields["last"] = day(N_("到哪天"), wanted=N_("写一下到哪天"), hint=N_("这一天还算在内"))

    def clean(self) -> dict[str, Any]:
        """One of the two ways to say who."""
        given = self.cleaned_data
        if "deputy" in given and "login" in given and bool(given["deputy"]) == bool(given["login"]):
            both = N_("选了人就不用再写登录名，留一个") if given["deputy"] else N_("选一个人，或者写登录名")
            self.add_error("deputy", worded(both))
        return given


class TermForm(forms.Form):
    """A term of a delegate."""

    level = line(
        N_("哪一级、哪一届"),
        most=40,
        wanted=N_("写一下是哪一届代表，例如“区第十三届”"),
        hint=N_("例如“区第十三届”"),
    )
    since = day(N_("任期从哪天起"), wanted=N_("写一下从哪天起"))
    until = day(N_("到哪天止"), hint=N_("换届的日子还没定就空着"))


class UnderForm(forms.Form):
    """Which unit's people the roster shows."""

    def __init__(self, asked: QueryDict, units: Iterable[Unit]) -> None:
        super().__init__(asked)
        self.fields["under"] = one_of(N_("看哪个单位和它下面的"), named_units(units), none=N_("全部单位"))

    def chosen(self) -> int | None:
        """The unit's id, or None for all; a unit that is not there means all."""
        under = self.cleaned_data.get("under") if self.is_valid() else ""
        return int(under) if under else None


class UnitForm(forms.Form):
    """A unit to be added below another."""

    def __init__(self, typed: QueryDict | None, units: Iterable[Unit], today: datetime.date) -> None:
        super().__init__(typed, initial={"since": today})
        self.fields["name"] = line(N_("单位名称"), most=80, wanted=N_("写一下单位名称"))
        kinds = [(kind, UNIT_KINDS[kind]) for kind in ADDABLE_KINDS]
        self.fields["kind"] = one_of(N_("哪一类"), kinds, wanted=N_("选一下是哪一类单位"))
        self.fields["parent"] = one_of(N_("上级单位"), named_units(units), wanted=N_("选一下上级单位"))
        self.fields["since"] = day(N_("从哪天起"), wanted=N_("写一下从哪天起"))


def named_units(units: Iterable[Unit]) -> list[tuple[object, Words]]:
    """Units as options, each as far in as it is deep in the tree."""
    return [(unit.pk, named("　" * (len(unit.path) - 1) + unit.name)) for unit in units]


def _said(error: ValidationError) -> ValidationError:
    sentence = WEAK.get(str(error.code))
    return worded(Words(sentence, dict(error.params or {}))) if sentence else error
