"""The frozen bytes, and what a changed chain shows."""

import ast
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.trust import chain
from lianxin.trust.chain import (
    START,
    Finding,
    Link,
    NotCanonical,
    canonical,
    new_salt,
    step_digest,
    verify_chain,
    words_digest,
)

STEP = {
    "verb": "assign",
    "matter": 137,
    "by": None,
    "values": {"lead": 4, "assists": [7, 5], "原因": "道路下沉\n«急»"},
    "public": True,
    "happened_at": "2026-06-26T01:30:00+00:00",
}
STEP_BYTES = (
    '1:{"by":null,"happened_at":"2026-06-26T01:30:00+00:00","matter":137,"public":true,'
    '"values":{"assists":[7,5],"lead":4,"原因":"道路下沉\\n«急»"},"verb":"assign"}'
).encode()
SALT = bytes(range(16))
some = settings(deadline=None, max_examples=50)

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(st.text(max_size=5), VALUES, min_size=1, max_size=5)


def chained(steps: list[dict[str, Any]]) -> list[Link]:
    rows: list[Link] = []
    for fields in steps:
        previous = rows[-1].digest if rows else START
        rows.append(Link(fields, previous, step_digest(previous, canonical(fields))))
    return rows


CHAIN = chained([{"n": n, "verb": "note"} for n in range(6)])


class TestCanonical:
    def test_bytes_are_frozen(self) -> None:
        assert canonical(STEP) == STEP_BYTES

    def test_order_of_keys_does_not_matter(self) -> None:
        assert canonical(dict(reversed(STEP.items()))) == STEP_BYTES

    def test_tuple_equals_list(self) -> None:
        assert canonical({"a": (1, (2,))}) == canonical({"a": [1, [2]]})

    def test_kinds_of_value_stay_apart(self) -> None:
        values: list[object] = [True, 1, "1", None, "null", [1], ["1"], {}, [], "", False, 0]

        assert len({canonical({"a": value}) for value in values}) == len(values)

    @pytest.mark.parametrize(
        "value",
        [
            1.0,
            float("nan"),
            float("inf"),
            b"x",
            bytearray(b"x"),
            Decimal(1),
            datetime(2026, 6, 26, tzinfo=UTC),
            date(2026, 6, 26),
            {1, 2},
            object(),
            {1: "a"},
            {None: "a"},
            {True: "a"},
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_value_without_a_frozen_form_is_refused(self, value: object) -> None:
        for nested in ({"a": value}, {"a": [value]}, {"a": {"b": (value,)}}):
            with pytest.raises(NotCanonical):
                canonical(nested)

    def test_key_that_is_no_string_is_refused(self) -> None:
        with pytest.raises(NotCanonical):
            canonical({1: "a"})  # type: ignore[dict-item]

    @some
    @given(FIELDS, FIELDS)
    def test_different_fields_have_different_bytes(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        assert (canonical(one) == canonical(other)) == (repr(sorted_deep(one)) == repr(sorted_deep(other)))


class TestDigests:
    def test_step_digest_is_frozen(self) -> None:
        assert (
            step_digest(START, STEP_BYTES).hex()
            == "76714974354af2857c7fec5bd29e0eafca326c7bc1fb65adf6f2101a2435d952"
        )

    def test_words_digest_is_frozen(self) -> None:
        assert (
            words_digest("路修好了。", SALT).hex()
            == "23f0f42abdd242c870797eb322cf97f8242ae71558e5e3e13d9feec94221792f"
        )

    def test_same_words_with_another_salt_have_another_digest(self) -> None:
        assert len({words_digest("好", new_salt()) for _ in range(50)}) == 50

    @pytest.mark.parametrize("length", [0, 15, 17])
    def test_short_salt_is_a_bug(self, length: int) -> None:
        with pytest.raises(ValueError, match="16 bytes"):
            words_digest("好", bytes(length))

    @pytest.mark.parametrize("length", [0, 31, 33])
    def test_short_digest_before_is_a_bug(self, length: int) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            step_digest(bytes(length), b"x")

    def test_odd_words_have_a_digest_too(self) -> None:
        assert len(words_digest("\ud800", SALT)) == len(words_digest("", SALT)) == 32


class TestVerifyChain:
    @some
    @given(st.lists(FIELDS, max_size=6))
    def test_untouched_chain_is_clean(self, steps: list[dict[str, Any]]) -> None:
        rows = chained(steps)

        assert verify_chain(rows) == []
        assert verify_chain(rows, head=rows[-1].digest if rows else START) == []

    @some
    @given(st.lists(FIELDS, min_size=1, max_size=6), st.data())
    def test_changed_field_is_found_at_its_row(
        self, steps: list[dict[str, Any]], data: st.DataObject
    ) -> None:
        rows = chained(steps)
        at = data.draw(st.integers(0, len(rows) - 1))
        key = data.draw(st.sampled_from(sorted(rows[at].fields)))
        other = data.draw(VALUES.filter(lambda v: canonical({"v": v}) != canonical({"v": steps[at][key]})))

        rows[at] = Link({**rows[at].fields, key: other}, rows[at].previous, rows[at].digest)

        assert verify_chain(rows) == [Finding(at, "fields")]

    def test_added_and_removed_field_is_found(self) -> None:
        more = Link({**CHAIN[2].fields, "x": None}, CHAIN[2].previous, CHAIN[2].digest)
        less = Link({"n": 2}, CHAIN[2].previous, CHAIN[2].digest)

        assert verify_chain([*CHAIN[:2], more, *CHAIN[3:]]) == [Finding(2, "fields")]
        assert verify_chain([*CHAIN[:2], less, *CHAIN[3:]]) == [Finding(2, "fields")]

    @some
    @given(st.permutations(range(len(CHAIN))).filter(lambda order: order != list(range(len(CHAIN)))))
    def test_changed_order_is_found(self, order: list[int]) -> None:
        first = next(n for n, row in enumerate(order) if n != row)

        assert verify_chain([CHAIN[n] for n in order])[0] == Finding(first, "previous")

    @pytest.mark.parametrize("gone", range(len(CHAIN) - 1))
    def test_cut_before_the_end_is_found(self, gone: int) -> None:
        assert verify_chain(CHAIN[:gone] + CHAIN[gone + 1 :]) == [Finding(gone, "previous")]

    def test_cut_end_is_found_against_the_remembered_head(self) -> None:
        assert verify_chain(CHAIN[:-1]) == []
        assert verify_chain(CHAIN[:-1], head=CHAIN[-1].digest) == [Finding(5, "head")]
        assert verify_chain([], head=CHAIN[-1].digest) == [Finding(0, "head")]

    def test_inserted_row_is_found(self) -> None:
        extra = Link({"n": 9}, CHAIN[2].digest, step_digest(CHAIN[2].digest, canonical({"n": 9})))

        assert verify_chain([*CHAIN[:3], extra, *CHAIN[3:]]) == [Finding(4, "previous")]

    def test_chain_written_anew_is_found_against_the_remembered_head(self) -> None:
        anew = chained([{"n": n, "verb": "note" if n != 3 else "reply"} for n in range(6)])

        assert verify_chain(anew) == []
        assert verify_chain(anew, head=CHAIN[-1].digest) == [Finding(6, "head")]

    def test_changed_digest_is_found_at_the_row_and_behind_it(self) -> None:
        changed = Link(CHAIN[2].fields, CHAIN[2].previous, bytes(32))

        assert verify_chain([*CHAIN[:2], changed, *CHAIN[3:]]) == [
            Finding(2, "fields"),
            Finding(3, "previous"),
        ]

    def test_row_that_has_no_frozen_form_is_a_finding_and_no_crash(self) -> None:
        floats = Link({"n": 2.0}, CHAIN[2].previous, CHAIN[2].digest)
        short = Link(CHAIN[2].fields, b"", CHAIN[2].digest)

        assert verify_chain([*CHAIN[:2], floats, *CHAIN[3:]]) == [Finding(2, "fields")]
        assert verify_chain([*CHAIN[:2], short, *CHAIN[3:]]) == [Finding(2, "previous"), Finding(2, "fields")]


def test_verifier_needs_the_standard_library_alone() -> None:
    tree = ast.parse(Path(chain.__file__).read_text())
    taken = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    taken |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}

    assert {name.split(".")[0] for name in taken} <= sys.stdlib_module_names


def sorted_deep(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted((key, sorted_deep(inner)) for key, inner in value.items())
    return [sorted_deep(inner) for inner in value] if isinstance(value, list) else value
