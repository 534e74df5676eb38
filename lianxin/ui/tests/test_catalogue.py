"""The catalogue: what is found in a small made tree, how a file is brought up to date, what the check sees."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from lianxin.ui.catalogue import extract, findings, load, loose_code, loose_pages, main, missing, save, update

CODE = '''
"""文档不算。"""
from x import N_, Words, Refused
A = N_("收到")
B = Words.of("{n} 件", n=1)
C = "没有包的话"
def f():
    raise Refused("写一下"
                  "是什么事", field="words")
def g():
    raise TooMany("等一会儿再试")
    x.of("不是话")
'''
PAGE = """{# 注释不算 #}
<h1>{% trans %}等我办{% endtrans %}</h1>
<p>{% trans n=page.n %}第一行，
  第二行 {{ n }}{% endtrans %}</p>
{{ button(_("交上去")) }}{{ button("忘了包") }}漏掉的字
"""
PACK = """
name = "不是话"
[classes.simple]
label = "简单的事"
[off]
2026-10-01 = "国庆"
[[categories]]
key = "heating"
label = "供暖"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout of one slice, one page and one rule pack."""
    for name, text in {
        "lianxin/locale/babel.cfg": (Path(__file__).parents[2] / "locale" / "babel.cfg").read_text(),
        "lianxin/a/views.py": CODE,
        "lianxin/a/tests/test_a.py": 'N_("只在测试里")',
        "lianxin/a/migrations/first.py": 'N_("只在迁移里")',
        "lianxin/a/templates/a/a.html": PAGE,
        "rulepacks/default.toml": PACK,
        "elsewhere/b.py": 'N_("不是我们的")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def made(*entries: tuple[str, str]) -> Catalog:
    catalogue = Catalog("en")
    for msgid, msgstr in entries:
        catalogue.add(msgid, msgstr)
    return catalogue


def test_messages_are_found_in_code_pages_and_rule_packs(tree: Path) -> None:
    assert {message.id for message in extract(tree) if message.id} == {
        *("收到", "{n} 件", "写一下是什么事", "等一会儿再试"),
        *("等我办", "第一行，第二行 %(n)s", "交上去"),
        *("简单的事", "国庆", "供暖"),
    }


def test_chinese_that_is_not_wrapped_is_pointed_out(tree: Path) -> None:
    assert [line.split(": ")[1] for line in loose_pages(tree)] == ["忘了包", "漏掉的字"]
    assert [line.split(": ")[1] for line in loose_code(tree)] == ["没有包的话", "等一会儿再试", "不是话"]


def test_plural_forms_are_refused(tree: Path) -> None:
    page = tree / "lianxin/a/templates/a/a.html"
    page.write_text("{% trans n=1 %}一{% pluralize %}多{% endtrans %}", encoding="utf-8")
    with pytest.raises(ValueError, match="pluralize"):
        extract(tree)


def test_update_keeps_words_adds_new_ones_and_writes_one_form(tmp_path: Path) -> None:
    path = tmp_path / "en" / "lianxin.po"
    update(path, made(("在办", ""), ("收到", "")))
    path.write_text(path.read_text().replace('msgid "收到"\nmsgstr ""', 'msgid "收到"\nmsgstr "Received"'))
    update(path, made(("收到", ""), ("{n} 件，" * 30, "")))
    text = path.read_text()
    assert 'msgid "收到"\nmsgstr "Received"' in text
    assert max(len(line) for line in text.splitlines()) > 150
    assert not any(line.startswith(("#:", "#,")) for line in text.splitlines())
    assert "Date" not in text


def test_update_says_the_same_however_often_and_in_whatever_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.po", tmp_path / "other.po"
    update(one, made(("在办", ""), ("收到", "")))
    update(other, made(("收到", ""), ("在办", "")))
    update(one, made(("在办", ""), ("收到", "")))
    assert one.read_bytes() == other.read_bytes()


def test_what_is_no_longer_said_waits_until_it_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "lianxin.po"
    save(path, made(("旧的", "Old"), ("收到", "Received")))
    update(path, made(("收到", "")))
    assert '#~ msgid "旧的"' in path.read_text()
    update(path, made(("收到", "")), drop=True)
    assert "旧的" not in path.read_text()


def test_a_finished_catalogue_has_no_findings() -> None:
    found = made(("收到", ""), ("{n} 件，%(who)s <b>办</b>", ""))
    kept = made(("收到", "Received"), ("{n} 件，%(who)s <b>办</b>", "%(who)s <b>has</b> {n}"))
    assert findings(found, kept) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "finding"),
    [
        ("收到", "", "missing: 收到"),
        ("{n} 件", "{m} of them", "different parts: {n} 件"),
        ("{day:year} 前", "before {day}", ""),
        ("%(n)s 件", "some", "different parts: %(n)s 件"),
        ("<b>急</b>", "urgent", "different parts: <b>急</b>"),
        ("急", "<script>urgent</script>", "different parts: 急"),
        ("收到", "Received 收到", "left in Chinese: 收到"),
        ("换成中文", "Switch to 中文", ""),
    ],
)
def test_each_kind_of_mistake_is_found(msgid: str, msgstr: str, finding: str) -> None:
    assert findings(made((msgid, "")), made((msgid, msgstr))) == ([finding] if finding else [])


def test_a_guess_is_not_a_translation() -> None:
    kept = made(("收到", "Received"))
    kept.add("收到", "Received", flags={"fuzzy"})
    assert findings(made(("收到", "")), kept) == ["guessed: 收到"]


def test_left_over_entries_are_found_in_both_forms(tmp_path: Path) -> None:
    path = tmp_path / "lianxin.po"
    save(path, made(("旧的", "Old")))
    assert findings(made(), load(path)) == ["left over: 旧的"]
    update(path, made())
    assert findings(made(), load(path)) == ["left over: 旧的"]


def test_check_answers_by_its_exit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == (1 if missing() else 0)
    assert "found" in capsys.readouterr().out


def test_a_wrong_call_is_2() -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["sing"])
    assert exit_.value.code == 2
