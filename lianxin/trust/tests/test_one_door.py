"""No second way in for photos: nobody else decodes pictures, nobody else stores sent files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lianxin
from lianxin.trust import uploads

ROOT = Path(lianxin.__file__).parent
DECODERS = {"PIL", "puremagic", "pillow_heif"}
STORES = {"ImageField", "FileSystemStorage", "default_storage"}


def other_doors(source: str) -> Iterator[str]:
    """What in a module would decode or store a picture by itself."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in DECODERS)
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(alias.name for alias in node.names)]
            yield from (name for name in names[:1] if name.split(".")[0] in DECODERS)
            yield from (name for name in names[1:] if name in STORES)
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            yield from (
                [node.attr] if node.attr in STORES or (owner, node.attr) == ("models", "FileField") else []
            )


def product_modules() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if "tests" not in path.relative_to(ROOT).parts]


def test_only_uploads_decodes_or_stores_pictures() -> None:
    found = {path: list(other_doors(path.read_text())) for path in product_modules()}

    assert {path.relative_to(ROOT) for path, doors in found.items() if doors} == {
        Path(uploads.__file__).relative_to(ROOT)
    }


def test_slice_that_takes_files_takes_them_through_the_door() -> None:
    texts = {path: path.read_text() for path in product_modules()}
    counted = "len(request.FILES)"  # how many were sent too late, to say so: none is opened
    taking = {slice_of(path) for path, text in texts.items() if "request.FILES" in text.replace(counted, "")}

    assert taking <= {slice_of(path) for path, text in texts.items() if "take_photos" in text}


@pytest.mark.parametrize(
    "source",
    [
        "import PIL",
        "import PIL.Image as I",
        "from PIL import Image",
        "def f():\n    from PIL.Image import open",
        "import puremagic, os",
        "from pillow_heif import open_heif",
        "from django.core.files.storage import default_storage",
        "photo = models.FileField()",
        "photo = forms.ImageField()",
        "from django.forms import ImageField",
    ],
)
def test_second_door_is_seen(source: str) -> None:
    assert list(other_doors(source))


@pytest.mark.parametrize(
    "source", ["photos = forms.FileField()", "from lianxin.trust.uploads import take_photos"]
)
def test_plain_form_field_is_no_door(source: str) -> None:
    assert not list(other_doors(source))


def slice_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]
