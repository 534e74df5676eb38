"""Marks the functions that write: `@action`. An action is all or nothing, and known as one while it runs.

Owns one flag per thread of work, and what is put around each action (the site puts a transaction there, so
that a refusal half-way leaves nothing behind). Never looks at what an action does; knows no database.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Around = Callable[[], AbstractContextManager[object]]

_acting: ContextVar[bool] = ContextVar("acting", default=False)
_around: list[Around] = [nullcontext]


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Mark `function` as one that writes to the product's tables; its signature stays."""

    @wraps(function)
    def acted(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting(), _around[-1]():
            return function(*args, **kwargs)

    return acted


def is_acting() -> bool:
    """Whether an action is running here."""
    return _acting.get()


@contextmanager
def acting() -> Iterator[None]:
    """The block counts as an action: for the site's own loops and for tests of the guards."""
    token = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(token)


def put_around(around: Around) -> None:
    """From now on each action runs inside `around()`; said once, when the program starts."""
    _around[:] = [around]
