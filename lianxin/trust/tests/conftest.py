"""A data folder of its own for each test: no test meets another's key or photos."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.LIANXIN_DATA = tmp_path / "data"
    return tmp_path / "data"
