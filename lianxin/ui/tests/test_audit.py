"""The elements write HTML by f-string, so the syntax tree is read: nothing goes in unescaped."""

import ast
from pathlib import Path
from typing import TypeGuard

import pytest

UI = Path(__file__).parent.parent
MODULES = ["elements", "blocks", "fields", "options", "errors", "qr"]


def drawing_functions() -> set[str]:
    """Functions of the drawing modules that say they return Markup."""
    trees = (ast.parse((UI / f"{name}.py").read_text()) for name in MODULES)
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {f.name for f in functions if isinstance(f.returns, ast.Name) and f.returns.id == "Markup"}


def texts_in(value: ast.expr) -> list[ast.JoinedStr]:
    """The f-strings that an expression is made of, both sides of a choice included."""
    match value:
        case ast.JoinedStr():
            return [value]
        case ast.IfExp(body=body, orelse=other):
            return texts_in(body) + texts_in(other)
        case ast.Call(func=ast.Name(id="Markup"), args=[inner]):
            return texts_in(inner)
    return []


def is_safe(value: ast.expr, drawing: set[str], html: set[str]) -> bool:
    """A literal, or escaped (`e`), drawn, joined from drawn parts, an audited `*_html`, or one of two such."""
    match value:
        case ast.JoinedStr() | ast.Constant(value=str()) | ast.Name(id="NOTHING"):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in {"e", "Markup"} or name in drawing
        case ast.Call(func=ast.Attribute(value=ast.Name(id="NOTHING"), attr="join")):
            return True  # Markup.join escapes what is not Markup
        case ast.Name(id=name):
            return name in html
        case ast.IfExp(body=body, orelse=other):
            return is_safe(body, drawing, html) and is_safe(other, drawing, html)
    return False


def unsafe_parts(source: str, drawing: set[str]) -> list[str]:
    """What goes into the HTML of a module without being escaped, by function."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return [f"{f.name}: {part}" for f in functions for part in unsafe_in(f, drawing)]


def unsafe_in(function: ast.FunctionDef, drawing: set[str]) -> list[str]:
    named = [
        (node.targets[0].id, node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if node.targets[0].id.endswith("_html")
    ]
    html = {name for name, value in named if is_safe(value, drawing, set())}
    made = [node for node in ast.walk(function) if is_markup(node)]
    texts = [text for value in (*made, *(value for _, value in named)) for text in texts_in(value)]
    parts = [part for text in texts for part in text.values if isinstance(part, ast.FormattedValue)]
    return [ast.unparse(part.value) for part in parts if not is_safe(part.value, drawing, html)]


def is_markup(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup"


@pytest.mark.parametrize("name", MODULES)
def test_every_part_of_an_f_string_is_escaped(name: str) -> None:
    assert unsafe_parts((UI / f"{name}.py").read_text(), drawing_functions()) == []


@pytest.mark.parametrize(
    "part", ["{name}", "{name.upper()}", "{str(name)}", "{name!r}", "{', '.join(names)}", "{name_html}"]
)
def test_the_audit_sees_an_unescaped_part(part: str) -> None:
    source = f'def tag(name: str) -> Markup:\n    name_html = name\n    return Markup(f"<b>{part}</b>")\n'
    assert unsafe_parts(source, {"tag"})


def test_markup_is_never_made_from_anything_but_a_literal() -> None:
    for name in MODULES:
        made = [node for node in ast.walk(ast.parse((UI / f"{name}.py").read_text())) if is_markup(node)]
        assert [ast.unparse(c) for c in made if not isinstance(c.args[0], ast.JoinedStr | ast.Constant)] == []
