"""知悉范围: which units may know of a matter, and of its speakers' contact. Pure; source: DESIGN §4 «Sight».

Each concerned unit (the rooms of joined voices among them) and every unit above it; in a matter about a room or its
staff only the organiser's office and, later,
the lead and the assists it is assigned to: never the unit complained of, none below it, none between it and the office.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

Path = tuple[int, ...]  # ids from the root down to the unit itself


@dataclass(frozen=True)
class Handling:
    """A unit that handles or handled the matter: its path, and whether its assignment still runs."""

    path: Path
    running: bool


@dataclass(frozen=True)
class Seen:
    """How a unit may know: as the house (all contact), with the contact of voices that allow it, or the matter alone."""

    with_contact: bool = False
    in_house: bool = False


def sights(
    room: Path,
    owner: Path,
    handling: Collection[Handling],
    keepers: Collection[Path],
    about: Path | None,
    office: int,
) -> dict[int, Seen]:
    """Unit id → how it may know. `keepers` are the rooms' units that keep contact with a voice of the matter, `about` the
    path of the unit complained of, `office` the organiser's office.
    """
    if about is not None:
        return _about(handling, about, office)
    seen = {unit: Seen() for path in (room, owner, *(h.path for h in handling), *keepers) for unit in path}
    for given in handling:
        if given.running:
            seen[given.path[-1]] = Seen(with_contact=True)
    seen[room[-1]] = Seen(with_contact=True, in_house=True)
    return seen


def may_handle(unit: Path, about: Path | None) -> bool:
    """Whether a unit may be given the matter: not the one complained of, none below it, none above it."""
    return about is None or (about[-1] not in unit and unit[-1] not in about)


def _about(handling: Collection[Handling], about: Path, office: int) -> dict[int, Seen]:
    seen = {given.path[-1]: Seen() for given in handling if may_handle(given.path, about)}
    seen[office] = Seen(with_contact=True, in_house=True)
    return seen
