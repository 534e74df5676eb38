"""What somebody is to one matter: the room's liaison, the lead's handler, a resident … Pure.

In the district itself the organiser stands where the owner's liaison does; in a matter about a room or its staff
wherever the liaison or the delegate would stand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lianxin.matters import moves


@dataclass(frozen=True)
class Parties:
    """The units concerned with one matter.

    `assigner` is the unit of the post that gave the running lead, or None; `at_root`: the district itself owns it;
    `keepers` are the rooms' units that keep contact with a voice of it.
    """

    room: int
    owner: int
    about: int | None
    lead: int | None
    assists: Collection[int]
    assigner: int | None
    at_root: bool = False
    keepers: Collection[int] = ()


def standings_of(role: str, unit: int | None, parties: Parties) -> frozenset[str]:
    """The standings of a post with `role` at `unit` in a matter it may see."""
    found = {moves.VIEWER}
    if role == "handler":
        found |= _handling(unit, parties)
    if role == "supervisor":
        found.add(moves.SUPERVISOR)
    if role == "organiser":
        found.add(moves.ORGANISER)
    if role == "organiser" and parties.at_root:
        found.add(moves.OWNER)
    if role == "organiser" and parties.about is not None:
        found |= {moves.OWNER, moves.ROOM, moves.ASSIGNER}
    if role in ("liaison", "delegate") and parties.about is None:
        found |= _receiving(role, unit, parties)
    return frozenset(found)


def speaks_with_its_own_alone(standings: Collection[str]) -> bool:
    """Whether this actor is in the matter only because one of its residents' voices was joined in from elsewhere."""
    return moves.KEEPER in standings and moves.ROOM not in standings and moves.DELEGATE not in standings


def _handling(unit: int | None, parties: Parties) -> set[str]:
    found = set()
    if unit == parties.lead:
        found.add(moves.LEAD)
    if unit in parties.assists:
        found.add(moves.ASSIST)
    return found


def _receiving(role: str, unit: int | None, parties: Parties) -> set[str]:
    found = set()
    if role == "delegate" and unit == parties.room:
        found.add(moves.DELEGATE)
        if unit == parties.owner:
            found.add(moves.OWNER_DELEGATE)
    if role == "liaison" and unit == parties.room:
        found.add(moves.ROOM)
    if role == "liaison" and unit in parties.keepers and unit != parties.room:
        found.add(moves.KEEPER)
    if role == "liaison" and unit == parties.owner:
        found.add(moves.OWNER)
    if role == "liaison" and unit is not None and unit == parties.assigner:
        found.add(moves.ASSIGNER)
    return found
