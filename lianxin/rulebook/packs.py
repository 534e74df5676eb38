"""Owns which rule pack holds on a day, out of the folder the settings name; packs are read once per process.

Never reads a clock (the day is handed over) and never judges a pack (`reading` does).
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.rulebook.pack import Choice, LimitClass, Number, RulePack
from lianxin.rulebook.reading import read_pack, read_sources

__all__ = [
    "Choice",
    "LimitClass",
    "Number",
    "RulePack",
    "pack_on",
    "packs_in",
    "rulepacks_folder",
    "sources_in",
]

SOURCES = "sources.toml"
WORDING = "wording.toml"  # cards of sentences, no pack: see `wording`
_BESIDE_THE_PROGRAM = Path(__file__).resolve().parents[2] / "rulepacks"


def pack_on(day: date) -> RulePack:
    """Return the pack that holds on `day`: the last whose `since` has come; before all of them, the first."""
    packs = packs_in(rulepacks_folder())
    return next((pack for pack in reversed(packs) if pack.since <= day), packs[0])


def rulepacks_folder() -> Path:
    """Return the folder the settings name, else the one beside the program."""
    return Path(getattr(settings, "RULEPACKS_DIR", _BESIDE_THE_PROGRAM))


@lru_cache(maxsize=4)
def packs_in(folder: Path) -> tuple[RulePack, ...]:
    """Return the packs of a folder, earliest first; refuses a faulty one, two of one day, and none at all."""
    sources = sources_in(folder)
    paths = sorted(path for path in folder.glob("*.toml") if path.name not in (SOURCES, WORDING))
    packs = sorted((_read(path, sources) for path in paths), key=lambda pack: pack.since)
    if not packs:
        raise Refused(N_("{folder} 里没有规则包"), folder=str(folder))
    for one, other in zip(packs, packs[1:], strict=False):
        if one.since == other.since:
            raise Refused(N_("两个规则包都从 {day:year} 起用，只能留一个"), day=one.since)
    return tuple(packs)


@lru_cache(maxsize=4)
def sources_in(folder: Path) -> dict[str, str]:
    """Return the sources that packs and calendars of a folder may name, S-code to citation."""
    path = folder / SOURCES
    return read_sources(text_of(path)) if path.exists() else {}


def text_of(path: Path) -> str:
    """Return the text of a pack or calendar file; refuses one that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(N_("{file} 不是 UTF-8 文字"), file=path.name) from None


def _read(path: Path, sources: dict[str, str]) -> RulePack:
    try:
        return read_pack(text_of(path), sources)
    except Refused as refused:
        raise Refused(N_("规则包 {file}：{what}"), file=path.name, what=refused.words) from None
