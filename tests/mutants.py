"""The access modules with one condition taken out: each keyword of a filter, and each `Exists`, in turn.

Owns the cutting. Which test notices is the business of `test_access_mutants.py`.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

CONDITIONS = {"filter", "exclude", "get", "Q"}


@dataclass(frozen=True)
class Mutant:
    """A function of a module without one of its conditions. `cut` is the condition, as it is written."""

    module: ModuleType
    function: str
    line: int
    cut: str
    tree: ast.FunctionDef

    def __str__(self) -> str:
        return f"{self.module.__name__.removeprefix('lianxin.')}.{self.function}: {self.cut}"

    def put_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let every module of the product that knows the function have this one instead."""
        real, made = getattr(self.module, self.function), self._compiled()
        for module in [m for name, m in sys.modules.items() if name.startswith("lianxin.")]:
            for name, value in list(vars(module).items()):
                if value is real:
                    monkeypatch.setattr(module, name, made)

    def _compiled(self) -> Callable[..., Any]:
        """Its globals are the module's own, so that it calls what the module calls."""
        made: dict[str, Any] = {}
        code = compile(ast.Module([self.tree], []), f"<{self}>", "exec")
        exec(code, vars(self.module), made)  # noqa: S102 - the product's own source, less one condition
        found: Callable[..., Any] = made[self.function]
        return found


def mutants_of(module: ModuleType, only: tuple[str, ...] = ()) -> Iterator[Mutant]:
    """Every way to take one condition out of a function of this module (or of those named)."""
    for function in ast.parse(inspect.getsource(module)).body:
        if isinstance(function, ast.FunctionDef) and (not only or function.name in only):
            for number, place, cut, line in _conditions(function):
                yield Mutant(module, function.name, line, cut, _without(function, number, place))


def _conditions(function: ast.FunctionDef) -> Iterator[tuple[int, tuple[str, int], str, int]]:
    """(number of the call in walking order, which of its arguments, how that is written, line)."""
    for number, call in enumerate(ast.walk(function)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in CONDITIONS:
            for part in ("args", "keywords"):
                for at, argument in enumerate(getattr(call, part)):
                    if not (isinstance(argument, ast.Call) and ast.unparse(argument.func) == "Q"):
                        yield number, (part, at), ast.unparse(argument), argument.lineno


def _without(function: ast.FunctionDef, number: int, place: tuple[str, int]) -> ast.FunctionDef:
    made = deepcopy(function)
    call: Any = list(ast.walk(made))[number]
    del getattr(call, place[0])[place[1]]
    return ast.fix_missing_locations(made)
