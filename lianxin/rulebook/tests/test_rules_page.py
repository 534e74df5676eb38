"""The page of rules and the labels Babel finds: both are read off the packs, and neither may lag behind."""

from io import BytesIO

from lianxin.rulebook.extract import labels
from lianxin.rulebook.packs import packs_in, rulepacks_folder
from lianxin.rulebook.rules_page import UNITS, rules_markdown

FOLDER = rulepacks_folder()
(PACK,) = packs_in(FOLDER)


def test_the_page_is_up_to_date() -> None:
    assert (FOLDER.parent / "docs" / "rules.md").read_text(encoding="utf-8") == rules_markdown()


def test_the_page_says_every_number_with_its_source() -> None:
    page = rules_markdown()

    for number in PACK.numbers.values():
        source = "本系统默认值" if number.source == "default" else number.source
        assert f"| {number.key} | {number.label} | {number.value} {UNITS[number.unit]} | {source} |" in page
    for limit in (*PACK.lengths.values(), *PACK.classes.values()):
        assert f"| {limit.key} | {limit.label} | {limit.length.amount} {UNITS[limit.length.unit]} |" in page


def test_the_word_default_is_never_shown_as_a_source() -> None:
    assert "| default |" not in rules_markdown()


def test_every_label_is_found_for_translation_with_its_line() -> None:
    text = (FOLDER / "default.toml").read_bytes()
    lines = text.decode().split("\n")

    found = list(labels(BytesIO(text), (), (), {}))

    assert {message for _, _, message, _ in found} >= {
        PACK.closes_label,
        *(choice.label for choice in (*PACK.categories, *PACK.refer_bodies, *PACK.refer_reasons)),
        *(number.label for number in PACK.numbers.values()),
        *(danger.label for danger in PACK.dangers),
    }
    assert all(f'"{message}"' in lines[line - 1] for line, _, message, _ in found)
    assert len({message for _, _, message, _ in found}) == len(found)
