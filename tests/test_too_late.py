"""Two at once, one after the other: who comes second gets the page with what happened, her words kept, nothing changed.

And who tries codes too often waits, whatever became of the tries.
"""

from __future__ import annotations

import datetime
from html import unescape
from typing import Any, Final

import pytest

from lianxin.intake.views import track
from lianxin.matters.models import Matter
from lianxin.matters.moves import MOVES
from lianxin.people import access
from tests import planted
from tests.asking import RESIDENT, Visitor, changed, digest, read, sent, undone, visitor
from tests.planted import District
from tests.sending import WORDS, Sending, sendings

pytestmark = pytest.mark.django_db

LATER: Final = "后来的人写的话，别人没有写过。"
RACES: Final = (
    *(("own", "何敏 send_up", second) for second in (
        "何敏 triage", "何敏 answer_on_spot", "何敏 refer_out", "何敏 send_up", "林晓 send_up",
    )),
    ("about_given", "罗芳 reassign", "郭强 accept"), ("about_given", "罗芳 reassign", "郭强 send_back"),
    ("led", "郭强 reply", "罗芳 reassign"), ("led", "郭强 reply", "田野 advise"), ("led", "郭强 reply", "郭强 reply"),
    ("taken_back", "罗芳 assign", "白川 assign"),
    ("untold", "何敏 tell", "何敏 tell"), ("untold", "何敏 tell", "何敏 close_unreached"),
    ("told", "何敏 close", "何敏 close"), ("promised", "郭强 keep_promise", "郭强 keep_promise"),
)  # fmt: skip
"""Matter, who was faster with what, who came second with what."""


def send(d: District, forms: dict[str, Sending], of: str, deed: str, seen: int, words: str = WORDS) -> Any:
    """Somebody does a verb on a matter, with the step before her eyes that she last saw."""
    name, verb = deed.split()
    url, data = f"/m/{d.matters[of].ref}/do/{verb}/", {**forms[verb].data, "seen_no": seen}
    if "words" in data:
        data["words"] = words
    if of == "about_given":
        data.pop("assists", None)  # the subdistrict may not help with what is about its community
    return sent(visitor(d, name), "POST", url, data)


def last_step(d: District, of: str) -> int:
    """The newest step of a matter."""
    with undone():
        access.read_as(d.all_units())
        return Matter.objects.get(pk=d.matters[of].pk).step_no


def test_who_comes_second_is_told_what_happened(district: District) -> None:
    forms = {str(form.args[1]): form for form in sendings(district) if form.route == "matters:act"}
    found = []
    for of, first, second in RACES:
        with undone():
            seen = last_step(district, of)
            faster = send(district, forms, of, first, seen)
            before = digest(district)
            answer = send(district, forms, of, second, seen, LATER)
            found += [
                f"{of}, {first}, {second}: {said}" for said in wrong(forms, faster, answer, first, second)
            ]
            if tables := changed(before, digest(district)):
                found.append(f"{of}, {first}, {second}: changed {tables}")

    assert not found, "\n".join(found)


def wrong(forms: dict[str, Sending], faster: Any, answer: Any, first: str, second: str) -> list[str]:
    """What is wrong with the page for who came second."""
    html, (name, verb) = unescape(answer.body.decode()), first.split()
    typed = LATER if "words" in forms[second.split()[1]].data else ""
    found = [] if faster.status_code == 303 else [f"the first was not taken: {faster.status_code}"]
    found += [] if answer.status_code == 409 else [f"answered {answer.status_code}"]
    found += [] if f"{name}{MOVES[verb].label}" in html else ["does not say who did what"]
    return found + ([] if typed in html else ["what was typed is gone"])


def test_a_rating_that_comes_second_keeps_its_words(district: District) -> None:
    forms = [form for form in sendings(district) if form.args[-1:] == ("rate",)]
    by_page, by_hand = (
        next(form for form in forms if form.route == f"{place}:act") for place in ("intake", "matters")
    )
    assert sent(visitor(district, by_hand.who), "POST", by_hand.url, by_hand.data).status_code == 303
    before = digest(district)

    answer = sent(visitor(district, RESIDENT, ticket="told"), "POST", by_page.url, by_page.data)

    html = answer.body.decode()
    assert "已经评价过了" in html
    assert WORDS in html
    assert not changed(before, digest(district))


def test_answers_changed_in_another_tab_are_shown_before_they_are_handed_in(district: District) -> None:
    forms = {form.route: form for form in sendings(district)}
    check, words = forms["intake:check"], forms["intake:words"]
    stranger = visitor(district, "")
    assert sent(stranger, "POST", words.url, words.data).status_code == 303
    before = digest(district)

    answer = sent(stranger, "POST", check.url, check.data)

    assert answer.status_code == 409
    assert "在另一页上改过了" in answer.body.decode()
    assert WORDS in answer.body.decode()
    assert not changed(before, digest(district))


def test_words_for_a_room_that_is_not_there_are_kept(district: District) -> None:
    before = digest(district)

    answer = sent(visitor(district, ""), "POST", "/r/nowhere/say/", {"words": WORDS})

    assert answer.status_code == 404
    assert WORDS in answer.body.decode()
    assert "没有找到这间工作室" in answer.body.decode()
    assert not changed(before, digest(district))


class TestCodes:
    """A code tried too often: counted by reference and by network, in a transaction of its own."""

    def test_by_reference_from_anywhere(self, district: District) -> None:
        who, ref = visitor(district, ""), district.matters["own"].ref
        tried = [self.give(who, ref, "00000000", f"10.9.0.{n}") for n in range(6)]

        self.assert_waits(tried, self.give(who, ref, district.matters["own"].code, "10.9.0.99"))

    def test_by_network_whatever_is_tried(self, district: District) -> None:
        who, own = visitor(district, ""), district.matters["own"]
        tried = [self.give(who, f"LS-2026-00000{n}", "00000000", "10.9.9.9") for n in range(1, 7)]

        self.assert_waits(tried, self.give(who, own.ref, own.code, "10.9.9.9"))
        assert self.give(who, own.ref, own.code, "10.9.9.10").status_code == 303

    def test_a_try_counts_although_its_request_broke(
        self, district: District, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        who, own = visitor(district, ""), district.matters["own"]
        with monkeypatch.context() as patch:
            patch.setattr(track, "open_with_code", self.breaks)
            broken = [self.give(who, own.ref, "00000000", "10.9.9.9").status_code for _ in range(5)]
        assert broken == [500] * 5

        self.assert_waits([], self.give(who, own.ref, own.code, "10.9.9.9"))

    def test_after_the_wait_it_opens(self, district: District, monkeypatch: pytest.MonkeyPatch) -> None:
        who, own = visitor(district, ""), district.matters["own"]
        wait = [self.give(who, own.ref, "00000000", "10.9.9.9") for _ in range(6)][-1]["Retry-After"]
        later = planted.LOOKED + datetime.timedelta(seconds=int(wait))
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)

        assert self.give(who, own.ref, own.code, "10.9.9.9").status_code == 303

    @staticmethod
    def give(who: Visitor, ref: str, code: str, whence: str) -> Any:
        """Try a code from somewhere; undone, as if it had been rolled back."""
        with undone():
            return read(who.client.post("/t/", {"ref": ref, "code": code}, REMOTE_ADDR=whence))

    @staticmethod
    def breaks(ref: str, code: str) -> None:
        """As a door does that has a bug."""
        raise ValueError

    @staticmethod
    def assert_waits(tried: list[Any], then: Any) -> None:
        """Five wrong ones, and then not even the right one."""
        assert [answer.status_code for answer in tried] == [*[200] * 5, 429][: len(tried)]
        assert then.status_code == 429
        assert 0 < int(then["Retry-After"]) <= 15 * 60
        assert "试的次数太多了" in then.body.decode()
        assert "12345" in then.body.decode()
