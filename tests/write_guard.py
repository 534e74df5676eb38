"""Refuses, in tests, a write to a table of the product while no action is running (STYLE §4).

Owns one wrapper around every statement of the connection `default`. Sessions, axes' counters and Django's own
tables are not the product's; `aside` counts attempts and is left alone.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from lianxin.kernel.acting import is_acting

_WRITE = re.compile(
    r"""\b(?:INSERT\s+INTO|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE|COPY)\s+"?(\w+)|\bUPDATE\s+"?(\w+)"?\s+(?:\w+\s+)?SET\b""",
    re.IGNORECASE,
)


class WrittenOutsideAction(AssertionError):
    """A row of the product was written by something that is not marked `@action`."""


def install(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Guard `connection`, on `connection_created`, so that server threads are guarded too."""
    if connection.alias == "default" and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def guard(execute: Callable[..., Any], statement: object, params: Any, many: bool, context: Any) -> Any:
    """Let the statement through, or say which table it would have written."""
    written = {name for names in _WRITE.findall(str(statement)) for name in names} & product_tables()
    if written and not is_acting():
        raise WrittenOutsideAction(f"{written} written outside an action: {str(statement)[:80]}")
    return execute(statement, params, many, context)


@cache
def product_tables() -> frozenset[str]:
    """The tables of all models in lianxin's slices, link tables included."""
    models = apps.get_models(include_auto_created=True)
    return frozenset(
        m._meta.db_table for m in models if apps.get_app_config(m._meta.app_label).name.startswith("lianxin.")
    )
