"""Owns the wording cards: what may be said at the telephone and the counter, by scene, with version and source.

Never decides when a card is shown and never checks what somebody says; a faulty file is refused as a pack is.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.rulebook.packs import WORDING, rulepacks_folder, sources_in, text_of
from lianxin.rulebook.reading_wording import Scene, read_wording

__all__ = ["Scene", "Wording", "wording_here", "wording_in"]


@dataclass(frozen=True)
class Wording:
    """All cards; `version` is the day since when these sentences hold."""

    version: date
    scenes: tuple[Scene, ...]


def wording_here() -> Wording:
    """The cards of the folder the settings name."""
    return wording_in(rulepacks_folder())


@lru_cache(maxsize=4)
def wording_in(folder: Path) -> Wording:
    """The cards of a folder, read once per process; none where the folder brings no file. Refuses a faulty file in words."""
    path = folder / WORDING
    if not path.exists():
        return Wording(date.min, ())
    try:
        return Wording(*read_wording(text_of(path), sources_in(folder)))
    except Refused as refused:
        raise Refused(N_("规则包 {file}：{what}"), file=path.name, what=refused.words) from None
