"""Marks the functions that write: `@action`. In tests a guard refuses writes while none of them runs.

Owns one flag per thread of work. Never looks at what an action does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_acting: ContextVar[bool] = ContextVar("acting", default=False)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Mark `function` as one that writes to the product's tables; its signature stays."""

    @wraps(function)
    def acted(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting():
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
