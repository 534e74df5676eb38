"""再打一张: the voice whose slip is printed again, and every reference that stands on it. Reads, never writes.

Only the liaison of the room that keeps contact with a voice; the code is opened for the slip alone.
"""

from __future__ import annotations

from django.db.models import F

from lianxin.intake.queries import NO_RECEIPT, HandedIn
from lianxin.kernel.refusals import NotThere
from lianxin.matters.models import Matter, Voice, VoiceMatter
from lianxin.matters.receipts import receipt_of
from lianxin.people.access import PostView


def link_kept_by(post: PostView, matter: Matter, voice: int) -> VoiceMatter:
    """The voice in a matter that the reader already holds, if her room keeps contact with it. Raises `NotThere`."""
    links = VoiceMatter.objects.filter(matter=matter, voice=voice, until=None, kept_by=post.unit_id)
    link = links.select_related("voice__matter", "voice__room__unit").first()
    if link is None or post.role != "liaison":
        raise NotThere(NO_RECEIPT)
    return link


def handed_again(link: VoiceMatter) -> HandedIn:
    """The receipt as it was handed in, for a slip."""
    return HandedIn(receipt_of(link.voice), link.voice)


def refs_of(voice: Voice) -> tuple[str, ...]:
    """Every reference that stands on a voice's receipt, oldest first, as far as they are in sight: one code opens each."""
    links = (
        VoiceMatter.objects.filter(voice=voice, until=None).annotate(ref=F("origin__ref")).order_by("origin")
    )
    return tuple(dict.fromkeys(links.values_list("ref", flat=True)))
