"""The wording cards: every scene has a source, a faulty file is refused, and what is shown is never what is forbidden."""

from datetime import date
from pathlib import Path

import pytest

from lianxin.kernel.refusals import Refused
from lianxin.rulebook.checks import rulepacks_are_sound
from lianxin.rulebook.pack import DEFAULT
from lianxin.rulebook.packs import rulepacks_folder, sources_in
from lianxin.rulebook.reading_wording import read_wording
from lianxin.rulebook.wording import Wording, wording_here, wording_in

FOLDER = rulepacks_folder()
TEXT = (FOLDER / "wording.toml").read_text(encoding="utf-8")
SOURCES = sources_in(FOLDER)
SCENES = {"greeting", "silent", "unclear", "read_back", "refuse", "comfort", "ending"}


def test_every_scene_the_desk_needs_is_there() -> None:
    assert {scene.key for scene in wording_here().scenes} >= SCENES


def test_the_version_is_a_day() -> None:
    assert wording_here().version >= date(2026, 1, 1)


def test_every_scene_names_a_listed_source_or_default() -> None:
    assert {scene.source for scene in wording_here().scenes} <= {DEFAULT, *SOURCES}


def test_a_silent_call_is_ended_after_two_prompts_in_order() -> None:
    silent = next(scene for scene in wording_here().scenes if scene.key == "silent")

    assert silent.order
    assert len(silent.say) == 3


def test_no_sentence_to_say_holds_one_never_to_say() -> None:
    scenes = wording_here().scenes
    never = [words.strip("。") for scene in scenes for words in scene.never]

    assert not [said for scene in scenes for said in scene.say for words in never if words in said]


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        pytest.param('source = "S38"', 'source = "S999"', "source", id="没有列的号"),
        pytest.param('source = "S38"\n', "", "缺 scenes", id="没有出处"),
        pytest.param("order = true", 'order = "yes"', "order 只能写", id="次序不是真假"),
        pytest.param('key = "silent"', 'key = "greeting"', "greeting 写了两次", id="场合重了"),
        pytest.param("version = 2026-11-24", 'version = "一"', "version 要写成", id="版本不是日子"),
        pytest.param('label = "喂，什么事，快说。"', 'label = ""', "要写字", id="空话"),
        pytest.param("喂，什么事，快说。", "长" * 121, "太长", id="一口气说不完"),
        pytest.param("never = []", "never = []\nshout = []", "没有这一项", id="没有这个键"),
    ],
)
def test_a_faulty_file_is_refused_in_words(wrong: str, right: str, sentence: str) -> None:
    assert wrong in TEXT

    with pytest.raises(Refused, match=sentence):
        read_wording(TEXT.replace(wrong, right, 1), SOURCES)


def test_a_faulty_file_does_not_serve(tmp_path: Path, settings: object) -> None:
    for name in ("default.toml", "sources.toml"):
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "calendars").mkdir()
    (tmp_path / "wording.toml").write_text("version = 1", encoding="utf-8")
    settings.RULEPACKS_DIR = tmp_path  # type: ignore[attr-defined]

    assert [error.id for error in rulepacks_are_sound(None)] == ["rulebook.E001"]


def test_a_folder_without_cards_has_none(tmp_path: Path) -> None:
    assert wording_in(tmp_path) == Wording(date.min, ())
