"""Owns the English catalogue as a file: what belongs in it, how it is brought up to date, what is wrong
with it.

`python -m lianxin.ui.catalogue update` adds new messages, `… check` says what is missing. The file is
written sorted, unwrapped and without line numbers, so that several people can change it and merge. Pages
read it by `languages.py`; nothing is compiled.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import generate_po, read_po

from lianxin.ui.extracting import CHINESE, loose_in_code, loose_in_page
from lianxin.ui.languages import LOCALE, po_path

ROOT = LOCALE.parent.parent
SOURCES = {"lianxin", "rulepacks"}
NAMES = {"中文"}  # what is written in Chinese on an English page as well
HEADER = """\
# English words of Lianxin. Sorted, unwrapped, without line numbers: see lianxin/ui/catalogue.py.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
PARTS = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)s|(</?\w[^>]*>)")  # {name}, %(name)s, a tag


def extract(root: Path = ROOT) -> Catalog:
    """Every message that pages, code and rule packs under `root` can say."""
    with (root / "lianxin" / "locale" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog("en")
    for name, line, text, _comments, _context in extract_from_dir(
        root, methods, options, keywords={}, directory_filter=lambda folder: _is_source(root, Path(folder))
    ):
        found.add(text, locations=[(name, line)])
    return found


def load(path: Path) -> Catalog:
    """The catalogue in a file; an empty one where there is none."""
    if not path.exists():
        return Catalog("en")
    with path.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def update(path: Path, found: Catalog, *, drop: bool = False) -> Catalog:
    """Bring the file up to what was found and return it: new messages wait empty, old ones stay as `#~`
    until `drop`.
    """
    kept = load(path)
    kept.update(found, no_fuzzy_matching=True)
    if drop:
        kept.obsolete.clear()
    save(path, kept)
    return kept


def save(path: Path, catalogue: Catalog) -> None:
    """Write the catalogue in the one form it has."""
    for message in _all(catalogue):
        message.flags &= {"fuzzy"}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(generate_po(catalogue, no_location=True, omit_header=True, sort_by="message", width=0))
    path.write_text(HEADER + text, encoding="utf-8")


def findings(found: Catalog, kept: Catalog) -> list[str]:
    """What is wrong with a catalogue, one line each: missing, guessed, left over, different parts, left
    in Chinese.
    """
    lines = [f"missing: {message.id}" for message in found if message.id and not _string(kept, message)]
    for message in (message for message in kept if message.id and message.string):
        lines += [f"{wrong}: {message.id}" for wrong in _wrong(message)]
    old = [*(message for message in kept if message.id and message.id not in found), *kept.obsolete.values()]
    return lines + [f"left over: {message.id}" for message in old]


def loose_pages(root: Path = ROOT) -> list[str]:
    """Chinese in templates that is not wrapped for translation, as `file:line: text`."""
    return [
        f"{page.relative_to(root)}:{line}: {text}"
        for page in sorted((root / "lianxin").glob("*/templates/**/*.html"))
        for line, text in loose_in_page(page.read_text(encoding="utf-8"))
        if _is_chinese(text)
    ]


def loose_code(root: Path = ROOT) -> list[str]:
    """Chinese literals in code that are not wrapped, as `file:line: text`: each is data, or forgotten."""
    return [
        f"{file.relative_to(root)}:{line}: {text}"
        for file in sorted((root / "lianxin").glob("**/*.py"))
        if not {"tests", "migrations"} & set(file.parts)
        for line, text in loose_in_code(file.read_text(encoding="utf-8"))
    ]


def missing() -> list[str]:
    """All that keeps the English pages from being complete; empty when nothing does."""
    return findings(extract(), load(po_path("en"))) + [f"not wrapped: {line}" for line in loose_pages()]


def _wrong(message: Message) -> Iterator[str]:
    source, target = str(message.id), str(message.string)
    if message.fuzzy:
        yield "guessed"
    if _parts(source) != _parts(target):
        yield "different parts"
    if _is_chinese(target):
        yield "left in Chinese"


def _is_chinese(text: str) -> bool:
    for name in NAMES:
        text = text.replace(name, "")
    return bool(CHINESE.search(text))


def _parts(text: str) -> set[str]:
    return {next(filter(None, match.groups()), "") for match in PARTS.finditer(text)}


def _string(catalogue: Catalog, message: Message) -> str:
    kept = catalogue.get(message.id)
    return str(kept.string) if kept is not None and kept.string else ""


def _all(catalogue: Catalog) -> Iterator[Message]:
    yield from catalogue
    yield from catalogue.obsolete.values()


def _is_source(root: Path, folder: Path) -> bool:
    parts = folder.relative_to(root).parts
    return parts[0] in SOURCES and not parts[-1].startswith((".", "_"))


def main(arguments: list[str]) -> int:
    """Run `update` (with `--drop`), `check` or `loose`; 0 done, 1 something found, 2 a wrong call."""
    parser = argparse.ArgumentParser(prog="lianxin.ui.catalogue")
    parser.add_argument("work", choices=["update", "check", "loose"])
    parser.add_argument("--drop", action="store_true", help="forget messages nothing says any more")
    given = parser.parse_args(arguments)
    if given.work == "update":
        update(po_path("en"), extract(), drop=given.drop)
    lines = loose_code() if given.work == "loose" else missing()
    print("\n".join([*lines, f"{len(lines)} found"]))
    return 1 if lines and given.work == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
