"""The mark of the functions that write."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lianxin.kernel import acting
from lianxin.kernel.acting import action, is_acting


@action
def tells(answer: int) -> tuple[int, bool]:
    """A pretended action."""
    return answer, is_acting()


@action
def fails() -> None:
    """A pretended action that is refused."""
    raise ValueError


@pytest.fixture
def around(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happened around the actions of a test, in order."""
    seen: list[str] = []

    @contextmanager
    def noted() -> Iterator[None]:
        seen.append("begin")
        try:
            yield
        except ValueError:
            seen.append("undo")
            raise
        seen.append("keep")

    monkeypatch.setattr(acting, "_around", [noted])
    return seen


class TestAction:
    def test_it_is_known_while_it_runs_and_not_after(self, around: list[str]) -> None:
        assert not is_acting()
        assert tells(3) == (3, True)
        assert not is_acting()

    def test_a_failing_one_is_forgotten_too(self, around: list[str]) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - raised by the pretended action itself
            fails()

        assert not is_acting()

    def test_what_is_put_around_it_learns_how_it_ended(self, around: list[str]) -> None:
        tells(1)
        with pytest.raises(ValueError):  # noqa: PT011 - raised by the pretended action itself
            fails()

        assert around == ["begin", "keep", "begin", "undo"]

    def test_the_last_one_said_is_put_around(
        self, monkeypatch: pytest.MonkeyPatch, around: list[str]
    ) -> None:
        monkeypatch.setattr(acting, "_around", [])
        seen: list[str] = []

        @contextmanager
        def other() -> Iterator[None]:
            seen.append("other")
            yield

        acting.put_around(other)
        tells(1)

        assert seen == ["other"]
        assert around == []
