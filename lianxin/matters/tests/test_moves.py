"""Every row × role × stage: allowed exactly when the row says so, and the button shows exactly when the verb passes."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction

from lianxin.kernel.refusals import Refused
from lianxin.matters import moves, stages
from lianxin.matters.actions import closing, handling, taking
from lianxin.matters.by import By
from lianxin.matters.guards import moves_passing
from lianxin.matters.models import Matter
from lianxin.matters.receipts import Receipt
from tests import world as cast
from tests.doing import DOERS, actors, facts, sees

NOW = cast.NOW
LATER = NOW + datetime.timedelta(minutes=3)
Where = str

# DESIGN §4, read row by row: verb → the stages it starts from.
FROM = {
    "register": "",
    "supplement": "registered assigned handling replied told",
    "triage": "registered",
    "answer_on_spot": "registered",
    "refer_out": "registered",
    "send_up": "registered handling",
    "assign": "registered",
    "reassign": "assigned handling",
    "accept": "assigned",
    "send_back": "assigned handling",
    "dispute": "assigned handling",
    "advise": "assigned handling",
    "note": "registered assigned handling replied told",
    "extend": "handling",
    "pause": "handling",
    "resume": "handling",
    "urge": "registered assigned handling replied told",
    "supervise": "registered assigned handling replied told",
    "explain": "registered assigned handling replied told closed",
    "reply": "handling",
    "keep_promise": "replied told closed",
    "tell": "replied told closed referred",  # told and closed: while somebody does not know of a kept promise
    "close_unreached": "replied told closed",
    "rate": "told closed",
    "redo": "replied told closed referred",
    "close": "told",
    "pass_on": "registered",
    "join": "registered assigned handling replied told",
    "part": "joined",
    "correct": "registered assigned handling replied told closed referred joined void",
}


def test_rows_start_from_the_stages_of_the_design() -> None:
    for verb, said in FROM.items():
        assert set(moves.MOVES[verb].sources) == set(said.split() or [""]), verb


def test_every_row_has_a_doer_and_known_names() -> None:
    for row in moves.MOVES.values():
        assert row.verb in DOERS
        assert set(row.stops) | set(row.starts) <= set(moves.CLOCKS)
        assert set(row.sources) <= {moves.NEW, *stages.STAGES}


THEN = {
    "paused": ("handling", "pause"),
    "kept told": ("told", "keep_promise"),
    "kept closed": ("closed", "keep_promise"),
}


def at(stage: Where, world: cast.World) -> Receipt:
    """A matter brought to a stage by verbs alone. At `handling` an assist still owes its view; «paused» is handling too, and so
    is «supervised», which waits for an explanation; «supervised at once» is registered; «disputed» is assigned to a second
    unit that disputes it as well. From `replied` on a promise is to be kept; «kept told» and «kept closed» have kept it.
    """
    if stage.startswith("supervised"):
        receipt = at("registered" if stage == "supervised at once" else "handling", world)
        DOERS["supervise"](world, receipt.matter_id, world.by("韩冬"), NOW)
        return receipt
    if stage in THEN:
        before, verb = THEN[stage]
        receipt = at(before, world)
        DOERS[verb](world, receipt.matter_id, world.by("郭强"), NOW)
        return receipt
    if stage == "disputed":
        receipt = at("assigned", world)
        DOERS["send_back"](world, receipt.matter_id, world.by("郭强"), NOW)
        second = world.units["区城管局"]
        handling.assign(
            receipt.matter_id, world.by("罗芳"), lead=second, assists=[], limit="ordinary", words="", now=NOW
        )
        DOERS["dispute"](world, receipt.matter_id, world.by("方圆"), NOW)
        return receipt
    receipt = world.tell_the_house()
    pk, by = receipt.matter_id, world.by
    world.house()
    if stage == "referred":
        DOERS["refer_out"](world, pk, by("何敏"), NOW)
    if stage == "joined":
        DOERS["join"](world, pk, by("何敏"), NOW)
    if stage == "void":
        DOERS["ask_void"](world, pk, by("罗芳"), NOW)
        DOERS["void"](world, pk, by("白川"), NOW)
    if stage in ("registered", "referred", "joined", "void"):
        return receipt
    handling.send_up(pk, by("何敏"), words="修不了", now=NOW)
    handling.send_up(pk, by("吴迪"), words="要区里", now=NOW)
    lead, assist = world.units["区住建局"], world.units["深沟寺街道"]
    handling.assign(pk, by("罗芳"), lead=lead, assists=[assist], limit="ordinary", words="", now=NOW)
    for name, wanted in (("郭强", "handling"), ("郭强", "replied"), ("何敏", "told"), ("何敏", "closed")):
        if Matter.objects.get(pk=pk).stage == stage:
            break
        verb = {"handling": "accept", "replied": "reply", "told": "tell", "closed": "close"}[wanted]
        DOERS[verb](world, pk, by(name), NOW)
    return receipt


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stage",
    [
        "registered",
        "assigned",
        "handling",
        "paused",
        "disputed",
        "supervised",
        "supervised at once",
        "replied",
        "told",
        "closed",
        "kept told",
        "kept closed",
        "referred",
        "joined",
        "void",
    ],
)
def test_a_verb_passes_exactly_when_its_button_shows(stage: Where) -> None:
    world = cast.build()
    receipt = at(stage, world)
    for name, by in actors(world, receipt.voice_id):
        if not sees(world, name, receipt.matter_id):
            continue
        shown = {row.verb for row in moves_passing(facts(receipt.matter_id, by, LATER))}
        for verb in DOERS.keys() - ({"register"} if name == "系统" else {"register", "recount"}):
            assert _passes(verb, world, receipt.matter_id, by) == (verb in shown), (stage, name, verb)


def _passes(verb: str, world: cast.World, pk: int, by: By) -> bool:
    point = transaction.savepoint()
    try:
        DOERS[verb](world, pk, by, LATER)
    except Refused:
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


@pytest.mark.django_db
def test_only_the_right_standing_finds_a_verb() -> None:
    world = cast.build()
    mend = {"correct", "join", "hand_over"}
    decide = mend | {"ask_void"}
    wanted = {
        ("registered", "何敏"): {
            *("triage", "answer_on_spot", "refer_out", "send_up", "assign", "supplement", "note", "pass_on"), *mend,
        },
        ("registered", "林晓"): {"answer_on_spot", "send_up", "note"},
        ("registered", "罗芳"): {"triage", "answer_on_spot", "refer_out", "assign", "note", "pass_on", *decide},
        ("registered", "吴迪"): {"note"},
        ("registered", "韩冬"): {"note", "urge", "supervise"},
        ("supervised", "郭强"): {"send_back", "reply", "extend", "pause", "explain", "note", "hand_over"},
        ("supervised", "罗芳"): {"reassign", "supplement", "note", *decide},
        ("supervised", "田野"): {"advise", "note"},
        ("supervised at once", "何敏"): {
            *("triage", "answer_on_spot", "refer_out", "send_up", "assign", "supplement", "note", "pass_on", "explain"), *mend,
        },
        ("supervised at once", "林晓"): {"answer_on_spot", "send_up", "note"},
        ("assigned", "郭强"): {"accept", "send_back", "note", "hand_over"},
        ("assigned", "田野"): {"advise", "note"},
        ("handling", "郭强"): {"send_back", "reply", "extend", "pause", "note", "hand_over"},  # at the root nothing is above
        ("paused", "郭强"): {"send_back", "reply", "resume", "note", "hand_over"},
        ("paused", "系统"): {"resume", "recount"},
        ("replied", "郭强"): {"keep_promise", "note", "hand_over"},
        ("told", "郭强"): {"keep_promise", "note", "hand_over"},
        ("closed", "郭强"): {"keep_promise"},
        ("closed", "田野"): set(),
        ("kept told", "郭强"): {"note", "hand_over"},
        ("kept told", "何敏"): {"supplement", "tell", "redo", "note", *mend},
        ("kept told", "系统"): {"tell", "recount"},
        ("kept closed", "郭强"): set(),
        ("kept closed", "何敏"): {"tell", "redo", "correct"},
        ("kept closed", "林晓"): {"tell"},
        ("disputed", "方圆"): {"accept", "note", "hand_over"},
        ("disputed", "罗芳"): {"reassign", "supplement", "note", "hand_over", "join", "correct", "ask_void"},
        ("replied", "何敏"): {"supplement", "tell", "redo", "note", *mend},
        ("replied", "林晓"): {"tell", "note"},
        ("told", "何敏"): {"supplement", "rate", "redo", "close", "note", *mend},
        ("told", "周桂兰"): {"supplement", "rate", "redo"},
        ("told", "系统"): {"close", "recount"},
        ("closed", "韩冬"): {"redo"},
        ("closed", "罗芳"): {"correct", "ask_void"},
        ("referred", "林晓"): {"tell"},
        ("joined", "何敏"): {"part", "correct"},
        ("void", "何敏"): {"correct"},
    }  # fmt: skip
    for stage in {stage for stage, _ in wanted}:
        receipt = at(stage, world)
        for name, by in actors(world, receipt.voice_id):
            if (stage, name) in wanted:
                assert sees(world, name, receipt.matter_id)
                moment = NOW + datetime.timedelta(hours=1)
                shown = {row.verb for row in moves_passing(facts(receipt.matter_id, by, moment))}
                assert shown == wanted[stage, name], (stage, name)


@pytest.mark.django_db
def test_the_solver_never_files_the_rating() -> None:
    world = cast.build()
    receipt = world.tell_the_house()
    world.reader("何敏")
    told = {receipt.voice_id: "counter"}
    taking.answer_on_spot(
        receipt.matter_id, world.by("何敏"), words="讲清了", outcome="C", told=told, now=NOW
    )

    with pytest.raises(Refused, match="写答复的人不能代记评价"):
        DOERS["rate"](world, receipt.matter_id, world.by("何敏"), LATER)
    closing.rate(
        receipt.matter_id, actors(world, receipt.voice_id)[-2][1], voice=receipt.voice_id, reached=True, solved=False,
        satisfied="no", how="page", words="", now=LATER,
    )  # fmt: skip
    with pytest.raises(Refused, match="已经评价过了"):
        DOERS["rate"](world, receipt.matter_id, actors(world, receipt.voice_id)[-2][1], LATER)
