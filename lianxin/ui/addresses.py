"""Owns how templates name addresses: routes and static files, remembered once resolved.

Django's `reverse` walks its resolver on each call (28 µs, two hundred of them are the page). The shape of
a route never changes while a process lives, so it is kept by name and number of parts, and only the parts
are filled in. It holds no routes itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static as static_file
from django.urls import get_resolver, get_script_prefix, reverse

SAFE = "!$&'()*+,;=/~:@"  # what Django's own reverse leaves unquoted in a path

PLAIN = re.compile(r"[\w./~:@-]*\Z", re.ASCII)  # nothing to quote: nearly all


@dataclass(frozen=True)
class Shape:
    """One route: a `%(name)s` pattern, its parts in order with their converters, and what it must match."""

    pattern: str
    parts: tuple[tuple[str, Any], ...]
    must_match: re.Pattern[str]

    def fill(self, args: tuple[object, ...]) -> str:
        """The address with these parts, or '' when one of them does not fit the route."""
        try:
            texts = {name: part.to_url(value) for (name, part), value in zip(self.parts, args, strict=True)}
        except ValueError:
            return ""
        path = self.pattern % texts
        if not self.must_match.match(path):
            return ""
        return f"/{path}" if PLAIN.match(path) else quote(f"/{path}", safe=SAFE)


class _Plain:
    """Stands in where a route names no converter."""

    @staticmethod
    def to_url(value: object) -> str:
        return str(value)


@lru_cache
def _shapes(routes: str, name: str, count: int) -> tuple[Shape, ...]:
    *spaces, view = name.split(":")
    resolver, prefix = get_resolver(routes), ""
    for space in spaces:
        if space not in resolver.namespace_dict:
            return ()
        extra, resolver = resolver.namespace_dict[space]
        prefix += extra
    found = []
    for possible, pattern, _defaults, converters in resolver.reverse_dict.getlist(view):
        must_match = re.compile(f"{re.escape(prefix)}{pattern}")
        for path, names in possible:
            if len(names) == count:
                parts = tuple((part, converters.get(part, _Plain)) for part in names)
                found.append(Shape(prefix.replace("%", "%%") + path, parts, must_match))
    return tuple(found)


def url(name: str, *args: object) -> str:
    """The address of a route, as Django's `reverse(name, args=args)` gives it; an unknown one raises the
    same error.
    """
    for shape in _shapes(settings.ROOT_URLCONF, name, len(args)):
        if path := shape.fill(args):
            return get_script_prefix()[:-1] + path
    return reverse(name, args=args)


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """The address of a static file, with its content hash where the storage gives one."""
    return static_file(path)
