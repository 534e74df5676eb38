"""One JSON line for each event, without anything a person typed.

Owns the format of the log. A foreign message is written without its arguments and an error without its
message: both may carry names, numbers, keys or addresses. What remains (which line of code, which route, which
reference) is what mends a bug.
"""

import json
import logging
import secrets
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from django.http import HttpRequest

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read aloud on the telephone without doubt
ROOT = Path(__file__).resolve().parents[2]


def reference_of(request: HttpRequest) -> str:
    """The random number that a page of error and its line in the log share."""
    if not hasattr(request, "reference"):
        request.reference = "".join(secrets.choice(ALPHABET) for _ in range(8))  # type: ignore[attr-defined]
    return str(request.reference)  # type: ignore[attr-defined]


class JsonLines(logging.Formatter):
    """Writes a record as one JSON line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without personal values."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": _event(record),
        }
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            line |= _of_request(request, getattr(record, "status_code", None))
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__qualname__, "where": _frames(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """Our own words in full; of a foreign message only its pattern; of an answer, that it was one.

    Where something is suspicious, Django takes the error's own message for the pattern.
    """
    if record.name.startswith("lianxin"):
        return record.getMessage()
    return "answered" if record.name.startswith(("django.request", "django.security")) else str(record.msg)


def _of_request(request: HttpRequest, status: int | None) -> dict[str, object]:
    """Method, route (never the address itself, which may hold a reference), status, and the shared number."""
    match = request.resolver_match
    return {
        "method": request.method if request.method in METHODS else "other",
        "route": match.route if match else "",
        "status": status,
        "reference": reference_of(request),
    }


def _frames(traceback: TracebackType | None) -> list[str]:
    """Where it happened, outermost first: file, line and function, never a value."""
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in extract_tb(traceback)][-20:]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-3:])


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

CONFIG: dict[str, object] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JsonLines}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "lianxin": {"level": "INFO"},
        # Django gives its own logger handlers that would print addresses and mail admins.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "ERROR"},
    },
}
