"""Every address of the product: who may open it, by which methods, and where in a planted district it can be asked for.

The one classification that the tests of access, headers, forgery, errors and bad input loop over. An address of the
resolver that is not in `ROUTES`, or a line of it that the resolver does not know, fails `test_access_matrix.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lianxin.people.models import ROLES
from tests.planted import District, Heard, Planted

STAFF: Final = frozenset({"delegate", "liaison", "handler", "supervisor", "organiser"})
SIGNED_IN: Final = frozenset(ROLES)
ANYBODY: Final = SIGNED_IN | {""}  # '' is whoever has no account
HEARING: Final = frozenset({"delegate", "liaison"})
ORGANISER: Final = frozenset({"organiser"})
HOLDING: Final = frozenset({"liaison", "handler", "organiser"})
BOARD: Final = frozenset({"organiser", "supervisor"})

LIVED: Final = (
    *(
        "own",
        "led",
        "sent_back",
        "closed",
        "next_door",
        "about",
        "about_given",
        "taken_back",
        "at_the_desk",
        "host",
        "dictated",
        "supervised",
    ),
)
SOME: Final = ("own", "led", "next_door", "about", "taken_back")
NO_KEY: Final = UUID(int=7)
NO_REF: Final = "LS-2026-999999"
NO_PHOTO: Final = f"{'0' * 32}.jpg"
NO_PK: Final = 999_999
SUPERVISED_BY: Final = (
    6  # the step of the planted matter: registered, sent up twice, assigned, accepted, supervised
)

Holds = Literal["", "sight", "contact", "ticket", "slip", "named"]


@dataclass(frozen=True)
class Spot:
    """One place where a route can be asked: the values of its address, and what lies there.

    `matter` is None where no matter has to do with it; `missing` where nothing lies there. `bearer`: the address is a
    secret of its own, and whoever has it reads what lies there. `by`: who may, where it says so by name (holds «named»).
    """

    args: tuple[object, ...] = ()
    matter: Planted | None = None
    voice: Heard | None = None
    missing: bool = False
    bearer: bool = False
    by: frozenset[str] = frozenset()


At = Callable[[District], Iterator[Spot]]


@dataclass(frozen=True)
class Route:
    """One address. `get` and `post` are the status of a plain GET and of an empty form for whoever may; 0: not served.

    `holds` is what the reader needs besides her role: a sight of the matter, a sight with contact, a ticket (else
    `without` is the status), to have registered it herself, or to be named in the spot.
    `queries` are asked for as well as the bare address.
    """

    name: str
    who: frozenset[str]
    at: At
    get: int = 0
    post: int = 0
    holds: Holds = ""
    without: int = 404
    queries: tuple[str, ...] = ()

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that are served, HEAD left aside."""
        return tuple(method for method, status in (("GET", self.get), ("POST", self.post)) if status)

    @property
    def is_guarded(self) -> bool:
        """Whether somebody who may not open it is to find nothing there."""
        return self.who != ANYBODY or self.holds != ""

    def url(self, spot: Spot) -> str:
        """The address of a spot."""
        return reverse(self.name, args=spot.args)


def plain(d: District) -> Iterator[Spot]:
    """An address without values."""
    yield Spot()


def the_room(d: District) -> Iterator[Spot]:
    """A room that is open, and one that is not there."""
    yield Spot(("shenxin",))
    yield Spot(("nowhere",), missing=True)


def the_draft(d: District) -> Iterator[Spot]:
    """What is typed under a key; nothing under another key, nor under this one at another room."""
    yield Spot(("shenxin", d.draft), bearer=True)
    yield Spot(("shenxin", NO_KEY), missing=True)
    yield Spot(("shennan", d.draft), missing=True)


def the_draft_photo(d: District) -> Iterator[Spot]:
    """A photo of the draft, and none of another draft or name."""
    yield Spot(("shenxin", d.draft, d.draft_photo), bearer=True)
    yield Spot(("shenxin", d.draft, NO_PHOTO), missing=True)
    yield Spot(("shenxin", d.draft, d.matters["own"].photos[0]), missing=True)
    yield Spot(("shennan", d.draft, d.draft_photo), missing=True)


def the_receipt(d: District) -> Iterator[Spot]:
    """A receipt for whoever holds its key; none at another room, and none by the key of the desk."""
    matter = d.matters["own"]
    yield Spot(("shenxin", matter.key), matter, bearer=True)
    yield Spot(("shenxin", NO_KEY), missing=True)
    yield Spot(("shennan", matter.key), missing=True)
    yield Spot(("shenxin", d.matters["at_the_desk"].key), missing=True)


def the_slip(d: District) -> Iterator[Spot]:
    """The slip of what was registered at the desk, and of what came in by a page."""
    yield Spot((d.matters["at_the_desk"].key,), d.matters["at_the_desk"])
    yield Spot((d.matters["own"].key,), missing=True)
    yield Spot((NO_KEY,), missing=True)


def every_matter(d: District) -> Iterator[Spot]:
    """Each planted matter, and a reference of none."""
    yield from (Spot((d.matters[name].ref,), d.matters[name]) for name in LIVED)
    yield Spot((NO_REF,), missing=True)


def some_matters(d: District) -> Iterator[Spot]:
    """A few of them, for addresses that share their door with the page of the matter."""
    yield from (Spot((d.matters[name].ref,), d.matters[name]) for name in SOME)
    yield Spot((NO_REF,), missing=True)


def noting(d: District) -> Iterator[Spot]:
    """A verb that whoever sees an open matter may do, and a verb that is none."""
    yield from (replace(spot, args=(*spot.args, "note")) for spot in some_matters(d))
    yield Spot((d.matters["own"].ref, "fly"), d.matters["own"], missing=True)


def rating(d: District) -> Iterator[Spot]:
    """What a resident does on her page, and something else."""
    yield from (replace(spot, args=(*spot.args, "rate")) for spot in some_matters(d))


def every_voice(d: District) -> Iterator[Spot]:
    """Each voice of each matter; and a voice asked for at a matter it does not belong to."""
    for matter in (d.matters[name] for name in LIVED):
        yield from (Spot((matter.ref, pk), matter, heard) for pk, heard in matter.voices.items())
    own, led = d.matters["own"], d.matters["led"]
    yield Spot((own.ref, led.voice), own, missing=True)
    yield Spot((own.ref, NO_PK), own, missing=True)
    yield Spot((d.matters["host"].ref, d.matters["back"].voice), d.matters["host"], missing=True)


def kept_voices(d: District) -> Iterator[Spot]:
    """Voices with which 深新社区 keeps contact, and one of next door, one about the room, one asked for where it is not."""
    for name in ("own", "led", "closed"):
        matter = d.matters[name]
        yield from (Spot((matter.ref, pk), matter, heard) for pk, heard in matter.voices.items())
    for name in ("next_door", "about"):
        yield Spot((d.matters[name].ref, d.matters[name].voice), d.matters[name], missing=True)
    yield Spot((d.matters["own"].ref, d.matters["led"].voice), d.matters["own"], missing=True)


def the_order(d: District) -> Iterator[Spot]:
    """The slip of what was supervised; none of a step that is no order, nor at another matter."""
    supervised = d.matters["supervised"]
    yield Spot((supervised.ref, SUPERVISED_BY), supervised)
    yield Spot((supervised.ref, 1), supervised, missing=True)
    yield Spot((d.matters["led"].ref, SUPERVISED_BY), d.matters["led"], missing=True)
    yield Spot((NO_REF, 1), missing=True)


def every_photo(d: District) -> Iterator[Spot]:
    """Each photo that came with a matter."""
    for matter in d.matters.values():
        yield from (Spot((name,), matter) for name in matter.photos)
    yield Spot((NO_PHOTO,), missing=True)
    yield Spot((d.draft_photo,), missing=True)


def photos_by_ref(d: District) -> Iterator[Spot]:
    """Each photo on the page of its own matter, and one on the page of another."""
    for matter in d.matters.values():
        yield from (Spot((matter.ref, name), matter) for name in matter.photos)
    yield Spot((d.matters["led"].ref, d.matters["own"].photos[0]), d.matters["led"], missing=True)


def a_person(d: District) -> Iterator[Spot]:
    """Somebody of the staff."""
    yield Spot((d.pk("郭强"),))
    yield Spot((NO_PK,), missing=True)


def cared_for(d: District) -> Iterator[Spot]:
    """Persons whose page an organiser opens; a liaison that of her own room's delegate alone."""
    yield Spot((d.pk("林晓"),), by=frozenset({"罗芳", "何敏"}))
    yield Spot((d.pk("钱立"),), by=frozenset({"罗芳"}))
    yield Spot((d.pk("郭强"),), by=frozenset({"罗芳"}))
    yield Spot((NO_PK,), missing=True)


def with_sessions(d: District) -> Iterator[Spot]:
    """Persons whose sessions are ended by an organiser, by the liaison of a delegate's room, and by herself."""
    yield Spot((d.pk("林晓"),), by=frozenset({"罗芳", "何敏", "林晓"}))
    yield Spot((d.pk("钱立"),), by=frozenset({"罗芳", "钱立"}))
    yield Spot((d.pk("郭强"),), by=frozenset({"罗芳", "郭强"}))
    yield Spot((NO_PK,), missing=True)


def printed_forms(d: District) -> Iterator[Spot]:
    """Forms of paper printed for 深新社区, and a printing nobody made."""
    yield Spot((d.blanks,), by=frozenset({"何敏", "林晓"}))
    yield Spot((UUID(int=7),), missing=True)


def absent(d: District) -> Iterator[Spot]:
    """Persons for whom an organiser or she herself names who stands in."""
    yield Spot((d.pk("林晓"),), by=frozenset({"罗芳", "林晓"}))
    yield Spot((d.pk("郭强"),), by=frozenset({"罗芳", "郭强"}))
    yield Spot((NO_PK,), missing=True)


def a_deputy(d: District) -> Iterator[Spot]:
    """何敏 will stand in for 林晓: it is ended by him, or by an organiser."""
    yield Spot((d.deputy,), by=frozenset({"罗芳", "林晓"}))
    yield Spot((NO_PK,), missing=True)


def leaver(d: District) -> Iterator[Spot]:
    """Persons whose matters are handed over: by an organiser, by a liaison of the unit, by a liaison or handler herself."""
    yield Spot((d.pk("何敏"),), by=frozenset({"罗芳", "何敏"}))
    yield Spot((d.pk("林晓"),), by=frozenset({"罗芳", "何敏"}))
    yield Spot((d.pk("郭强"),), by=frozenset({"罗芳", "郭强"}))
    yield Spot((d.pk("钱立"),), by=frozenset({"罗芳"}))
    yield Spot((NO_PK,), missing=True)


def sheet(d: District) -> Iterator[Spot]:
    """何敏 handed one matter to 林晓: for both of them, and for an organiser; nothing on an odd day or between others."""
    giver, taker = d.world.posts["何敏"].pk, d.world.posts["林晓"].pk
    yield Spot((giver, taker, "2026-06-05"), by=frozenset({"罗芳", "何敏", "林晓"}))
    yield Spot((giver, taker, "yesterday"), missing=True)
    yield Spot((giver, NO_PK, "2026-06-05"), missing=True)


def a_post(d: District) -> Iterator[Spot]:
    """Somebody's post."""
    yield Spot((d.world.posts["郭强"].pk,))
    yield Spot((NO_PK,), missing=True)


ROUTES: Final = (
    Route("intake:home", ANYBODY, plain, get=200),
    Route("intake:privacy", ANYBODY, plain, get=200),
    Route("intake:room", ANYBODY, the_room, get=200),
    Route("intake:say", ANYBODY, the_room, get=200, post=200),
    Route("intake:words", ANYBODY, the_draft, get=200, post=200),
    Route("intake:you", ANYBODY, the_draft, get=200, post=303),
    Route("intake:check", ANYBODY, the_draft, get=200, post=409),
    Route("intake:receipt", ANYBODY, the_receipt, get=200, post=303),
    Route("intake:draft_photo", ANYBODY, the_draft_photo, get=200),
    Route("intake:track", ANYBODY, plain, get=200, post=200),
    Route("intake:tracked", ANYBODY, some_matters, get=200, holds="ticket", without=302),
    Route("intake:act", ANYBODY, rating, post=200, holds="ticket", without=200),
    Route("intake:photo", ANYBODY, photos_by_ref, get=200, holds="ticket"),
    Route("intake:desk", HEARING, plain, get=200, post=200),
    Route("intake:blanks", HEARING, plain, get=200, post=200),
    Route("intake:blank_sheets", HEARING, printed_forms, get=200, holds="named"),
    Route("intake:desk_look", HEARING, plain, get=303, post=200),
    Route("intake:desk_aside", HEARING, plain, get=303, post=200),
    Route("intake:desk_keep", HEARING, plain, get=303, post=400),
    Route("intake:desk_end", HEARING, plain, get=303, post=200),
    Route("intake:slip", HEARING, the_slip, get=200, holds="slip"),
    Route("intake:reprint", frozenset({"liaison"}), kept_voices, get=200, post=400, holds="slip"),
    Route(
        "matters:inbox", STAFF, plain, get=200,
        queries=("view=open&sort=new", "view=done", "view=open&room=shenxin", "view=open&room=shennan",
                 "view=open&about=yes"),
    ),
    Route("matters:find", STAFF, plain, get=200, post=400),
    Route("matters:tell_list", HEARING, plain, get=200, post=400),
    Route("matters:promises", STAFF, plain, get=200, queries=("after=0_0",)),
    Route("matters:in_my_name", frozenset({"delegate"}), plain, get=200),
    Route("matters:matter", STAFF, every_matter, get=200, holds="sight"),
    Route("matters:act", STAFF, noting, get=303, post=400, holds="sight"),
    Route(
        "matters:watching", frozenset({"supervisor"}), plain, get=200,
        queries=("of=untouched", "of=explanations", "of=none&after=x"),
    ),
    Route("matters:order", STAFF, the_order, get=200, holds="sight", queries=("print=1",)),
    Route("matters:contact", STAFF, every_voice, get=200, post=400, holds="contact"),
    Route("matters:photo", STAFF, every_photo, get=200, holds="sight"),
    Route("people:sign_in", ANYBODY, plain, get=200, post=200),
    Route("people:sign_in_by_slip", ANYBODY, plain, get=200, post=200),
    Route("people:sign_out", ANYBODY, plain, post=303),
    Route("people:act_as", SIGNED_IN, plain, post=404),
    Route("people:password", SIGNED_IN, plain, get=200, post=200),
    Route("people:roster", ORGANISER, plain, get=200, queries=("of=none", "of=admins")),
    Route("people:add_person", ORGANISER, plain, get=200, post=200),
    Route("people:person", ORGANISER | {"liaison"}, cared_for, get=200, holds="named"),
    Route("people:me", SIGNED_IN, plain, get=200),
    Route("people:stay", SIGNED_IN, plain, post=303),
    Route("people:again", SIGNED_IN, plain, get=303, post=404),
    Route("people:stand_in", SIGNED_IN, absent, get=200, post=200, holds="named"),
    Route("people:end_standing_in", SIGNED_IN, a_deputy, post=303, holds="named"),
    Route("people:end_sessions", SIGNED_IN, with_sessions, post=303, holds="named"),
    Route("people:stop", ORGANISER, a_person, get=200, post=303),
    Route("matters:hand_over", HOLDING, leaver, get=200, post=200, holds="named"),
    Route("matters:hand_over_sheet", HOLDING | {"delegate"}, sheet, get=200, holds="named"),
    Route("people:add_post", ORGANISER, a_person, get=200, post=200),
    Route("people:add_term", ORGANISER, a_person, get=200, post=200),
    Route("people:print_slip", ORGANISER, a_person, get=200, post=200),
    Route("people:end_post", ORGANISER, a_post, get=200, post=200),
    Route("people:units", ORGANISER, plain, get=200),
    Route("people:add_unit", ORGANISER, plain, get=200, post=200),
    Route("workrooms:rooms", ORGANISER, plain, get=200),
    Route("workrooms:add_room", ORGANISER, plain, get=200, post=200),
    Route("workrooms:change_room", ORGANISER, the_room, get=200, post=303),
    Route("notices:news", SIGNED_IN, plain, get=200, post=303),
    Route("boards:district", BOARD, plain, get=200),
)  # fmt: skip

BY_NAME: Final = {route.name: route for route in ROUTES}


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every address the resolver knows."""
    yield from _patterns(get_resolver(), "")


def _patterns(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        else:
            yield from _patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
