"""A seal opens for its key and its place, for nothing else, and shows nothing."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from lianxin.trust import keys
from lianxin.trust.sealing import (
    SealBroken,
    blind,
    new_data_key,
    open_data_key,
    seal,
    seal_own,
    unseal,
    unseal_own,
)

KEY = bytes(range(32))
NAME = "周桂兰"
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
many = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class TestDataKeys:
    def test_wrapped_key_opens_again(self) -> None:
        plain, wrapped = new_data_key()

        assert len(plain) == 32
        assert open_data_key(wrapped) == plain
        assert plain not in wrapped

    def test_every_person_has_another_key(self) -> None:
        assert new_data_key()[0] != new_data_key()[0]

    def test_wrapped_key_does_not_open_under_another_master_key(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        _, wrapped = new_data_key()
        settings.LIANXIN_DATA = tmp_path / "elsewhere"

        with pytest.raises(SealBroken):
            open_data_key(wrapped)

    def test_wrapped_key_names_its_master_key(self) -> None:
        _, wrapped = new_data_key()

        assert wrapped[:9].hex() == "02" + keys.key_id()

    def test_any_changed_byte_is_noticed(self) -> None:
        _, wrapped = new_data_key()

        for changed in each_byte_changed(wrapped):
            with pytest.raises(SealBroken):
                open_data_key(changed)


class TestSeal:
    @many
    @given(ANY_TEXT, st.text())
    def test_any_text_comes_back(self, text: str, about: str) -> None:
        assert unseal(KEY, seal(KEY, text, about), about) == text

    @pytest.mark.parametrize("text", ["", "𬭎", "שלום\u202e反", "👩‍👩‍👧", "\0", "\ud800", "长" * 4000])
    def test_rare_text_comes_back(self, text: str) -> None:
        assert unseal(KEY, seal(KEY, text, "a"), "a") == text
        assert unseal_own("draft", seal_own("draft", text, "a"), "a") == text

    def test_same_text_is_sealed_differently_each_time(self) -> None:
        assert len({seal(KEY, NAME, "a") for _ in range(50)}) == 50
        assert len({seal_own("code", NAME, "a")[9:] for _ in range(50)}) == 50

    @many
    @given(st.text(min_size=2, max_size=40))
    def test_text_is_not_in_the_blob(self, text: str) -> None:
        plain = text.encode("utf-8", "surrogatepass") * 4

        assert plain not in seal(KEY, text * 4, "a")
        assert plain not in seal_own("draft", text * 4, "a")

    def test_any_changed_byte_is_noticed(self) -> None:
        for changed in each_byte_changed(seal(KEY, NAME, "a")):
            with pytest.raises(SealBroken):
                unseal(KEY, changed, "a")

    def test_any_cut_is_noticed(self) -> None:
        blob = seal(KEY, NAME, "a")

        for length in range(len(blob)):
            with pytest.raises(SealBroken):
                unseal(KEY, blob[:length], "a")

    def test_blob_does_not_open_in_another_place(self) -> None:
        with pytest.raises(SealBroken):
            unseal(KEY, seal(KEY, NAME, "speaker:1:name"), "speaker:2:name")

    def test_blob_does_not_open_with_another_key(self) -> None:
        with pytest.raises(SealBroken):
            unseal(bytes(32), seal(KEY, NAME, "a"), "a")

    def test_error_does_not_carry_the_text(self) -> None:
        with pytest.raises(SealBroken) as broken:
            unseal(KEY, seal(KEY, NAME, "speaker:1:name"), "speaker:2:name")

        assert NAME not in str(broken.value)
        assert broken.value.__cause__ is None

    @pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
    def test_short_or_long_key_is_a_bug(self, length: int) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            seal(bytes(length), NAME, "a")
        with pytest.raises(ValueError, match="32 bytes"):
            unseal(bytes(length), seal(KEY, NAME, "a"), "a")


class TestSealOwn:
    def test_blob_does_not_open_for_another_purpose_or_place(self) -> None:
        blob = seal_own("code", "12345678", "voice:1")

        assert unseal_own("code", blob, "voice:1") == "12345678"
        with pytest.raises(SealBroken):
            unseal_own("draft", blob, "voice:1")
        with pytest.raises(SealBroken):
            unseal_own("code", blob, "voice:2")

    def test_blob_does_not_open_under_another_master_key(self, settings: Settings, tmp_path: Path) -> None:
        blob = seal_own("code", "12345678", "voice:1")
        settings.LIANXIN_DATA = tmp_path / "elsewhere"

        with pytest.raises(SealBroken):
            unseal_own("code", blob, "voice:1")

    def test_kinds_of_blob_are_not_taken_for_each_other(self) -> None:
        with pytest.raises(SealBroken):
            unseal(keys.subkey("seal:code"), seal_own("code", "12345678", "a"), "a")


class TestBlind:
    def test_equal_texts_are_equal_and_others_are_not(self) -> None:
        assert blind("phone", "13800000427") == blind("phone", "13800000427")
        assert len({blind("phone", str(n)) for n in range(100)}) == 100
        assert len(blind("phone", "")) == 32

    def test_purposes_and_installations_do_not_meet(self, settings: Settings, tmp_path: Path) -> None:
        here = {blind("phone", "0427"), blind("last-four", "0427")}
        settings.LIANXIN_DATA = tmp_path / "elsewhere"

        assert len(here | {blind("phone", "0427")}) == 3

    def test_blind_index_is_no_plain_hash(self) -> None:
        assert blind("phone", "0427") != hashlib.sha256(b"0427").digest()


def each_byte_changed(blob: bytes) -> list[bytes]:
    return [blob[:n] + bytes([blob[n] ^ 1]) + blob[n + 1 :] for n in range(len(blob))]
