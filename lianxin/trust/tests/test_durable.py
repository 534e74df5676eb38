"""A file is whole or absent, private, on disk, and never overwritten."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxin.trust.durable import make_private_folder, write_new


@pytest.fixture
def anyone_may() -> Iterator[None]:
    """The most careless umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("anyone_may")
def test_file_and_folders_are_private(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "a" / "b")

    write_new(tmp_path / "a" / "b" / "secret", b"words")

    assert (tmp_path / "a" / "b" / "secret").read_bytes() == b"words"
    assert (tmp_path / "a" / "b" / "secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a").stat().st_mode & 0o777 == (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_standing_file_is_not_overwritten(tmp_path: Path) -> None:
    write_new(tmp_path / "it", b"first")

    with pytest.raises(FileExistsError):
        write_new(tmp_path / "it", b"second")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


def test_nothing_is_left_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)

    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "it", b"words")

    assert list(tmp_path.iterdir()) == []


def test_content_is_synced_before_it_has_its_name_and_the_name_before_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    link = os.link

    def named(source: Path, target: Path) -> None:
        done.append("name")
        link(source, target)

    monkeypatch.setattr(os, "fsync", lambda h: done.append("folder" if _is_folder(h) else "content"))
    monkeypatch.setattr(os, "link", named)

    make_private_folder(tmp_path / "new")
    write_new(tmp_path / "new" / "it", b"words")

    assert done == ["folder", "content", "name", "folder"]


def _is_folder(handle: int) -> bool:
    return Path(f"/proc/self/fd/{handle}").is_dir()
