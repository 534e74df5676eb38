"""Who does a verb: a post, a resident through her page, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lianxin.people.access import PostView


@dataclass(frozen=True)
class By:
    """The actor of a step. `post` for staff and delegates; `voice` is the id of a resident's own voice.

    `in_name_of` is the delegate's post for whom a liaison writes (代录).
    """

    kind: Literal["post", "resident", "system"]
    post: PostView | None = None
    voice: int | None = None
    in_name_of: int | None = None


SYSTEM = By("system")


def acting(post: PostView, *, in_name_of: int | None = None) -> By:
    """A post acts, for itself or in the name of a delegate's post."""
    return By("post", post, in_name_of=in_name_of)


def resident(voice: int | None = None) -> By:
    """A resident acts, through the form (no voice yet) or with reference and code."""
    return By("resident", voice=voice)
