"""Counting wrong codes: by reference and by the network they come from, in a transaction of their own.

A right code is not counted: behind one address of a carrier stand thousands who look at their own matter.
"""

from __future__ import annotations

import datetime

from django.http import HttpRequest

from lianxin.kernel.days import local
from lianxin.rulebook.packs import pack_on
from lianxin.trust import throttle
from lianxin.trust.networks import network_of

PURPOSE = "code"


def claim(request: HttpRequest, ref: str, *, now: datetime.datetime) -> int:
    """Count a try before it is made; answers 0, or the seconds to wait when it must not be made."""
    pack = pack_on(local(now).date())
    limit, window = pack.number("code_tries"), pack.number("code_window_minutes")
    # The network first: one that has to wait does not use up the tries of somebody else's reference.
    for key in _keys(request, ref):
        if wait := throttle.claim_attempt(PURPOSE, key, limit=limit, window_minutes=window, now=now):
            return wait
    return 0


def forgive(request: HttpRequest, ref: str, *, now: datetime.datetime) -> None:
    """The code was right: the try just claimed does not count."""
    for key in _keys(request, ref):
        throttle.forgive_attempt(PURPOSE, key, now=now)


def _keys(request: HttpRequest, ref: str) -> list[str]:
    return [f"network {network_of(request)}", *([f"reference {ref}"] if ref else [])]
