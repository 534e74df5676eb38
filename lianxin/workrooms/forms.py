"""What is typed about a workroom. Forms check that something is there; the rules are in `actions`."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from lianxin.kernel.words import N_
from lianxin.people.models import Unit
from lianxin.ui.inputs import line, named, one_of


class DetailsForm(forms.Form):
    """Where a room is, when it is open, how it is called by telephone: all may wait."""

    address = line(N_("地址"), most=200, hint=N_("例如：深新社区服务中心一楼东侧"), autocomplete="off")
    hours = line(N_("什么时候开门"), most=200, hint=N_("例如：工作日 8:30 到 17:00，每月第一个星期五接待"))
    phone = line(
        N_("电话"), most=40, hint=N_("写工作室的电话，不写代表个人的"), inputmode="tel", autocomplete="off"
    )


class RoomForm(DetailsForm):
    """A room to be opened by a unit that has none."""

    def __init__(self, typed: QueryDict | None, units: Iterable[Unit], asked: str) -> None:
        units = list(units)
        chosen = next((unit for unit in units if str(unit.pk) == asked), None)
        super().__init__(typed, initial={"unit": asked, "name": room_name(chosen) if chosen else ""})
        self.fields["unit"] = one_of(
            N_("哪个单位的"), [(unit.pk, named(unit.name)) for unit in units], wanted=N_("选一下是哪个单位的"),
            hint=N_("已经有工作室的单位不在里面"),
        )  # fmt: skip
        self.fields["name"] = line(N_("工作室名称"), most=80, hint=N_("空着就用“单位名称＋党代表工作室”"))
        self.fields["slug"] = line(
            N_("网址名"), most=40, wanted=N_("写一下网址名"), autocapitalize="none", autocomplete="off",
            hint=N_("印在门口二维码里，定了不改。小写字母、数字和短横，2 到 39 个，例如 shenxin"),
        )  # fmt: skip
        self.order_fields(("unit", "name", "slug", "address", "hours", "phone"))


def room_name(unit: Unit) -> str:
    """How a unit's room is called when nobody says otherwise. A name, so in Chinese whatever the page speaks."""
    return f"{unit.name}党代表工作室"
