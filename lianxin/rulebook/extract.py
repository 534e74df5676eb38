"""Owns how Babel finds the labels of a rule pack: every `label = "…"` is a message id.

Never translates. Wired in the extraction settings as the method `lianxin.rulebook.extract:labels`.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

Message = tuple[int, None, str, list[str]]


def labels(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[Message]:
    """Yield each label of a rule pack with its line, as Babel's extraction methods do."""
    text = file.read().decode("utf-8")
    for label in dict.fromkeys(_labels_in(tomllib.loads(text))):
        yield text[: text.index(f'"{label}"')].count("\n") + 1, None, label, []


def _labels_in(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if isinstance(found.get("label"), str):
            yield found["label"]
        for value in found.values():
            yield from _labels_in(value)
    elif isinstance(found, list):
        for value in found:
            yield from _labels_in(value)
