"""The rules of the house that a linter cannot see, each a function from a syntax tree to its breaches (STYLE §4).

Owns the rules. Reads no file: `test_house.py` hands over the trees, and for each rule a piece of code that breaks it.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

FORBIDDEN_FILES = {"utils.py", "helpers.py", "services.py", "base.py"}
FORBIDDEN_NOUNS = {
    *(
        "Case",
        "Event",
        "Signal",
        "Message",
        "Session",
        "Task",
        "Group",
        "Field",
        "Form",
        "Value",
        "Permission",
    ),
    *(
        "Data",
        "Info",
        "Item",
        "Record",
        "Object",
        "Manager",
        "Handler",
        "Service",
        "Util",
        "Helper",
        "Process",
    ),
}
FRONTS = {"views", "forms", "pages", "urls"}
CLOCKS = {"now", "today", "utcnow"}
LOCAL_CLOCKS = {"localdate", "localtime"}
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\bsrc=)|javascript:""", re.I
)


@dataclass(frozen=True)
class File:
    """One file of the product: its path below the checkout, and its tree."""

    path: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and the name."""
        return PurePosixPath(self.path).parts

    @property
    def slice(self) -> str:
        """The slice it belongs to."""
        return self.parts[1] if len(self.parts) > 2 else ""

    @property
    def kind(self) -> str:
        """What it holds: the name of the file, or of the folder that stands for it (`actions/taking.py`)."""
        return self.parts[2].removesuffix(".py") if len(self.parts) > 2 else ""

    @property
    def is_edge(self) -> bool:
        """Whether the clock may be read here: views, and of the site its worker, middleware and commands."""
        return self.kind == "views" or (
            self.slice == "site" and self.kind in {"worker", "middleware", "commands"}
        )


Breaches = Iterator[tuple[int, str]]
Rule = Callable[[File], Breaches]


def clock_read_below_the_edge(file: File) -> Breaches:
    """Only views, the worker, the middleware and commands ask what time it is; all else is told."""
    for call in _calls(file) if not file.is_edge else ():
        name = _name(call.func)
        bare = not call.args and not call.keywords
        if name in CLOCKS or (name in LOCAL_CLOCKS and bare) or ast.unparse(call.func) == "time.time":
            yield call.lineno, f"{name}() is read here"


def import_in_a_function(file: File) -> Breaches:
    """A cycle is a design bug, not a reason to hide an import."""
    for function in _functions(file):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node.lineno, "an import inside a function"


def signal_receiver(file: File) -> Breaches:
    """No signals: the top listens by reading pending rows."""
    for node in ast.walk(file.tree):
        decorators = getattr(node, "decorator_list", [])
        if any(_name(d.func if isinstance(d, ast.Call) else d) == "receiver" for d in decorators):
            yield node.lineno, "@receiver"  # type: ignore[attr-defined]
        if isinstance(node, ast.ImportFrom) and str(node.module).endswith("signals"):
            yield node.lineno, f"an import from {node.module}"


def objects_in_a_view(file: File) -> Breaches:
    """A view obtains what it shows through access and queries."""
    for node in ast.walk(file.tree) if file.kind in FRONTS else ():
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield node.lineno, "a table is asked here"


def nameless_file(file: File) -> Breaches:
    """A newcomer finds the file by its name."""
    if file.parts[-1] in FORBIDDEN_FILES:
        yield 1, f"a file called {file.parts[-1]}"


def star_import(file: File) -> Breaches:
    """Every name says where it comes from."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names):
            yield node.lineno, "a star import"


def open_keywords_in_an_action(file: File) -> Breaches:
    """A verb names what it is given."""
    for function in _functions(file) if file.kind == "actions" else ():
        if function.args.kwarg and not function.name.startswith("_"):
            yield function.lineno, f"{function.name}(**{function.args.kwarg.arg})"


def time_by_default(file: File) -> Breaches:
    """A time is given by whoever calls; there is no default for it. An open end (`until`) is no such time."""
    for function in _functions(file):
        for argument, default in _defaults(function):
            told = ast.unparse(argument.annotation) if argument.annotation else ""
            is_time = re.search(r"\bdatetime\b|\bdate\b", told) or argument.arg in {
                "now",
                "at",
                "day",
                "today",
            }
            none = isinstance(default, ast.Constant) and default.value is None
            if is_time and none and argument.arg != "until":
                yield function.lineno, f"{function.name}({argument.arg}=None)"


def ordering_in_meta(file: File) -> Breaches:
    """Who lists says in which order."""
    for node in _class_lines(file, "Meta"):
        if isinstance(node, ast.Assign | ast.AnnAssign) and "ordering" in ast.unparse(node).split("=")[0]:
            yield node.lineno, "Meta.ordering"


def logic_in_a_model(file: File) -> Breaches:
    """Only actions write: nothing happens on save, in clean, or in a manager."""
    for node in ast.walk(file.tree) if file.kind == "models" else ():
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "clean", "full_clean", "delete"}:
            yield node.lineno, f"{node.name}()"
        if isinstance(node, ast.ClassDef) and any(_name(base).endswith("Manager") for base in node.bases):
            yield node.lineno, f"a manager, {node.name}"


def field_validator(file: File) -> Breaches:
    """What must hold is a constraint of the database."""
    for call in _calls(file) if file.kind == "models" else ():
        if any(keyword.arg == "validators" for keyword in call.keywords):
            yield call.lineno, "a field validator"


def front_of_another_slice(file: File) -> Breaches:
    """From a lower slice come models, queries, access, actions; never its views, forms, pages or addresses."""
    for node in ast.walk(file.tree) if file.slice != "site" else ():
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("lianxin."):
            for name in node.names:
                where = f"{node.module}.{name.name}".split(".")
                if where[1] not in {file.slice, "ui"} and where[2] in FRONTS:
                    yield node.lineno, f"an import of {'.'.join(where[:3])}"


def forbidden_noun(file: File) -> Breaches:
    """The framework owns these names, or they say nothing (STYLE §5)."""
    for node in file.tree.body if file.kind == "models" else ():
        if isinstance(node, ast.ClassDef) and node.name in FORBIDDEN_NOUNS:
            yield node.lineno, f"a table called {node.name}"


def open_end(file: File) -> Breaches:
    """An open thing is an issue; an untyped function is one too."""
    for function in _functions(file):
        given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        untyped = [a.arg for a in given if a.annotation is None and a.arg not in {"self", "cls"}]
        if untyped or function.returns is None:
            yield function.lineno, f"{function.name}() is not fully typed"


RULES: tuple[Rule, ...] = (
    clock_read_below_the_edge,
    import_in_a_function,
    signal_receiver,
    objects_in_a_view,
    nameless_file,
    star_import,
    open_keywords_in_an_action,
    time_by_default,
    ordering_in_meta,
    logic_in_a_model,
    field_validator,
    front_of_another_slice,
    forbidden_noun,
    open_end,
)


def inline_in_a_template(text: str) -> list[str]:
    """No inline style, script or handler: the policy of the page forbids them, and they would not work."""
    return [match.group().strip() for match in INLINE.finditer(text)]


def _functions(file: File) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(file.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def _calls(file: File) -> Iterator[ast.Call]:
    return (node for node in ast.walk(file.tree) if isinstance(node, ast.Call))


def _class_lines(file: File, name: str) -> Iterator[ast.stmt]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef) and node.name == name:
            yield from node.body


def _defaults(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    places = [*function.args.posonlyargs, *function.args.args]
    yield from zip(reversed(places), reversed(function.args.defaults), strict=False)
    yield from zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)


def _name(node: ast.expr) -> str:
    """The last word of a dotted name."""
    return ast.unparse(node).rpartition(".")[2]
