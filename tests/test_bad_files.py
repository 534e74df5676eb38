"""Files that nobody could mean, through every form that takes photos: a sentence, the words kept, nothing kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.trust.tests.pictures import archive, scene, written
from tests.asking import as_before, changed, digest, kept_files, sent, undone, visitor
from tests.planted import District
from tests.sending import KEEPS_WHAT_IS_TYPED, WORDS, sendings

pytestmark = pytest.mark.django_db

TAKING: Final = {
    *(
        "intake:say shenxin",
        "intake:act supplement",
        "intake:desk",
        "matters:act supplement",
        "matters:act note",
    ),
    *("matters:act reply",),
}
Files = list[SimpleUploadedFile]


def file(data: bytes, name: str = "a.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, kind)


def picture() -> bytes:
    """A small honest picture."""
    return written(scene(), "JPEG")


REFUSED: Final[dict[str, tuple[Callable[[], Files], str]]] = {
    "nothing in it": (lambda: [file(b"")], "是空的"),
    "40 MB": (lambda: [file(picture() + bytes(40_000_000))], "超过 10 MB"),
    "words": (lambda: [file("塌了".encode())], "不能用"),
    "a page": (lambda: [file(b"<html><script>alert(1)</script>", "a.html", "text/html")], "不能用"),
    "a drawing": (lambda: [file(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "a.svg")], "不能用"),
    "a program": (lambda: [file(b"MZ" + bytes(500))], "不能用"),
    "an archive": (lambda: [file(archive("a.jpg"))], "不能用"),
    "a cut picture": (lambda: [file(picture()[:200])], "打不开"),
    "one too many": (lambda: [file(picture(), f"{n}.jpg") for n in range(7)], "一次最多收 6 张"),
    "one of two": (lambda: [file(picture()), file(b"x")], "第 2 张"),
}


def test_a_file_that_is_no_photo_is_refused_in_words(district: District) -> None:
    before, on_disk, found = digest(district), kept_files(), []
    for form in (form for form in sendings(district) if str(form) in TAKING):
        who = visitor(district, form.who, ticket=form.ticket)
        for what, (files, sentence) in REFUSED.items():
            with as_before(who), undone():
                answer = sent(who, "POST", form.url, {**form.data, "photos": files()})
                html = unescape(answer.body.decode())
                if answer.status_code not in (200, 400) or sentence not in html or WORDS not in html:
                    found.append(f"{form}, {what}: {answer.status_code}")
                kept = KEEPS_WHAT_IS_TYPED.get(form.route)
                if tables := [table for table in changed(before, digest(district)) if table != kept]:
                    found.append(f"{form}, {what}: changed {tables}")

    assert not found, "\n".join(found)
    assert kept_files() == on_disk


def test_names_of_files_are_never_used(district: District) -> None:
    """Paths, line breaks, writing the other way round: the photo is taken and the name is nowhere."""
    names = (
        "../../etc/passwd",
        "a\r\nSet-Cookie: x=planted-name.jpg",
        "\u202egpj.planted-name",
        "planted-name\x00.jpg",
    )
    note = next(form for form in sendings(district) if str(form) == "matters:act note")
    who = visitor(district, note.who)
    for name in names:
        with as_before(who), undone():
            answer = sent(who, "POST", note.url, {**note.data, "photos": [file(picture(), name)]})
            page: Any = sent(who, "GET", note.url.partition("do/")[0])
        assert answer.status_code == 303, name
        assert "planted-name" not in page.body.decode() + str(answer.headers) + str(page.headers)
        assert "passwd" not in page.body.decode()


def test_every_form_that_takes_photos_is_asked(district: District) -> None:
    assert {str(form) for form in sendings(district)} >= TAKING
