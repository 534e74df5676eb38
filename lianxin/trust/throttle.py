"""Counting tries against a limit, in a transaction of their own: a rolled-back request has still tried.

Never knows what was tried, never refuses by itself, and never stores an address or a code in the clear.
"""

from datetime import datetime, timedelta
from math import ceil

from lianxin.trust.models import Attempt
from lianxin.trust.sealing import blind

ASIDE = "aside"
"""The second connection of the runtime role, which commits whatever becomes of the request."""


def count_attempt(purpose: str, key_text: str, *, now: datetime) -> None:
    """Count one try of `key_text` (an address, a reference, a login) for `purpose`."""
    Attempt.objects.using(ASIDE).create(purpose=purpose, key=_key(purpose, key_text), at=now)


def wait_seconds(purpose: str, key_text: str, *, limit: int, window_minutes: int, now: datetime) -> int:
    """How long `key_text` has to wait until fewer than `limit` tries lie in the window, or 0."""
    window = timedelta(minutes=window_minutes)
    counted = Attempt.objects.using(ASIDE).filter(
        purpose=purpose, key=_key(purpose, key_text), at__gt=now - window
    )
    oldest_that_counts = counted.order_by("-at").values_list("at", flat=True)[limit - 1 : limit].first()
    return ceil((oldest_that_counts + window - now).total_seconds()) if oldest_that_counts else 0


def claim_attempt(purpose: str, key_text: str, *, limit: int, window_minutes: int, now: datetime) -> int:
    """Count this try before it is made; answers 0, or the seconds to wait when it must not be made.

    For what can be guessed: of any number of tries at the same moment no more than `limit` get 0. A try that
    has to wait is not counted, so that waiting as long as one was told is enough.
    """
    if wait := wait_seconds(purpose, key_text, limit=limit, window_minutes=window_minutes, now=now):
        return wait
    count_attempt(purpose, key_text, now=now)
    return wait_seconds(purpose, key_text, limit=limit + 1, window_minutes=window_minutes, now=now)


def forgive_attempt(purpose: str, key_text: str, *, now: datetime) -> None:
    """Take back the try claimed at `now`: what was given was right, so it was no guess."""
    claimed = Attempt.objects.using(ASIDE).filter(purpose=purpose, key=_key(purpose, key_text), at=now)
    claimed.filter(pk=claimed.values("pk")[:1]).delete()


def forget_attempts(before: datetime) -> int:
    """Delete the tries before a moment further back than any window, and say how many they were."""
    return Attempt.objects.using(ASIDE).filter(at__lt=before).delete()[0]


def _key(purpose: str, key_text: str) -> bytes:
    return blind(f"attempt:{purpose}", key_text)
