"""The key file: made once, agreed on, private, and refused in words when it is not what was written."""

import hmac
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pytest_django import Settings

from lianxin.trust import keys
from lianxin.trust.durable import make_private_folder, write_new

STARTS = 8
GOOD = keys._file_bytes(b"00112233aabbccdd", b"7f" * 32)


def put(content: bytes) -> Path:
    make_private_folder(keys.key_path().parent)
    write_new(keys.key_path(), content)
    return keys.key_path()


class TestMaking:
    def test_first_use_makes_a_private_file(self, data_folder: Path) -> None:
        assert not keys.is_key_there()

        keys.key_id()

        assert keys.is_key_there()
        assert keys.key_path() == data_folder / "keys" / "master.key"
        assert keys.key_path().stat().st_mode & 0o777 == 0o600
        assert keys.key_path().parent.stat().st_mode & 0o777 == 0o700
        assert keys.key_path().read_bytes().startswith(b"lianxin-key 1\nid " + keys.key_id().encode() + b"\n")

    def test_open_folder_is_closed_when_the_key_is_made(self, data_folder: Path) -> None:
        (data_folder / "keys").mkdir(parents=True, mode=0o755)

        keys.key_id()

        assert (data_folder / "keys").stat().st_mode & 0o777 == 0o700

    def test_starts_at_the_same_moment_agree_on_one_key(self, tmp_path: Path) -> None:
        for round_ in range(10):
            gate, path = Barrier(STARTS), tmp_path / str(round_) / "keys" / "master.key"

            def start(_: int, gate: Barrier = gate, path: Path = path) -> keys.MasterKey:
                gate.wait()
                return keys._master_at.__wrapped__(path)

            with ThreadPoolExecutor(STARTS) as starts:
                assert len(set(starts.map(start, range(STARTS)))) == 1
            assert [file.name for file in path.parent.iterdir()] == ["master.key"]

    def test_slower_start_takes_the_key_of_the_faster(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def somebody_was_faster(path: Path, content: bytes) -> None:
            write_new(path, GOOD)
            write_new(path, content)

        monkeypatch.setattr(keys, "write_new", somebody_was_faster)

        assert keys.key_id() == "00112233aabbccdd"

    def test_two_installations_have_two_keys(self, settings: Settings, tmp_path: Path) -> None:
        here = keys.master_key()

        settings.LIANXIN_DATA = tmp_path / "elsewhere"

        assert keys.master_key().id != here.id
        assert keys.master_key().secret != here.secret


class TestReading:
    def test_key_is_read_once_in_a_process(self) -> None:
        key = keys.master_key()

        keys.key_path().unlink()

        assert keys.master_key() is key
        assert not keys.is_key_there()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\0" * 200,
            b"lianxin-key 1\n",
            GOOD[:-1],
            GOOD[:-40],
            GOOD + b"\n",
            GOOD.replace(b"\n", b"\r\n"),
            GOOD.replace(b"7f7f", b"7f7e", 1),
            GOOD.replace(b"0011", b"0012", 1),
            keys._file_bytes(b"00112233aabbccdd", b"7f" * 16),
            keys._file_bytes(b"00112233aabbccdd", b"7f" * 33),
            keys._file_bytes(b"kein-hexadezimal", b"7f" * 32),
        ],
        ids=[
            "空",
            "零",
            "只有头",
            "少一字",
            "截断",
            "多一行",
            "换行变了",
            "密钥改了",
            "编号改了",
            "太短",
            "太长",
            "非十六进制",
        ],
    )
    def test_garbled_file_is_refused_and_left_alone(self, content: bytes) -> None:
        put(content)

        with pytest.raises(keys.KeyTrouble, match="已损坏"):
            keys.master_key()

        assert keys.key_path().read_bytes() == content

    def test_file_of_a_later_version_is_not_called_damaged(self) -> None:
        put(GOOD.replace(b"lianxin-key 1", b"lianxin-key 2"))

        with pytest.raises(keys.KeyTrouble, match="另一版本"):
            keys.master_key()

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
    def test_file_open_to_others_is_refused(self, mode: int) -> None:
        put(GOOD).chmod(mode)

        with pytest.raises(keys.KeyTrouble, match="chmod 600"):
            keys.master_key()

    def test_file_of_another_user_is_refused_in_words(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def may_not(path: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        put(GOOD)
        monkeypatch.setattr(Path, "read_bytes", may_not)

        with pytest.raises(keys.KeyTrouble, match="没有权限"):
            keys.master_key()

    def test_no_sentence_or_repr_shows_the_key(self) -> None:
        put(GOOD.replace(b"sum ", b"sum 0"))

        with pytest.raises(keys.KeyTrouble) as trouble:
            keys.master_key()

        assert "7f7f" not in str(trouble.value) + repr(trouble.value.words)
        assert "7f7f" not in repr(keys._parsed(keys.key_path(), GOOD))
        assert r"\x7f" not in repr(keys._parsed(keys.key_path(), GOOD))
        assert str(keys.key_path()) in str(trouble.value)


class TestSubkeys:
    def test_subkeys_are_those_of_hkdf_sha256(self) -> None:
        put(GOOD)
        extracted = hmac.digest(bytes(32), bytes.fromhex("7f" * 32), "sha256")

        assert keys.subkey("seal:code") == hmac.digest(extracted, b"lianxin 1 seal:code\x01", "sha256")

    def test_subkeys_stay_the_same_for_years(self) -> None:
        put(GOOD)

        assert (
            keys.subkey("blind:phone").hex()
            == "50a4c511deb90b76221a4b43e3bef5dedc4aa917b029129c7eace0149f6ee749"
        )

    def test_each_purpose_and_each_master_key_has_its_own(self, settings: Settings, tmp_path: Path) -> None:
        here = {keys.subkey("a"), keys.subkey("b"), keys.master_key().secret}
        settings.LIANXIN_DATA = tmp_path / "elsewhere"

        assert len(here | {keys.subkey("a"), keys.subkey("b")}) == 5
