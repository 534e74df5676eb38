"""The numbers in one field: «138…/139…», a landline with its extension. Pure; how one number is read is the kernel's."""

from __future__ import annotations

import re

from lianxin.kernel.phones import find_phone, normal_phone

MOST = 3  # more numbers than this in one field are no telephone field any more
_BETWEEN = re.compile(r"[/、，,;；|或和\n]+")


def numbers_in(typed: str) -> tuple[str, ...]:
    """Every number in the field in its one form, in order, each once; () where there is none."""
    found = [number for part in _BETWEEN.split(typed) if (number := normal_phone(part))]
    if len(found) < 2:
        found = [number for number in (normal_phone(typed), *_among(typed)) if number]
    return tuple(dict.fromkeys(_without_shorter(found)))[:MOST]


def forms_of(number: str) -> tuple[str, ...]:
    """The forms under which a number may have been kept: with its extension and without."""
    return tuple(dict.fromkeys((number, number.partition("-")[0])))


def _among(typed: str) -> list[str]:
    """Numbers that stand in the field side by side, with only a space between."""
    found: list[str] = []
    rest = typed
    while len(found) < MOST and (one := find_phone(rest)):
        found.append(normal_phone(one))
        rest = rest.replace(one, "/", 1)
    return found


def _without_shorter(found: list[str]) -> list[str]:
    """The same number with and without its extension is one."""
    extended = {number.partition("-")[0] for number in found if "-" in number}
    return [number for number in found if number not in extended]
