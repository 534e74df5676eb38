"""Makes the pictures of the upload tests: honest ones with words hidden in them, broken ones, hostile ones."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

CANARY = b"CANARY-7f3a"
WORD = CANARY.decode()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>' + CANARY + b"</rdf></x:xmpmeta>"
GPS_IFD, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def upload(data: bytes, name: str = "photo.jpg", declared: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=declared)


def scene(width: int = 60, height: int = 40) -> Image.Image:
    """Red, with a blue quarter at the top left, so that every turn and mirror looks different but one."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height // 2))
    image.paste("yellow", (width // 2, 0, width, height // 4))
    return image


def exif(orientation: int = 1) -> bytes:
    """EXIF with a place, a maker and an orientation."""
    tags = Image.Exif()
    tags[MAKE], tags[ORIENTATION] = WORD, orientation
    tags.get_ifd(GPS_IFD).update({1: "N", 2: (30.0, 15.0, 1.0), 3: "E", 4: (120.0, 9.0, 1.0)})
    return tags.tobytes()


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_words(kind: str, orientation: int = 1) -> bytes:
    """A picture of each kind that carries CANARY in every place the kind has for words."""
    options: dict[str, object] = {"exif": exif(orientation), "xmp": XMP, "icc_profile": CANARY * 20}
    if kind == "JPEG":
        options |= {"comment": CANARY, "quality": 95, "subsampling": 0}
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", WORD)
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"exif": exif(orientation), "icc_profile": CANARY * 20, "pnginfo": texts}
    if kind == "WEBP":
        options |= {"quality": 95}
    if kind == "HEIF":
        options |= {"quality": 95, "chroma": 444}
        del options["icc_profile"]
    return written(scene(), kind, **options)


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *, extra: bytes = b"", body: bytes | None = None) -> bytes:
    """A PNG by hand: black, with more chunks in front of its picture data, or with a body that is not one."""
    data = chunk(b"IDAT", zlib.compress((b"\0" + bytes(width * 3)) * height) if body is None else body)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + data + chunk(b"IEND")


def many_scans(times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = written(scene(), "JPEG", progressive=True)
    return data[:-2] + last_scan(data) * times + data[-2:]


def hidden_scans(blocks: int) -> bytes:
    """The same, but a reader who takes the two bytes behind a TEM marker for a length jumps from one to the next."""
    data = written(scene(), "JPEG", progressive=True)
    scan = last_scan(data)
    block = b"\xff\x01" + scan * (0xFFDA // len(scan) + 1)
    return data[:-2] + block * blocks + data[-2:]


def last_scan(data: bytes) -> bytes:
    return data[data.rindex(b"\xff\xda") : -2]


def many_remarks(times: int) -> bytes:
    data = written(scene(), "JPEG")
    return data[:2] + b"\xff\xfe\x00\x02" * times + data[2:]


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, CANARY * 100)
    return out.getvalue()


def segments(data: bytes) -> list[int]:
    """The markers of a JPEG with one scan, and proof that nothing stands behind its end."""
    assert data[:2] == b"\xff\xd8"
    assert data[-2:] == b"\xff\xd9"
    found: list[int] = []
    at = 2
    while found[-1:] != [0xDA]:
        assert data[at] == 0xFF
        found.append(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    assert data.index(b"\xff\xd9", at) == len(data) - 2
    return found
