"""How many drafts of the desk a post has not finished: a number for whoever hands over, never what stands in them."""

from lianxin.intake.models import DeskDraft


def unfinished_of(post_id: int) -> int:
    """The count. One query."""
    return DeskDraft.objects.filter(post=post_id).count()
