"""How a msgid becomes a sentence: the catalogue, dates, data that is left alone."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lianxin.kernel.words import Words, say
from lianxin.ui.languages import LANGS, say_in, tr, translations_in
from lianxin.ui.tests.drawing import EN, ZH, draw

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "在办"
msgstr "Being handled"

msgid "{who}派给{unit}，{day}前答复"
msgstr "{who} sent it to {unit}, answer by {day}"

#, fuzzy
msgid "收到"
msgstr "Guessed"

msgid "派出"
msgstr ""

#~ msgid "旧的"
#~ msgstr "Old"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "lianxin.po"
    file.write_text(PO, encoding="utf-8")
    return translations_in(file)


def test_only_finished_entries_are_said(catalogue: dict[str, str]) -> None:
    assert set(catalogue) == {"在办", "{who}派给{unit}，{day}前答复"}


def test_an_absent_catalogue_is_empty(tmp_path: Path) -> None:
    assert translations_in(tmp_path / "no.po") == {}


def test_what_is_not_translated_is_said_in_chinese() -> None:
    assert tr(EN)("没有人译过的话") == "没有人译过的话"


def test_an_empty_message_stays_empty() -> None:
    assert [say_in(lang)("") for lang in LANGS] == ["", ""]


def test_a_sentence_with_values_in_both_languages(catalogue: dict[str, str]) -> None:
    words = Words.of(
        "{who}派给{unit}，{day}前答复", who="在办", unit=Words.of("在办"), day=date(2026, 10, 14)
    )
    english = say(words, lambda text: catalogue.get(text, text), EN)
    assert say_in(ZH)(words) == "在办派给在办，10月14日 星期三前答复"
    assert english == "在办 sent it to Being handled, answer by Wed 14 October"


def test_templates_say_words_days_and_moments() -> None:
    at = datetime(2026, 10, 12, 1, 40, tzinfo=UTC)
    source = "{{ words|say }}|{{ day|day }}|{{ day|day(year=true) }}|{{ at|moment }}"
    values: dict[str, Any] = {"words": Words.of("{n} 件", n=3), "day": date(2026, 10, 14), "at": at}
    assert draw(source, **values) == "3 件|10月14日 星期三|2026年10月14日 星期三|10月12日 9:40"
    assert draw(source, EN, **values).endswith("|Wed 14 October|Wed 14 October 2026|12 October 9:40")


def test_a_value_in_a_translated_block_is_escaped() -> None:
    assert draw("{% trans x=x %}<b>{{ x }}</b>说{% endtrans %}", x="<i>") == "<b>&lt;i&gt;</b>说"


def test_a_per_cent_sign_in_a_translated_block_stays_one() -> None:
    assert draw("{% trans %}办结 92%{% endtrans %}") == "办结 92%"
    assert draw("{% trans x=1 %}{{ x }} 件，92%{% endtrans %}") == "1 件，92%"
