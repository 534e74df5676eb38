"""From the filled-in form of the desk to the verbs: what was said, by whom it is written down, what is done at once."""

from __future__ import annotations

from uuid import UUID

from lianxin.intake.blanks import blank_for, note_typed
from lianxin.intake.desk import Desk
from lianxin.intake.desk_actions import Sorted, take_down
from lianxin.intake.desk_form import OF_A_CHILD, DeskForm
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.matters import consent
from lianxin.matters.actions.taking import Contact, Said
from lianxin.matters.by import acting
from lianxin.matters.receipts import Receipt
from lianxin.people.access import PostView
from lianxin.workrooms.models import Workroom


def register_from(form: DeskForm, here: Desk, key: UUID) -> tuple[Receipt, UUID]:
    """Take down what a valid form holds, under its key, or under the one reserved on the paper it was first written on.

    Returns the receipt and the key it is found by.
    """
    given = form.cleaned_data
    room, post = here.place(given.get("room", ""))
    name, same = _named(form, here, post), given.get("same")
    blank = blank_for(given["blank"], room, key) if given["blank"] else None
    used = blank.key if blank else key
    receipt = take_down(
        said_in(form, room, used), acting(post, in_name_of=name), draft=key, pack=here.pack, now=here.now,
        same=int(same) if same else None, also=given["also"], sorting=_sorting(form, here, post),
    )  # fmt: skip
    if blank is not None:
        note_typed(blank, key, now=here.now)
    return receipt, used


def said_in(form: DeskForm, room: Workroom, key: UUID) -> Said:
    """What was said. Of the anonymous nothing is kept, nor of those for whom they spoke."""
    given = form.cleaned_data
    about, share = given["about"] == "yes", given["share"] or "anonymous"
    return Said(
        room=room, words=given["words"], key=key, channel=given["channel"], place=given["place"], gist=given["gist"],
        # a matter about the room never shows its speaker to whoever handles it
        share="room_only" if about and share == "with_contact" else share,
        reach=given["reach"] or _usual_reach(share, given["phone"]),
        contact=Contact(given["name"], given["phone"], given["address"]), for_whom=given["for_whom"],
        affected=_affected(form), guardian=_guardian(form), speech=given["speech"], folded=given["folded"],
        photos=given["photos"], about=room.unit if about else None, happened_at=given["happened_at"],
        consent_version=consent.VERSION if given["told"] else "", late_because=given["late_because"],
        read_back=given["read_back"],
    )  # fmt: skip


def _named(form: DeskForm, here: Desk, post: PostView) -> int | None:
    """The delegate's post in whose name it is written: one of the room that is meant, else a refusal."""
    chosen = form.cleaned_data.get("in_name_of")
    if not chosen:
        return None
    found = next(one for one in here.delegates if str(one.post) == chosen)
    if found.unit != post.unit_id or post.role != "liaison":
        raise Refused(N_("只能以本工作室在任代表的名义代录，请重新选"), field="in_name_of")
    return found.post


def _usual_reach(share: str, phone: str) -> str:
    return "phone" if phone and share != "anonymous" else "visit"


def _affected(form: DeskForm) -> Contact:
    """The one for whom somebody speaks; a form that names nobody keeps nobody."""
    given = form.cleaned_data
    if not given["for_whom"]:
        return Contact()
    return Contact(given["affected_name"], given["affected_phone"])


def _guardian(form: DeskForm) -> Contact:
    """A child's guardian: the one who came, or another."""
    given = form.cleaned_data
    if given["for_whom"] != OF_A_CHILD:
        return Contact()
    if given["guardian_here"]:
        return Contact(given["name"], given["phone"], given["address"])
    return Contact(given["guardian_name"], given["guardian_phone"])


def _sorting(form: DeskForm, here: Desk, post: PostView) -> Sorted | None:
    """分类 at once, by a liaison; what is about her own room is the office's, whatever was chosen."""
    given = form.cleaned_data
    category = here.categories.get(given.get("category") or "")
    if category is None or given["about"] == "yes" or post.role != "liaison":
        return None
    return Sorted(category, given["kind"] or "demand", given["urgency"] == "now")
