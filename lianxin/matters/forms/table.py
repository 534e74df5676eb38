"""verb → its form, what stands above it, what its button says, and how its action is called.

A verb that a page can do is one line here and, where it needs more than a yes, one form beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError
from django.db.transaction import atomic
from django.forms import BoundField

from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_, Words
from lianxin.matters import consent
from lianxin.matters.access import NOT_THERE
from lianxin.matters.actions import closing, correcting, handling, joining, mending, taking, watching
from lianxin.matters.by import By
from lianxin.matters.forms.act import YES_NO, Act, Reason
from lianxin.matters.forms.closing import Rate, Tell
from lianxin.matters.forms.correcting import Correct, ObjectTo, Void
from lianxin.matters.forms.fields import OLD_PAGE, Tick
from lianxin.matters.forms.handling import Advise, Answer, Extend, Give, KeepPromise, Note, Pause, Regive
from lianxin.matters.forms.joining import Join, Part, PassOn
from lianxin.matters.forms.taking import AnswerOnSpot, ReferOut, Supplement, Triage
from lianxin.matters.forms.watching import Explain, Press
from lianxin.matters.joinable import matter_by_ref
from lianxin.matters.models import Step
from lianxin.matters.papers import receipt_in, step_made_again
from lianxin.matters.receipts import Receipt
from lianxin.matters.speakers import IN_THE_ROOM, completed
from lianxin.people.models import Unit
from lianxin.trust.uploads import Photo, take_photos
from lianxin.ui.fields import label_of


@dataclass(frozen=True)
class Asked:
    """A filled form on the way to its action. `form` is valid; `given` what it holds."""

    matter: int
    by: By
    form: Act
    now: datetime.datetime

    @property
    def given(self) -> Mapping[str, Any]:
        """What was typed, cleaned."""
        return self.form.cleaned_data

    @property
    def seen_no(self) -> int | None:
        """The newest step the writer had before her eyes."""
        return self.form.cleaned_data.get("seen_no")

    @property
    def photos(self) -> list[Photo]:
        """The photos, looked at and written anew; refuses at `photos`."""
        pack = self.form.offer.papers.rules.pack
        limits = {name: pack.number(name) for name in ("max_files", "max_file_mb", "max_megapixels")}
        return take_photos(self.given["photos"], **limits)

    def unit(self, pk: str) -> Unit | None:
        """One of the offered units."""
        return next((unit for unit in self.form.offer.units if str(unit.pk) == pk), None)


Do = Callable[[Asked], Step | Receipt]


@dataclass(frozen=True)
class Doing:
    """How a page does a verb. `says` may name {days}, those in which a resident may ask again.

    `danger`: its button is outlined in red, because it takes something away. `printed`: what it makes is a slip, shown at once.
    """

    form: type[Act]
    do: Do
    says: str
    button: str
    danger: bool = False
    printed: bool = False


def _words(action: Callable[..., Step]) -> Do:
    """A verb that takes words alone."""
    return lambda a: action(a.matter, a.by, words=a.given["words"], now=a.now, seen_no=a.seen_no)


def _yes(action: Callable[..., Step]) -> Do:
    """A verb that needs only a yes."""
    return lambda a: action(a.matter, a.by, now=a.now, seen_no=a.seen_no)


def _triage(a: Asked) -> Step:
    g, offer = a.given, a.form.offer
    category = next((c for c in offer.categories if str(c.pk) == g["category"]), None)
    return taking.triage(
        a.matter, a.by, kind=g["kind"], category=category, urgent=g["urgent"], place=g["place"], gist=g["gist"],
        now=a.now, seen_no=a.seen_no,
    )  # fmt: skip


def _answer_on_spot(a: Asked) -> Step:
    told: dict[int, str] = getattr(a.form, "told")  # noqa: B009 - the form of this line alone has it
    return taking.answer_on_spot(
        a.matter,
        a.by,
        words=a.given["words"],
        outcome=a.given["outcome"],
        told=told,
        now=a.now,
        seen_no=a.seen_no,
    )


def _refer_out(a: Asked) -> Step:
    g = a.given
    return taking.refer_out(
        a.matter, a.by, body=g["body"], because=g["because"], words=g["words"], now=a.now, seen_no=a.seen_no
    )


def _give(action: Callable[..., Step]) -> Do:
    def give(a: Asked) -> Step:
        assists = [unit for pk in a.given["assists"] if (unit := a.unit(pk)) is not None]
        return action(
            a.matter, a.by, lead=a.unit(a.given["lead"]), assists=assists, limit=a.given["limit"],
            words=a.given["words"], now=a.now, seen_no=a.seen_no,
        )  # fmt: skip

    return give


def _already(a: Asked, verb: str) -> Step | None:
    """The step this very form made when it was sent before: back and send, or a double press, make one."""
    if a.seen_no is None or a.by.post is None:
        return None
    given = a.given
    return step_made_again(
        a.matter, verb, a.by.post.id, given["words"], seen_no=a.seen_no,
        photos=len(given["photos"]) if "photos" in given else None, to_resident=given.get("to_resident", False),
    )  # fmt: skip


def _note(a: Asked) -> Step:
    return _already(a, "note") or handling.note(
        a.matter, a.by, words=a.given["words"], to_resident=a.given["to_resident"], now=a.now, photos=a.photos
    )


def _once(verb: str, action: Callable[..., Step]) -> Do:
    """A verb of words alone that is made once, however often its form is sent."""
    return lambda a: _already(a, verb) or _words(action)(a)


def _extend(a: Asked) -> Step:
    return handling.extend(
        a.matter, a.by, days=_number(a.given["days"]), words=a.given["words"], now=a.now, seen_no=a.seen_no
    )


def _pause(a: Asked) -> Step:
    return handling.pause(
        a.matter, a.by, why=a.given["why"], words=a.given["words"], now=a.now, seen_no=a.seen_no
    )


def _reply(a: Asked) -> Step:
    g = a.given
    return handling.reply(
        a.matter, a.by, words=g["words"], outcome=g["outcome"], promised_on=g["promised_on"], now=a.now,
        photos=a.photos, seen_no=a.seen_no,
    )  # fmt: skip


def _keep_promise(a: Asked) -> Step:
    return handling.keep_promise(
        a.matter, a.by, words=a.given["words"], now=a.now, photos=a.photos, seen_no=a.seen_no
    )


def _tell(a: Asked) -> Step:
    g = a.given
    return closing.tell(
        a.matter,
        a.by,
        voice=_number(g["voice"]),
        how=g["how"],
        reached=g["reached"],
        now=a.now,
        seen_no=a.seen_no,
    )


def _rate(a: Asked) -> Step:
    g, said = a.given, YES_NO.get
    return closing.rate(
        a.matter, a.by, voice=_number(g["voice"]), reached=said(g["reached"]), solved=said(g["solved"]),
        satisfied=g["satisfied"], how=g["how"] or "phone", words=g["words"], now=a.now,
    )  # fmt: skip


def _supplement(a: Asked) -> Step | Receipt:
    if not a.given["another"]:
        earlier = _already(a, "supplement")
        return (
            earlier
            or taking.supplement(a.matter, a.by, words=a.given["words"], now=a.now, photos=a.photos)[0]
        )
    return _further_voice(a)


def _further_voice(a: Asked) -> Receipt:
    """Another resident about the same thing. The same intake key gives the first receipt again."""
    matter, key, words = a.form.offer.papers.matter, a.given["key"], a.given["words"]
    if key is None:
        raise Refused(OLD_PAGE)
    if (earlier := receipt_in(matter, key)) is not None:
        return earlier.again(words)
    try:
        with atomic():
            receipt = taking.supplement(a.matter, a.by, words=words, now=a.now, said=_said(a))[1]
    except IntegrityError:
        receipt = receipt_in(matter, key)
    if receipt is None:
        raise NotThere(NOT_THERE)  # the key belongs to a voice of another matter
    return receipt


def _said(a: Asked) -> taking.Said:
    g, matter = a.given, a.form.offer.papers.matter
    return taking.Said(
        room=matter.room, words=g["words"], key=g["key"], channel=g["channel"] or "visit",
        share=g["share"] or "room_only", reach=g["reach"] or "phone", place=g["place"],
        contact=taking.Contact(g["name"], g["phone"], g["address"]), photos=a.photos,
        consent_version=consent.VERSION if g["told"] else "",
    )  # fmt: skip


def _pass_on(a: Asked) -> Step:
    room = next((room for room in a.form.offer.rooms if str(room.pk) == a.given["room"]), None)
    return joining.pass_on(a.matter, a.by, room=room, words=a.given["words"], now=a.now, seen_no=a.seen_no)


def _join(a: Asked) -> Step:
    into = matter_by_ref(a.form.offer.papers.reader, a.given["into"])
    if into is None:
        raise Refused(N_("没有 {ref} 这件事，或者不归这里看"), field="into", ref=a.given["into"])
    return joining.join(a.matter, a.by, into=into, now=a.now, seen_no=a.seen_no)


def _correct(a: Asked) -> Step:
    g, offer = a.given, a.form.offer
    voice = next((one for one in offer.papers.voices if str(one.id) == g["voice"]), None)
    contact = None
    if g["field"] == "contact":
        if voice is not None and voice.speaker.why_not == IN_THE_ROOM:
            raise Refused(N_("这一位的联系方式留在工作室，由那边的联络员更正"), field="voice")
        if g["name"] or g["phone"] or g["address"]:
            whole = completed(voice.id if voice else None, g["name"], g["phone"], g["address"])
            contact = taking.Contact(whole.name, whole.phone, whole.address)
    category = next((c for c in offer.categories if str(c.pk) == g["category"]), None)
    return correcting.correct(
        a.matter, a.by, field=g["field"], words=g["words"], voice=voice.id if voice else None, place=g["place"],
        category=category, contact=contact, folded=g["fold_words"], now=a.now, seen_no=a.seen_no,
    )  # fmt: skip


def _object_to(a: Asked) -> Step:
    against = _number(a.given["against"])
    return correcting.object_to(
        a.matter, a.by, against=against, words=a.given["words"], now=a.now, seen_no=a.seen_no
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


DOINGS: Final[Mapping[str, Doing]] = {
    "supplement": Doing(
        Supplement, _supplement, N_("把补充的话写下来，办事的人都看得到。"), N_("记下来")
    ),
    "triage": Doing(
        Triage, _triage, N_("分清是什么事、在哪里，好决定交给谁。系统猜到的已经填上，不对就改。"), N_("分好了")
    ),
    "answer_on_spot": Doing(
        AnswerOnSpot, _answer_on_spot, N_("现在就能讲清楚、不用派给单位的，写在这里。"), N_("答复好了，交上去")
    ),
    "refer_out": Doing(
        ReferOut, _refer_out, N_("不归区里办的，讲清楚归哪里、为什么，再告诉居民。"), N_("转出去"), danger=True
    ),
    "send_up": Doing(
        Reason, _words(handling.send_up), N_("这一级办不了，请上一级协调。原来派的单位不再办。"), N_("报上去")
    ),
    "assign": Doing(Give, _give(handling.assign), N_("先看好哪天前，再派出去。"), N_("派出去")),
    "reassign": Doing(
        Regive, _give(handling.reassign), N_("换一个单位办，期限还是从收到那天数。"), N_("改派过去")
    ),
    "accept": Doing(
        Act, _yes(handling.accept), N_("签收以后算在办；不归这里管的，不要签，写明原因退回。"), N_("签收")
    ),
    "send_back": Doing(
        Reason, _words(handling.send_back), N_("不归这里办的，写明原因退给派的人。"), N_("退回去"), danger=True
    ),
    "dispute": Doing(
        Reason, _words(handling.dispute), N_("已经有单位退回过。写明为什么不归这里办，由组织员定；定之前照常办。"),
        N_("请组织员裁定"), danger=True,
    ),
    "advise": Doing(Advise, _words(handling.advise), N_("协办意见只给一次，写全。"), N_("交上去")),
    "note": Doing(Note, _note, N_("路上做了什么都可以记，记了就改不了。"), N_("记下来")),
    "extend": Doing(
        Extend, _extend, N_("到期前办不完的，写明原因延后；居民会看到新的日子和原因。"), N_("延后")
    ),
    "pause": Doing(
        Pause, _pause, N_("不是这里能催的，先停下计时；能办了马上恢复。"), N_("停下计时")
    ),
    "resume": Doing(Act, _yes(handling.resume), N_("能接着办了，就恢复计时；停的日子不数。"), N_("恢复计时")),
    "urge": Doing(
        Press, _once("urge", watching.urge), N_("请办的单位抓紧；单位在新动态里看得到，不用书面回复。"), N_("催办，打印催办单"),
        printed=True,
    ),
    "supervise": Doing(
        Press, _once("supervise", watching.supervise), N_("请办的单位书面说明；说明写来以前，这件事一直标着“等说明”。"),
        N_("督办，打印督办单"), printed=True,
    ),
    "explain": Doing(
        Explain, _words(watching.explain), N_("写给督办员看：为什么到现在，接下来怎么办。"), N_("交上去")
    ),
    "reply": Doing(
        Answer, _reply, N_("答复交给工作室，由联络员告诉居民。"), N_("写好了，交上去")
    ),
    "keep_promise": Doing(
        KeepPromise, _keep_promise, N_("答应的事办到了，写明办了什么，由联络员告诉居民。没办到的不能改日子。"), N_("写好了，交上去")
    ),
    "tell": Doing(
        Tell, _tell, N_("告诉一位记一位；没联系上也记，换个时间再试。"), N_("记下来")
    ),
    "close_unreached": Doing(
        Act, _yes(closing.close_unreached), N_("几次都没联系上，先办结；这件事不算进满意率。"), N_("先办结"),
        danger=True,
    ),
    "rate": Doing(Rate, _rate, N_("照居民说的记，写答复的人不能代记。"), N_("记下来")),
    "redo": Doing(
        Reason, _words(closing.redo), N_("答复没有解决问题的，写明哪里没解决，退给办的单位重办。"), N_("请他们重办")
    ),
    "close": Doing(
        Act, _yes(closing.close), N_("居民都告知过了。办结以后，告知起 {days} 天里还可以要求重办。"), N_("办结这件事")
    ),
    "pass_on": Doing(PassOn, _pass_on, N_("不归这间工作室的，转给归它的那一间接着办。"), N_("转过去")),
    "join": Doing(
        Join, _join, N_("和另一件说的是同一件事，就并过去一起办。"), N_("并过去")
    ),
    "part": Doing(Part, _yes(joining.part), N_("不是同一件事，就分开各办各的。"), N_("分开"), danger=True),
    "correct": Doing(
        Correct, _correct, N_("写错了就更正，旧的留着看得到。一次改一样，写明为什么。"), N_("更正")
    ),
    "object_to": Doing(
        ObjectTo, _object_to, N_("以代表名义写的，不是代表的意思，就在这里说明。"), N_("说明白")
    ),
    "ask_void": Doing(
        Reason, _words(correcting.ask_void), N_("登错的、不该有的，写明原因；另一位组织员看过才作废。"), N_("请求作废"),
        danger=True,
    ),
    "void": Doing(
        Void, _words(correcting.void), N_("作废以后留着看得到，不再计数；居民会看到已撤销。"), N_("同意作废"), danger=True
    ),
    "take_back": Doing(
        Act, _yes(mending.take_back), N_("撤回刚才那一步，回到那以前的样子；经过里两步都留着。"), N_("撤回"),
        danger=True,
    ),
}  # fmt: skip


def doing_of(verb: str) -> Doing:
    """The line of a verb; a verb that no page does is not there."""
    if verb not in DOINGS:
        raise NotThere(NOT_THERE)
    return DOINGS[verb]


def as_typed(form: Act) -> list[tuple[Words | str, Words]]:
    """(label, what was typed or chosen) of each visible field that holds something, for a page after a lost race."""
    shown = ((label_of(bound), _held(bound)) for bound in form.visible_fields())
    return [(label, Words.of("{all}", all=held)) for label, held in shown if held]


def _held(bound: BoundField) -> tuple[Words | str, ...]:
    """What one field holds, as people read it; files are not kept."""
    field: Any = bound.field
    if isinstance(field, Tick):
        return (Words.of(N_("是")),) if bound.data else ()
    if isinstance(day := bound.form.cleaned_data.get(bound.name), datetime.date):
        return (Words.of("{day}", day=day),)
    typed = bound.data if isinstance(bound.data, list) else [bound.data]
    labels = dict(_flat(getattr(field, "choices", ()), getattr(field, "names", True)))
    return tuple(labels.get(one, one) for one in typed if isinstance(one, str) and one)


def _flat(choices: Any, names: bool) -> Iterator[tuple[str, Words | str]]:
    """(value, label) of choices in groups or not; a label that is a msgid becomes words."""
    for key, said in choices:
        if isinstance(said, list | tuple):
            yield from _flat(said, names)
        else:
            yield str(key), said if names or isinstance(said, Words) else Words.of(said)
