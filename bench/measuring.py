"""What the benchmarks share: rows written by SQL far above the ids the verbs used, and how long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from django.db import connection, connections


def write(statements: str, given: Mapping[str, object]) -> None:
    """Run SQL statements as the owner and let the planner know of what they wrote."""
    connection.close()
    with connections["owner"].cursor() as cursor:
        for statement in filter(str.strip, statements.split(";\n")):
            cursor.execute(statement, given)
        cursor.execute("analyze")


def seconds(do: Callable[[], None]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
