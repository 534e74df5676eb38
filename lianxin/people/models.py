"""The district's units and areas (trees that change over the years), its persons, their posts and terms."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from lianxin.kernel.words import N_

UNIT_KINDS = {
    "district": N_("区"),
    "office": N_("组织部门"),
    "department": N_("部门单位"),
    "subdistrict": N_("街道"),
    "community": N_("社区"),
}
GRASSROOTS = frozenset({"subdistrict", "community"})
ROLES = {
    "delegate": N_("代表"),
    "liaison": N_("联络员"),
    "handler": N_("经办人"),
    "supervisor": N_("督办员"),
    "organiser": N_("组织员"),
    "system_admin": N_("系统管理员"),
    "security_admin": N_("安全管理员"),
    "audit_admin": N_("审计管理员"),
}
ADMIN_ROLES = frozenset({"system_admin", "security_admin", "audit_admin"})
AWAY = {"leave": N_("休假"), "illness": N_("生病"), "away": N_("外出")}
TERM_STATES = {"active": N_("在任"), "suspended": N_("停止执行职务"), "ended": N_("资格终止")}


def in_force(day: datetime.date) -> Q:
    """What stands on `day`: begun, and not yet over (`until` is the first day it no longer holds)."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units in the words of the district."""

    def standing(self, day: datetime.date) -> UnitQuerySet:
        """Units that exist on `day`."""
        return self.filter(in_force(day))

    def under(self, unit_id: int) -> UnitQuerySet:
        """The unit itself and all below it."""
        return self.filter(path__contains=[unit_id])


class Unit(models.Model):
    """单位: whoever may receive, own or handle a matter. `path` holds its ancestors' ids, root first, itself last."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=list(UNIT_KINDS.items()))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = ArrayField(models.BigIntegerField(), default=list)
    letters = models.CharField(max_length=6, blank=True)  # of the root: opens every reference of the district
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    serves: models.ManyToManyField[Area, models.Model] = models.ManyToManyField(
        "Area", blank=True, related_name="served_by"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["path"], name="unit_path")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "parent"], condition=Q(until__isnull=True), name="unit_name_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="unit_span"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(UNIT_KINDS)), name="unit_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_root(self) -> bool:
        """The district itself."""
        return self.parent_id is None


class Area(models.Model):
    """地域: district, subdistrict, community. Areas change; a matter keeps the area it was filed in."""

    name = models.CharField(max_length=80)
    code = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "since"], name="area_code_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="area_span"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """A member of the staff or a delegate who signs in; residents never have one."""

    login = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    sessions_end = models.DateTimeField(null=True, blank=True)
    last_login = (
        None  # not kept: nobody's comings and goings are (and Django's receiver has nothing to write)
    )

    USERNAME_FIELD = "login"
    objects = BaseUserManager["Person"]()

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """岗位: a person acts in a role for a unit. One person may hold several; a step stores the post, not the person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=list(ROLES.items()))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"],
                condition=Q(until__isnull=True),
                name="post_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="post_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(ADMIN_ROLES)) & Q(unit__isnull=True)
                | ~Q(role__in=sorted(ADMIN_ROLES)) & Q(unit__isnull=False),
                name="post_admin_sees_no_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.role}"


class Delegate(models.Model):
    """党代表: one term of a person. Suspended keeps its history; who decided and when is recorded, never guessed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="terms")
    level = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=list(TERM_STATES.items()), default="active")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "level", "since"], name="term_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="term_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.level}"


class Deputy(models.Model):
    """代班: while a person is on leave or ill another stands in, with all her posts but an administrator's; steps say so."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    stands_in = models.ForeignKey(Person, models.PROTECT, related_name="standing_in")
    because = models.CharField(max_length=12, choices=list(AWAY.items()))
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="deputy_span"),
            models.CheckConstraint(condition=~Q(person=F("stands_in")), name="deputy_is_another"),
            models.CheckConstraint(condition=Q(because__in=list(AWAY)), name="deputy_because_known"),
            ExclusionConstraint(
                name="deputy_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("stands_in", RangeOperators.EQUAL),
                    (Func(F("since"), F("until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}←{self.stands_in_id}"


class Slip(models.Model):
    """登录条: a printed single-use code with which a person signs in once and sets a password. Only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="slips")
    code_hash = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code_hash"], name="slip_code_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class KeptForm(models.Model):
    """留住的表单: what was sent after the session had ended, sealed about `key`, until the same person signs in again
    in the same browser. `post` is what she acted as; gone when it is sent again, or after the hours of the rule pack.
    """

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="kept_forms")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    browser = models.UUIDField()
    path = models.CharField(max_length=400)
    payload = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["browser", "made_at"], name="kept_form_browser"),
            models.Index(fields=["made_at"], name="kept_form_made_at"),
        ]

    def __str__(self) -> str:
        return str(self.key)
