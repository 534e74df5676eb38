"""The one door for photos: what comes in is looked at by its content, decoded, and written anew.

Never uses or keeps a file's name or declared type, never keeps a byte of the file that was sent (so place,
camera, remarks and whatever hides behind the picture are gone), and never decides who may see a photo.
"""

import io
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pillow_heif
import puremagic
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from lianxin.kernel.refusals import NotThere, Refused
from lianxin.kernel.words import N_
from lianxin.trust.bombs import is_bomb
from lianxin.trust.durable import data_folder, make_private_folder, write_new

LONGEST_SIDE = 1600
JPEG_QUALITY = 85
DECODERS = ("JPEG", "PNG", "WEBP", "HEIF")
PHOTO_KINDS = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
HELD_ONCE = frozenset({"L", "RGB", "CMYK"})
"""Picture modes that are made smaller without a second copy at full size."""
NAME = re.compile(r"[0-9a-f]{32}\.jpg")
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True)
class Photo:
    """A picture that is safe to keep: JPEG, upright, at most 1600 pixels long, no other word in it."""

    data: bytes
    width: int
    height: int


def take_photos(
    files: Sequence["UploadedFile[bytes]"], *, max_files: int, max_file_mb: int, max_megapixels: int
) -> list[Photo]:
    """The photos in the order they were sent; the limits come from the rule pack.

    Refuses (field `photos`, naming the file by its place) too many files, and a file that is empty, over
    `max_file_mb` (MiB), no JPEG, PNG, WebP or HEIC, damaged, or over `max_megapixels` (half of that for WebP
    and for transparency or a palette, which are in memory twice while they are made smaller). Stores nothing.
    """
    if (over := len(files) - max_files) > 0:
        raise _refused(
            N_("一次最多收 {most} 张照片，现在有 {given} 张。请去掉 {over} 张。"),
            most=max_files,
            given=len(files),
            over=over,
        )
    return [
        _photo(_content(file, number, max_file_mb), number, max_megapixels)
        for number, file in enumerate(files, start=1)
    ]


def keep(photo: Photo) -> str:
    """Put a photo on disk (synced, mode 600) under a name that nobody can guess, and return it."""
    name = f"{secrets.token_hex(16)}.jpg"
    path = _path(name)
    make_private_folder(path.parent)
    write_new(path, photo.data)
    return name


def kept(name: str) -> Path:
    """Where the photo of that name is; NotThere for any other text. The caller has asked who may see it."""
    if not NAME.fullmatch(name) or not _path(name).is_file():
        raise NotThere(N_("没有这张照片。"))
    return _path(name)


def kept_before(moment: datetime) -> list[str]:
    """The names of the photos that were put in the store before a moment."""
    photos = (data_folder() / "files").glob("[0-9a-f][0-9a-f]/*.jpg")
    old = (path.name for path in photos if path.stat().st_mtime < moment.timestamp())
    return [name for name in old if NAME.fullmatch(name)]


def forget(name: str) -> None:
    """Take the photo of that name out of the store; one that is gone already is no matter."""
    with suppress(NotThere):
        kept(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return data_folder() / "files" / name[:2] / name


def _refused(msg: str, **values: object) -> Refused:
    return Refused(msg, field="photos", **values)


def _content(file: "UploadedFile[bytes]", number: int, max_file_mb: int) -> bytes:
    """The whole file; one byte more than the limit is the most that is ever read."""
    limit = max_file_mb * 1024 * 1024
    file.seek(0)
    data: bytes = file.read(limit + 1)
    if not data:
        raise _refused(N_("第 {number} 张是空的。请重新选择这张照片。"), number=number)
    if len(data) > limit:
        raise _refused(
            N_("第 {number} 张超过 {limit} MB。请换一张小些的照片，或截图后再传。"),
            number=number,
            limit=max_file_mb,
        )
    return data


def _photo(data: bytes, number: int, max_megapixels: int) -> Photo:
    if is_bomb(data):
        raise _damaged(number)
    image = _opened(data, number, max_megapixels)
    if image.width * image.height > (most := _most_pixels(image, max_megapixels)):
        raise _too_large(number, most)
    try:
        return _written_anew(image)
    except Exception as trouble:  # decoders meet broken files with a dozen kinds of error
        raise _damaged(number) from trouble


def _opened(data: bytes, number: int, max_megapixels: int) -> Image.Image:
    """The picture with its header read and no pixel decoded. Pillow's own limit on pixels may be off."""
    try:
        return Image.open(io.BytesIO(data), formats=DECODERS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(number, max_megapixels * 1_000_000) from None
    except Exception as trouble:  # as above
        raise (_damaged(number) if _is_meant_as_photo(data) else _not_a_photo(number)) from trouble


def _is_meant_as_photo(data: bytes) -> bool:
    try:
        return any(match.mime_type in PHOTO_KINDS for match in puremagic.magic_string(data))
    except puremagic.PureError:
        return False


def _most_pixels(image: Image.Image, max_megapixels: int) -> int:
    is_held_once = image.format != "WEBP" and image.mode in HELD_ONCE
    return max_megapixels * (1_000_000 if is_held_once else 500_000)


def _written_anew(image: Image.Image) -> Photo:
    """The picture drawn on a new, white, empty one: only pixels cross over."""
    small = _shrunk(image)
    if (turn := UPRIGHT.get(_orientation(small))) is not None:
        small = small.transpose(turn)
    clean = Image.new("RGB", small.size, "white")
    if small.has_transparency_data:
        clean.paste(small.convert("RGBA"), mask=small.convert("RGBA"))
    else:
        clean.paste(small.convert("RGB"))
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=JPEG_QUALITY)
    return Photo(written.getvalue(), clean.width, clean.height)


def _shrunk(image: Image.Image) -> Image.Image:
    """At most LONGEST_SIDE each way, never enlarged; palettes are resolved first, 16-bit grey scaled to 8."""
    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode.startswith("I"):
        image = image.point(lambda level: level * (1 / 256)).convert("L")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _orientation(image: Image.Image) -> int:
    """Which way up the camera was held (1 to 8). Broken remarks do not make a picture unusable."""
    try:
        return int(image.getexif()[ORIENTATION])
    except Exception:  # broken EXIF fails in as many ways as a broken picture
        return 1


def _damaged(number: int) -> Refused:
    return _refused(N_("第 {number} 张已损坏或不完整，打不开。请重新选择或重新拍一张。"), number=number)


def _not_a_photo(number: int) -> Refused:
    return _refused(N_("第 {number} 张不能用。只收照片：JPG、PNG、WebP、HEIC。请换一张照片。"), number=number)


def _too_large(number: int, most: int) -> Refused:
    msg = N_("第 {number} 张尺寸太大，上限是 {limit} 万像素。请换一张小些的照片，或截图后再传。")
    return _refused(msg, number=number, limit=most // 10_000, megapixels=f"{most / 1_000_000:g}")
