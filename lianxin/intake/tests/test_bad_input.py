"""Whatever is sent: a clear sentence, the typed text kept, nothing else changed, never a fault of ours."""

from __future__ import annotations

import html
import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.intake.models import Draft
from lianxin.intake.tests.filling import Answer, Resident, errors_in, held, photo, text_of
from lianxin.intake.tests.matter import told
from lianxin.matters.models import Matter, Step, StepText, Voice
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db

WORDS = {
    "emoji": "灯坏了😀👨‍👩‍👧‍👦🇨🇳",
    "right to left": "مرحبا بالعالم ‮倒着‬ שלום",
    "rare": "𬭎家湾的𠮷先生和㐂姐",
    "markup": "<script>alert(1)</script><A市办法> & \"'",
    "template": "{{ 7*7 }} {% raw %} %(x)s {0}",
    "combining": "Z̶̧͉͇͚a͜l̸g̵o",
    "formula": "=cmd|' /C calc'!A0",
    "lines": "一\n\n二\r\n三",
    "zero width": "灯​坏‍了",
    "the longest": "长" * 4000,
}
REFUSED = {
    "nothing": ("", "写一下是什么事，好派人去看"),
    "spaces": (" \t\n　", "写一下是什么事，好派人去看"),
    "only what cannot be seen": ("​‎‮﻿", "写一下是什么事，好派人去看"),
    "five thousand": ("长" * 5000, "写了 5000 个字，最多 4000 个字；请分成几件，或删短一些"),
    "a null": ("路灯\x00坏了", "这里夹了看不见的控制符，已经去掉了。请看一遍，再按一次"),
    "a control": ("路灯\x1b[31m坏了", "这里夹了看不见的控制符，已经去掉了。请看一遍，再按一次"),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_what_people_type_is_taken_as_typed(resident: Resident, world: World, words: str) -> None:
    receipt = resident.tell(words)

    assert receipt.status_code == 200
    world.house()
    assert Voice.objects.get().words == words.replace("\r\n", "\n")
    assert "<script>alert" not in text_of(receipt)
    page = text_of(resident.client.get(resident.ask(held(receipt, "ref"), held(receipt, "code"))["Location"]))
    assert html.escape(words.splitlines()[0][:20], quote=False) in page.replace("&#34;", '"').replace(
        "&#39;", "'"
    )


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_taken_is_said_at_the_first_step(
    resident: Resident, words: str, sentence: str
) -> None:
    resident.open()

    answer = resident.say(words, place="14 号楼前")

    assert errors_in(answer) == [("id_words", sentence)]
    assert 'value="14 号楼前"' in text_of(answer)
    assert words.replace("\x00", "").replace("\x1b", "").strip() in text_of(answer)
    assert "\x00" not in text_of(answer)
    assert not Draft.objects.exists()


def test_what_was_cleaned_of_controls_goes_through_the_second_time(resident: Resident) -> None:
    resident.open()
    resident.say("路灯\x00坏了")

    assert resident.say("路灯坏了").status_code == 303


def _of_mb(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("big.jpg", os.urandom(1024) * 1024 * size, content_type="image/jpeg")


def _many_pixels() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("1", (6000, 6000)).save(made, "PNG")
    return SimpleUploadedFile("wide.png", made.getvalue(), content_type="image/png")


FILES: dict[str, tuple[Callable[[], list[SimpleUploadedFile]], str]] = {
    "forty megabytes": (lambda: [_of_mb(40)], "超过 10 MB"),
    "nothing in it": (
        lambda: [SimpleUploadedFile("a.jpg", b"", content_type="image/jpeg")],
        "第 1 张是空的",
    ),
    "no photo": (
        lambda: [SimpleUploadedFile("a.jpg", b"%PDF-1.7 hello", content_type="image/jpeg")],
        "只收照片",
    ),
    "a page": (
        lambda: [SimpleUploadedFile("a.jpg", b"<html><script>1</script>", content_type="image/jpeg")],
        "只收照片",
    ),
    "cut off": (
        lambda: [SimpleUploadedFile("a.jpg", bytes(photo().read())[:300], content_type="image/jpeg")],
        "打不开",
    ),
    "too many pixels": (lambda: [_many_pixels()], "尺寸太大"),
    "seven": (lambda: [photo() for _ in range(7)], "一次最多收 6 张"),
    "the second is bad": (
        lambda: [photo(), SimpleUploadedFile("b.jpg", b"x", content_type="image/jpeg")],
        "第 2 张",
    ),
}


@pytest.mark.parametrize(("files", "sentence"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_taken_is_named_and_the_words_stay(
    resident: Resident, files: Callable[[], list[SimpleUploadedFile]], sentence: str
) -> None:
    resident.open()

    answer = resident.say("路灯坏了", photos=files())

    ((place, said),) = errors_in(answer)
    assert place == "id_photos"
    assert sentence in said
    assert "路灯坏了" in text_of(answer)
    assert "照片要请您再选一次" in text_of(answer)
    assert not Draft.objects.exists()


def test_where_and_how_a_photo_was_taken_is_not_kept(resident: Resident, world: World) -> None:
    """S-25 at this door."""
    made = io.BytesIO()
    image = Image.new("RGB", (60, 40), "red")
    exif = Image.Exif()
    exif[0x010E] = "拍摄于14号楼301"
    image.save(made, "JPEG", exif=exif)
    resident.open()
    resident.say(photos=[SimpleUploadedFile("301.jpg", made.getvalue(), content_type="image/jpeg")])

    (name, *_), *_ = Draft.objects.get().photos
    answer: Answer = resident.client.get(f"/r/shenxin/say/{resident.key}/photo/{name}")
    sent = b"".join(answer.streaming_content)
    assert "14号楼".encode() not in sent
    assert b"Exif" not in sent
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", name)


@pytest.mark.parametrize("path", ["/r/nowhere/", "/r/nowhere/say/"])
def test_an_unknown_room_says_so(world: World, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 404
    assert "没有找到这间工作室" in text_of(answer)
    assert "请从区首页" not in text_of(answer)  # the refusal says the heading once more


def test_words_for_a_room_that_is_gone_are_shown_again(world: World) -> None:
    answer = Client().post("/r/nowhere/say/", {"words": "路灯坏了"})

    assert answer.status_code == 404
    assert "路灯坏了" in text_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        *("/r/shenxin/say/not-a-key/", "/r/%00/", "/r/深新/", "/t/x/y/z/", "/desk/slip/1/"),
        *("/r/shenxin/say/00000000-0000-0000-0000-000000000000/photo/..%2f..%2fkeys", "/t/LS-2026-1/photo/x"),
    ],
)
def test_an_address_that_leads_nowhere_is_not_there(world: World, path: str) -> None:
    assert Client().get(path).status_code in (302, 404)


@pytest.mark.parametrize("ref", ["", "x", "LS", "%00", "LS-2026-000000", "<script>", "😀", "a" * 5000])
def test_any_reference_may_be_asked_for(world: World, ref: str) -> None:
    assert Client().get("/t/", {"ref": ref}).status_code == 200
    assert Client().post("/t/", {"ref": ref, "code": ref}).status_code == 200


@pytest.mark.parametrize("verb", ["rate", "redo", "supplement"])
@pytest.mark.parametrize(
    "words", [*REFUSED.values(), *((w, "") for w in WORDS.values())], ids=[*REFUSED, *WORDS]
)
def test_her_page_takes_any_words_or_says_why_not(world: World, verb: str, words: tuple[str, str]) -> None:
    matter = told(world).answered()
    matter.page()
    rated = {"reached": "yes", "solved": "no", "satisfied": "no"} if verb == "rate" else {}

    answer = matter.do(verb, words=words[0], **rated)

    assert answer.status_code in (200, 303)
    if answer.status_code == 200:
        assert errors_in(answer)
        assert "\x00" not in text_of(answer)
    world.house()
    assert all("\x00" not in words for words in StepText.objects.values_list("words", flat=True))


@pytest.mark.parametrize("rated", [{"reached": "maybe"}, {"satisfied": "9"}, {"solved": "<b>"}])
def test_a_rating_that_is_none_is_refused(world: World, rated: dict[str, str]) -> None:
    matter = told(world).answered()
    matter.page()

    answer = matter.do("rate", **{"reached": "yes", "solved": "yes", "satisfied": "yes"} | rated)

    assert [said for _, said in errors_in(answer)] == ["请在下面的几项里选一项"]


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_the_desk_says_the_same(world: World, words: str, sentence: str) -> None:
    client = Client()
    client.force_login(world.person("何敏"))
    key = held(client.get("/desk/"), "key")

    answer = client.post("/desk/", {"key": key, "words": words, "channel": "visit", "place": "3 号楼"})

    assert len(errors_in(answer)) == 1
    assert errors_in(answer)[0][0] == "id_words"
    assert sentence in text_of(answer) or not words.strip(" \t\n　​‎‮﻿")
    assert 'value="3 号楼"' in text_of(answer)
    world.house()
    assert not Matter.objects.exists()


@pytest.mark.parametrize("name", ["name", "phone", "address"])
def test_contact_with_anything_in_it_is_taken_or_said(resident: Resident, name: str) -> None:
    resident.open()
    resident.say()
    for typed in (*WORDS.values(), "a\x00b", "13800000427;drop table"):
        answer: Answer = resident.client.post(resident.address("you"), {"share": "room_only", name: typed})
        assert answer.status_code == 303 or errors_in(answer)


def test_fields_nobody_asked_for_change_nothing(resident: Resident, world: World) -> None:
    """S-19: only declared fields come through."""
    resident.open()
    resident.say(stage="closed", channel="visit", urgent="1", source="x", promised_on="2027-01-01")
    resident.you(room="2", heard_by="1", consent_version="9")
    resident.hand_in()

    world.house()
    voice = Voice.objects.get()
    assert (voice.channel, voice.source, voice.heard_by, voice.consent_version) == ("page", "", None, "1")
    assert Matter.objects.get().stage == "registered"
    assert not Matter.objects.get().urgent


def test_a_faulty_step_leaves_nothing_behind(
    resident: Resident, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident.open()
    resident.say(photos=[photo()])
    resident.you()
    (name, *_), *_ = Draft.objects.get().photos
    (Path(os.environ["LIANXIN_DATA"]) / "files" / name[:2] / name).unlink()

    answer = resident.hand_in()

    assert "有照片找不到了" in text_of(answer)
    world.house()
    assert (Matter.objects.count(), Step.objects.count(), Draft.objects.count()) == (0, 0, 1)
    assert cast.SUNK_ROAD[:6] in text_of(answer)
