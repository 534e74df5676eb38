"""What the settings are, and what is refused before anything starts."""

from pathlib import Path

import pytest

from lianxin.site.environment import BadSettings, default_data, open_to_others, read

KEY = "vV0-8qXz_Jt3mW5aB7cD9eF1gH2iK4lM6nO8pQ0rS2tU4wX6yZ"
SERVE = {"LIANXIN_MODE": "serve", "LIANXIN_SECRET_KEY": KEY, "LIANXIN_HOSTS": "lx.example.cn"}


class TestRead:
    def test_nothing_set_is_a_demo_on_port_8000(self) -> None:
        found = read({})

        assert (found.mode, found.port, found.debug, found.database_url) == ("demo", 8000, False, "")

    def test_a_data_folder_is_taken_as_said(self, tmp_path: Path) -> None:
        found = read({"LIANXIN_DATA": str(tmp_path)})

        assert found.data == tmp_path
        assert not found.moved

    @pytest.mark.parametrize(
        ("env", "word"),
        [
            ({"LIANXIN_MODE": "production"}, "LIANXIN_MODE"),
            ({"LIANXIN_PORT": "http"}, "LIANXIN_PORT"),
            ({"LIANXIN_PORT": "0"}, "LIANXIN_PORT"),
            ({"LIANXIN_PORT": "65536"}, "LIANXIN_PORT"),
            ({"LIANXIN_PORT": "８０００"}, "LIANXIN_PORT"),
            ({"LIANXIN_DEBUG": "yes"}, "LIANXIN_DEBUG"),
            ({"DATABASE_URL": "postgres://a@b/c"}, "LIANXIN_OWNER_URL"),
            ({"LIANXIN_OWNER_URL": "postgres://a@b/c"}, "DATABASE_URL"),
            ({"DATABASE_URL": "sqlite:///a", "LIANXIN_OWNER_URL": "postgres://a@b/c"}, "DATABASE_URL"),
            ({"DATABASE_URL": "postgres://a@b/c", "LIANXIN_OWNER_URL": "mysql://b/c"}, "LIANXIN_OWNER_URL"),
        ],
    )
    def test_what_is_wrong_is_said_by_name(self, env: dict[str, str], word: str) -> None:
        with pytest.raises(BadSettings, match=word):
            read(env)


class TestServe:
    def test_strong_settings_are_taken(self) -> None:
        assert read(SERVE).hosts == ("lx.example.cn",)

    @pytest.mark.parametrize(
        ("name", "value", "word"),
        [
            ("LIANXIN_DEBUG", "1", "LIANXIN_DEBUG"),
            ("LIANXIN_SECRET_KEY", "", "LIANXIN_SECRET_KEY"),
            ("LIANXIN_SECRET_KEY", KEY[:49], "LIANXIN_SECRET_KEY"),
            ("LIANXIN_SECRET_KEY", "ab" * 40, "LIANXIN_SECRET_KEY"),
            ("LIANXIN_SECRET_KEY", "django-insecure-" + KEY, "样例"),
            ("LIANXIN_HOSTS", "", "LIANXIN_HOSTS"),
            ("LIANXIN_HOSTS", "lx.example.cn,*", "LIANXIN_HOSTS"),
            ("LIANXIN_HOSTS", ".example.cn", "LIANXIN_HOSTS"),
        ],
    )
    def test_a_weak_setting_is_refused(self, name: str, value: str, word: str) -> None:
        with pytest.raises(BadSettings, match=word):
            read(SERVE | {name: value})

    def test_a_demo_may_be_weak(self) -> None:
        assert read({"LIANXIN_DEBUG": "1"}).debug


class TestDataFolder:
    def test_it_lies_in_a_checkout_that_others_can_enter(self) -> None:
        assert default_data(Path("/")) == Path("/var")

    def test_root_moves_it_out_of_a_checkout_that_nobody_can_enter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tmp_path.chmod(0o700)
        monkeypatch.setattr("os.geteuid", lambda: 0)

        assert not open_to_others(tmp_path)
        assert default_data(tmp_path).parent == Path("/var/lib")
        assert default_data(tmp_path) == default_data(tmp_path) != default_data(tmp_path.parent)

    def test_a_user_keeps_it_where_only_she_can_enter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tmp_path.chmod(0o700)
        monkeypatch.setattr("os.geteuid", lambda: 1000)

        assert default_data(tmp_path) == tmp_path / "var"
