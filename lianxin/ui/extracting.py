"""Owns how words that people read are found in code, pages and rule packs. It writes nothing.

Babel's own readers would do for code, but they take any `of(` for `Words.of(`; ours read the syntax tree.
Pages are read by the page engine itself, so that a message written over two lines is the same one when it
is drawn.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from jinja2 import nodes

from lianxin.ui.env import bare_environment

CHINESE = re.compile("[\u3400-\u9fff]")
CALLS = {"N_", "_", "Words", "Words.of", "Refused", "Stale", "NotThere"}
PAGE_CALLS = ("gettext", "_")
TABLE_KEYS = {"label", "off", "made"}  # what rule packs and calendars show to people

Found = Iterator[tuple[int, str | None, str, list[str]]]
Reader = BinaryIO


def from_code(
    file: Reader, keywords: Iterable[str], tags: Iterable[str], options: Mapping[str, Any]
) -> Found:
    """Messages of a Python file: the first argument of the calls named in CALLS, and a raised sentence in
    Chinese.
    """
    for node in ast.walk(ast.parse(file.read())):
        raised = node.exc if isinstance(node, ast.Raise) else None
        if isinstance(node, ast.Call) and called(node) in CALLS and (text := first_text(node)):
            yield node.lineno, None, text, []
        elif (
            isinstance(raised, ast.Call)
            and called(raised) not in CALLS
            and CHINESE.search(first_text(raised))
        ):
            yield raised.lineno, None, first_text(raised), []


def from_page(
    file: Reader, keywords: Iterable[str], tags: Iterable[str], options: Mapping[str, Any]
) -> Found:
    """Messages of a template: `{% trans %}` and `_()`. `{% pluralize %}` is refused: Chinese has no
    second form.
    """
    tree = bare_environment().parse(file.read().decode())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "ngettext":
            raise ValueError(f"line {call.lineno}: pluralize is not used here")
        if is_translated(call):
            yield call.lineno, None, call.args[0].value, []  # type: ignore[attr-defined]  # seen to be a Const


def from_table(
    file: Reader, keywords: Iterable[str], tags: Iterable[str], options: Mapping[str, Any]
) -> Found:
    """Messages of a rule pack or calendar: what stands under the keys that are shown to people."""
    for text in _labels(tomllib.loads(file.read().decode())):
        yield 0, None, text, []


def called(call: ast.Call) -> str:
    """The name a call is made by: `N_`, `Words.of`; '' where it is an expression."""
    match call.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return f"{owner}.{name}"
    return ""


def first_text(call: ast.Call) -> str:
    """The text of the first argument, '' where it is not one literal."""
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text
    return ""


def is_translated(call: nodes.Call) -> bool:
    """Whether this is a call of the catalogue with a literal."""
    named = isinstance(call.node, nodes.Name) and call.node.name in PAGE_CALLS
    return named and bool(call.args) and isinstance(call.args[0], nodes.Const)


def loose_in_page(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of Chinese in a template that no catalogue will ever see."""
    yield from _loose(bare_environment().parse(source))


def loose_in_code(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of Chinese literals in code outside docstrings and the calls above: forgotten, or data."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    kept = {id(call.args[0]) for call in calls if called(call) in CALLS and call.args}
    kept |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in kept:
            yield from _chinese(node.lineno, node.value)


def _loose(node: nodes.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Call) and is_translated(node):
        return
    if isinstance(node, nodes.TemplateData):
        yield from _chinese(node.lineno, node.data)
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield from _chinese(node.lineno, node.value)
    for child in node.iter_child_nodes():
        yield from _loose(child)


def _chinese(line: int, text: str) -> Iterator[tuple[int, str]]:
    if CHINESE.search(text):
        yield line, " ".join(text.split())


def _labels(value: object, shown: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _labels(inner, shown or key in TABLE_KEYS)
    elif isinstance(value, list):
        for inner in value:
            yield from _labels(inner, shown)
    elif isinstance(value, str) and shown:
        yield value
