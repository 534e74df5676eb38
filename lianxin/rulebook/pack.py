"""Owns what a rule pack is: the limits, numbers, lists and danger words that hold from one day on.

Never holds a number itself (`rulepacks/*.toml` do), never chooses a pack (`packs` does), imports no Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, NamedTuple

from lianxin.kernel.working_time import Length
from lianxin.rulebook.danger import Danger

DEFAULT = "default"  # the source of a number that no public text gives: shown as 本系统默认值


Waits = Literal["block", "warn", "ignore"]


class Choice(NamedTuple):
    """One line of a list: the key that is stored and the Chinese label that is shown."""

    key: str
    label: str


@dataclass(frozen=True)
class LimitClass:
    """A named time limit with its source, an S-code of `rulepacks/sources.toml` or `default`."""

    key: str
    label: str
    length: Length
    source: str


@dataclass(frozen=True)
class Number:
    """A named number, its unit and its source, an S-code or `default`."""

    key: str
    label: str
    value: int
    unit: str
    source: str


@dataclass(frozen=True)
class RulePack:
    """All that holds from `since` until the next pack; `closes` is the close of business in China's time. `assists` says of
    each class of limit whether the lead's answer waits for the views of assists until they are due, mentions them, or not.
    """

    name: str
    since: date
    closes: time
    closes_label: str
    closes_source: str
    lengths: Mapping[str, LimitClass]
    classes: Mapping[str, LimitClass]
    default_class: str
    assists: Mapping[str, Waits]
    numbers: Mapping[str, Number]
    categories: tuple[Choice, ...]
    refer_bodies: tuple[Choice, ...]
    refer_reasons: tuple[Choice, ...]
    tell_hows: tuple[Choice, ...]
    pause_reasons: tuple[Choice, ...]
    dangers: tuple[Danger, ...]

    @property
    def version(self) -> str:
        """The name under which clocks and steps remember this pack: «default-2026-01-01»."""
        return f"{self.name}-{self.since.isoformat()}"

    @property
    def danger_words(self) -> tuple[Danger, ...]:
        """The table that `danger.danger_in` takes."""
        return self.dangers

    def length(self, kind: str) -> Length:
        """Return how long a stretch (`dispatch`, `tell` …) or a class of limit (`ordinary` …) runs."""
        return (self.lengths.get(kind) or self.classes[kind]).length

    def number(self, name: str) -> int:
        """Return a number by its name; the name carries the unit (`slip_hours`, `max_file_mb`)."""
        return self.numbers[name].value
