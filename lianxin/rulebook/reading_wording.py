"""Owns the reading of the wording cards: what a scene must hold. Text in, cards or refusal out. Imports no Django."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.rulebook import reading, toml_text

_MOST_CHARACTERS = 120  # a sentence that is longer cannot be said in one breath


@dataclass(frozen=True)
class Scene:
    """One card: what may be said, in this order where `order` says so, and what is never said. `source` is of the scene."""

    key: str
    label: str
    source: str
    order: bool
    say: tuple[str, ...]
    never: tuple[str, ...]


def read_wording(text: str, sources: Collection[str]) -> tuple[date, tuple[Scene, ...]]:
    """Return the version and the scenes in `text`; refuses the first thing that is missing, unknown or without a source."""
    top = toml_text.parse(text)
    toml_text.only_keys(top, ("version", "scenes"), "")
    rows = reading.rows_in(top["scenes"], "scenes")
    scenes = tuple(_scene(row, f"scenes[{n}]", sources) for n, row in enumerate(rows, 1))
    reading.refuse_doubles([scene.key for scene in scenes], "scenes")
    return reading.day_in(top["version"], "version"), scenes


def _scene(found: object, where: str, sources: Collection[str]) -> Scene:
    row = reading.table_in(found, where, ("key", "label", "source", "order", "say", "never"))
    if not isinstance(row["order"], bool):
        raise Refused(N_("{where} 只能写：{known}"), where=f"{where}.order", known=("true", "false"))
    return Scene(
        key=reading.key_in(row["key"], f"{where}.key"),
        label=reading.words_in(row["label"], f"{where}.label"),
        source=reading.source_in(row["source"], f"{where}.source", sources),
        order=row["order"],
        say=_sentences(reading.rows_in(row["say"], f"{where}.say"), f"{where}.say"),
        never=_sentences(reading.list_in(row["never"], f"{where}.never"), f"{where}.never"),
    )


def _sentences(rows: list[object], where: str) -> tuple[str, ...]:
    return tuple(_sentence(row, f"{where}[{n}]") for n, row in enumerate(rows, 1))


def _sentence(found: object, where: str) -> str:
    said = reading.words_in(reading.table_in(found, where, ("label",))["label"], f"{where}.label")
    if len(said) > _MOST_CHARACTERS:
        raise Refused(N_("{where} 太长，一句话最多 {most} 个字"), where=where, most=_MOST_CHARACTERS)
    return said
