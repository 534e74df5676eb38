"""再打一张: the voice whose slip is printed again, and every reference that stands on it. Reads, never writes.

Only the liaison of the room that keeps contact with a voice; the code is opened for the slip alone.
"""

from __future__ import annotations

from django.db import connection

from lianxin.intake.queries import NO_RECEIPT, HandedIn
from lianxin.kernel.refusals import NotThere
from lianxin.matters.models import Matter, Voice, VoiceMatter
from lianxin.matters.receipts import receipt_of
from lianxin.people.access import PostView, read_matter


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
    """Every reference that stands on a voice's receipt, oldest first: one code opens each. Opens the voice's matter, which
    whoever prints the slip holds; the second thing about a room is out of her sight like the first.
    """
    read_matter(voice.matter_id)
    with connection.cursor() as cursor:
        cursor.execute("select * from lianxin_refs_of_voice(%s)", [voice.pk])
        return tuple(ref for (ref,) in cursor.fetchall())
