"""The one door for photos: what comes out is only the picture, and what is no photo does not come in."""

import contextlib
import io
import resource
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFile, ImageOps, ImageStat

from lianxin.kernel.refusals import NotThere, Refused
from lianxin.trust.tests import pictures
from lianxin.trust.tests.pictures import CANARY, png, scene, upload, with_words, written
from lianxin.trust.uploads import Photo, keep, kept, take_photos

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # it grumbles about broken EXIF

KINDS = ["JPEG", "PNG", "WEBP", "HEIF"]
JPEG = written(scene(), "JPEG")
ONLY_PHOTOS = "第 1 张不能用。只收照片：JPG、PNG、WebP、HEIC。请换一张照片。"
DAMAGED = "第 1 张已损坏或不完整，打不开。请重新选择或重新拍一张。"
TOO_LARGE = "第 1 张尺寸太大，上限是 2500 万像素。请换一张小些的照片，或截图后再传。"


def take(*files: "UploadedFile[bytes]", megapixels: int = 25) -> list[Photo]:
    return take_photos(files, max_files=6, max_file_mb=10, max_megapixels=megapixels)


def one(data: bytes, megapixels: int = 25) -> Photo:
    [photo] = take(upload(data), megapixels=megapixels)
    return photo


def refusal(*files: "UploadedFile[bytes]", megapixels: int = 25) -> str:
    with pytest.raises(Refused) as refused:
        take(*files, megapixels=megapixels)
    assert refused.value.field == "photos"
    return str(refused.value)


def picture(photo: Photo) -> Image.Image:
    return Image.open(io.BytesIO(photo.data), formats=["JPEG"])


def looks_like(image: Image.Image, other: Image.Image) -> bool:
    same_size = image.size == other.size
    return same_size and max(ImageStat.Stat(ImageChops.difference(image, other.convert("RGB"))).mean) < 25


class TestNothingButThePicture:
    @pytest.mark.parametrize("kind", KINDS)
    def test_no_word_crosses_over(self, kind: str) -> None:
        sent = with_words(kind)

        photo = one(sent)

        assert sent.count(CANARY) >= 2
        assert CANARY not in photo.data
        assert set(pictures.segments(photo.data)) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
        assert picture(photo).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert looks_like(picture(photo), scene())

    @pytest.mark.parametrize("kind", KINDS)
    def test_words_behind_the_picture_do_not_cross_over(self, kind: str) -> None:
        photo = one(written(scene(), kind) + CANARY * 1000)

        assert CANARY not in photo.data

    def test_archive_behind_a_photo_is_cut_off(self) -> None:
        sent = JPEG + pictures.archive("a.txt")

        photo = one(sent)

        assert zipfile.is_zipfile(io.BytesIO(sent))
        assert not zipfile.is_zipfile(io.BytesIO(photo.data))

    @pytest.mark.parametrize(
        "script", [b"<script>alert(1)</script>", b"<?php system($_GET[0]) ?>", b"%PDF-1.4 /JS"]
    )
    def test_script_in_a_remark_is_gone(self, script: bytes) -> None:
        assert script not in one(written(scene(), "JPEG", comment=script)).data

    def test_second_picture_of_a_pair_is_left_behind(self) -> None:
        pair = written(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "lime")])

        photo = one(pair)

        assert len(pictures.segments(photo.data)) < 12
        assert looks_like(picture(photo), scene())


class TestTheRightWayUp:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_photo_is_turned_as_the_camera_was_held(self, orientation: int) -> None:
        sent = with_words("JPEG", orientation)
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(sent)))

        photo = one(sent)

        assert (photo.width, photo.height) == upright.size == ((40, 60) if orientation > 4 else (60, 40))
        assert looks_like(picture(photo), upright)

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_is_turned_once(self, kind: str) -> None:
        assert looks_like(picture(one(with_words(kind, 6))), scene().transpose(Image.Transpose.ROTATE_270))

    @pytest.mark.parametrize(
        "broken", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0nonsense" * 9]
    )
    def test_broken_remarks_do_not_make_a_photo_unusable(self, broken: bytes) -> None:
        assert looks_like(picture(one(written(scene(), "JPEG", exif=broken, quality=95))), scene())

    @pytest.mark.parametrize("orientation", [0, 9, 77])
    def test_unknown_orientation_turns_nothing(self, orientation: int) -> None:
        assert looks_like(picture(one(with_words("JPEG", orientation))), scene())


class TestSizeAndColour:
    @pytest.mark.parametrize(("sent", "kept_as"), [((3200, 1600), (1600, 800)), ((90, 2000), (72, 1600))])
    def test_large_photo_is_made_smaller(self, sent: tuple[int, int], kept_as: tuple[int, int]) -> None:
        photo = one(written(scene(*sent), "JPEG"))

        assert (photo.width, photo.height) == picture(photo).size == kept_as

    @pytest.mark.parametrize("size", [(1, 1), (1600, 3), (60, 40)])
    def test_small_photo_keeps_its_size(self, size: tuple[int, int]) -> None:
        assert picture(one(written(scene(*size), "PNG"))).size == size

    def test_line_of_pixels_does_not_vanish(self) -> None:
        assert picture(one(png(1, 20_000))).size == (1, 1600)

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    def test_transparency_becomes_white(self, mode: str) -> None:
        clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0)).convert(mode)
        options = {"transparency": 0} if mode == "P" else {}

        assert looks_like(picture(one(written(clear, "PNG", **options))), Image.new("RGB", (60, 40), "white"))

    @pytest.mark.parametrize(
        ("mode", "kind"),
        [("L", "JPEG"), ("CMYK", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("RGBA", "WEBP")],
    )
    def test_every_colour_mode_is_taken(self, mode: str, kind: str) -> None:
        sent = written(scene().convert(mode), kind)

        photo = one(sent)

        assert picture(photo).mode == "RGB"
        assert looks_like(picture(photo), Image.open(io.BytesIO(sent)))

    @pytest.mark.parametrize("mode", ["1", "P"])
    def test_fine_lines_of_few_colours_are_mixed_and_not_dropped(self, mode: str) -> None:
        stripes = Image.new("1", (3200, 100))
        for x in range(0, 3200, 2):
            stripes.paste(1, (x, 0, x + 1, 100))

        photo = picture(one(written(stripes.convert(mode), "PNG")))

        assert 110 < ImageStat.Stat(photo.crop((800, 25, 801, 26))).mean[0] < 145

    def test_deep_grey_is_scaled_and_not_cut(self) -> None:
        grey = Image.new("I;16", (60, 40), 128 * 256)

        assert looks_like(picture(one(written(grey, "PNG"))), Image.new("RGB", (60, 40), (128, 128, 128)))


class TestWhatIsNoPhoto:
    @pytest.mark.parametrize(
        "data",
        [
            b"hello, I am a text\n" * 20,
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            b"<svg onload=alert(1)>",
            b"<!doctype html><script>alert(1)</script>",
            b"%PDF-1.7\n1 0 obj <</S/JavaScript/JS(app.alert(1))>>\n%%EOF" * 9,
            b"%PDF-1.7\n" + JPEG,
            b"GIF89a/*" + JPEG + b"*/=1;alert(1)",
            pictures.archive("a.txt"),
            pictures.archive("xl/workbook.xml", "[Content_Types].xml"),
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
            b"MZ" + bytes(300),
            b"\x7fELF" + bytes(300),
            bytes(1000),
            b"\xff",
            b"\xff" * 5000,
            b" " + JPEG,
            *(written(scene(), kind) for kind in ("GIF", "BMP", "TIFF", "ICO", "AVIF", "PPM", "PDF", "TGA")),
        ],
        ids=lambda data: repr(data[:6]),
    )
    @pytest.mark.parametrize(("name", "declared"), [("photo.jpg", "image/jpeg"), ("x.png", "image/png")])
    def test_it_is_refused_whatever_it_calls_itself(self, data: bytes, name: str, declared: str) -> None:
        assert refusal(upload(data, name, declared)) == ONLY_PHOTOS

    def test_near_relative_of_a_photo_is_refused(self) -> None:
        assert refusal(upload(written(scene(), "JPEG2000"))) in (DAMAGED, ONLY_PHOTOS)

    def test_photo_is_taken_whatever_it_calls_itself(self) -> None:
        assert take(upload(JPEG, "report.pdf", "application/pdf"), upload(JPEG, "x.svg", "image/svg+xml"))

    def test_empty_file_is_refused(self) -> None:
        assert refusal(upload(b"")) == "第 1 张是空的。请重新选择这张照片。"

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
    def test_cut_photo_is_refused(self, kind: str, share: float) -> None:
        whole = written(Image.effect_noise((300, 200), 60).convert("RGB"), kind)

        assert refusal(upload(whole[: int(len(whole) * share)])) in (DAMAGED, ONLY_PHOTOS)

    def test_cut_jpeg_is_called_damaged_and_not_wrong(self) -> None:
        assert refusal(upload(JPEG[:-20])) == DAMAGED
        assert refusal(upload(JPEG[:30])) == DAMAGED

    @given(
        st.sampled_from(KINDS), st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=4)), max_size=9)
    )
    @settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_damage_ends_in_a_photo_or_a_sentence(
        self, kind: str, damage: list[tuple[int, bytes]]
    ) -> None:
        data = with_words(kind)
        for at, other in damage:
            at %= len(data)
            data = data[:at] + other + data[at + 2 :]

        with contextlib.suppress(Refused):
            assert CANARY not in one(data).data

    def test_error_nobody_foresaw_in_a_decoder_is_a_sentence_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def breaks(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(ImageFile.ImageFile, "load", breaks)

        assert refusal(upload(JPEG)) == DAMAGED


class TestWhichFile:
    def test_sentence_names_the_file_by_its_place(self) -> None:
        assert refusal(upload(JPEG), upload(b"")) == "第 2 张是空的。请重新选择这张照片。"
        assert refusal(upload(JPEG), upload(JPEG), upload(b"text")).startswith("第 3 张不能用")
        assert refusal(upload(JPEG), upload(JPEG[:-20])).startswith("第 2 张已损坏")
        assert refusal(upload(JPEG), upload(png(6000, 6000, body=b""))).startswith("第 2 张尺寸太大")
        assert refusal(upload(JPEG), upload(JPEG + bytes(10 << 20))).startswith("第 2 张超过 10 MB")

    def test_photos_keep_their_order(self) -> None:
        sizes = [(60, 40), (20, 30), (10, 10)]

        photos = take(*(upload(written(scene(*size), "PNG")) for size in sizes))

        assert [(photo.width, photo.height) for photo in photos] == sizes

    def test_no_file_is_no_photo(self) -> None:
        assert take() == []

    def test_name_is_never_looked_at(self) -> None:
        class Nameless(SimpleUploadedFile):
            name: Any = property(lambda self: pytest.fail("the name was read"), lambda self, name: None)

        assert one(JPEG).data == take(Nameless("", JPEG))[0].data

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd", "a\r\nSet-Cookie: x.jpg", "\u202egpj.exe", "\0.jpg", "长" * 300]
    )
    def test_odd_name_harms_nothing(self, name: str) -> None:
        file = upload(JPEG)
        file.__dict__["_name"] = name

        assert len(take(file)) == 1

    def test_file_that_was_read_before_is_read_from_its_start(self) -> None:
        file = upload(JPEG)
        file.read()

        assert len(take(file)) == 1


class TestLimits:
    def test_seventh_file_is_refused_before_any_is_read(self) -> None:
        class Unreadable(SimpleUploadedFile):
            read: Any = property(lambda self: pytest.fail("a file was read"))

        assert refusal(*(Unreadable("x.jpg", JPEG) for _ in range(8))) == (
            "一次最多收 6 张照片，现在有 8 张。请去掉 2 张。"
        )

    def test_six_files_are_taken(self) -> None:
        assert len(take(*(upload(JPEG) for _ in range(6)))) == 6

    def test_limit_of_bytes_is_exact(self) -> None:
        full = JPEG + bytes((10 << 20) - len(JPEG))

        assert one(full)
        assert refusal(upload(full + b"\0")) == "第 1 张超过 10 MB。请换一张小些的照片，或截图后再传。"

    def test_endless_file_is_not_read_beyond_its_limit(self) -> None:
        asked: list[int] = []

        class Endless(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                assert size is not None
                asked.append(size)
                return JPEG + bytes(size - len(JPEG))

        assert "超过 10 MB" in refusal(UploadedFile(Endless()))
        assert asked == [(10 << 20) + 1]

    def test_limit_of_pixels_is_exact(self) -> None:
        assert one(png(1000, 1000), megapixels=1)
        assert "上限是 100 万像素" in refusal(upload(png(1000, 1001)), megapixels=1)

    @pytest.mark.parametrize(
        ("kind", "mode"), [("WEBP", "RGB"), ("WEBP", "RGBA"), ("PNG", "RGBA"), ("PNG", "P")]
    )
    def test_what_is_held_twice_in_memory_may_be_half_as_large(self, kind: str, mode: str) -> None:
        fits, too_large = (written(Image.new(mode, (700, height)), kind) for height in (700, 720))

        assert one(fits, megapixels=1)
        assert "上限是 50 万像素" in refusal(upload(too_large), megapixels=1)

    @pytest.mark.parametrize("own_limit", [None, 89_478_485, 1])
    @pytest.mark.parametrize(
        "data",
        [
            png(20_000, 20_000, body=b"\0" * 100),
            png(2**31 - 1, 2**31 - 1, body=b""),
            png(5001, 5000, body=b""),
        ],
    )
    def test_huge_picture_is_refused_before_it_is_decoded(
        self, data: bytes, own_limit: int | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", own_limit)
        monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("it was decoded"))

        assert cost_of(lambda: refusal(upload(data))) == (TOO_LARGE, True)

    def test_honest_huge_png_is_refused_cheaply(self) -> None:
        data = png(20_000, 20_000, body=b"\0" * (1 << 20))

        assert cost_of(lambda: refusal(upload(data))) == (TOO_LARGE, True)


class TestBombs:
    @pytest.mark.parametrize(
        "data",
        [
            pictures.many_scans(20_000),
            pictures.hidden_scans(100),
            pictures.many_remarks(2_000_000),
            png(60, 40, extra=pictures.chunk(b"iCCP", b"a\0\0" + b"x" * 900) * 8000),
            png(60, 40, extra=pictures.chunk(b"prVt") * 700_000),
            png(60, 40, extra=pictures.chunk(b"IDAT") * 700_000),
        ],
        ids=["扫描", "藏起来的扫描", "注释", "色彩", "空块", "空数据块"],
    )
    def test_it_is_refused_unread(self, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("a decoder saw it"))

        assert len(data) < 10 << 20
        assert cost_of(lambda: refusal(upload(data))) == (DAMAGED, True)

    @pytest.mark.parametrize(
        "data",
        [
            written(Image.effect_noise((400, 300), 60).convert("RGB"), "JPEG", progressive=True, quality=95),
            JPEG + bytes(range(256)) * 4000 + b"\xff\xda\x00\x02" * 1000,
            png(60, 40, extra=pictures.chunk(b"tEXt", b"a\0b") * 50),
            written(scene(), "JPEG", exif=pictures.exif(), comment=b"x", icc_profile=bytes(600_000)),
        ],
        ids=["渐进", "动态照片", "注释", "大色彩表"],
    )
    def test_honest_photo_with_many_pieces_is_taken(self, data: bytes) -> None:
        assert one(data)

    def test_large_png_in_small_pieces_is_taken(self) -> None:
        noise = Image.effect_noise((60, 40), 60).convert("RGB")
        whole = written(noise, "PNG")
        start, end = whole.index(b"IDAT") + 4, whole.index(b"IEND") - 8
        pieces = b"".join(pictures.chunk(b"IDAT", whole[at : at + 1]) for at in range(start, end))

        photo = one(whole[: start - 8] + pieces + whole[end + 4 :])

        assert 2000 < end - start < 9000
        assert looks_like(picture(photo), noise)


class TestKeeping:
    def test_photo_is_kept_as_it_is_under_a_name_nobody_can_guess(self) -> None:
        photo = one(JPEG)

        names = {keep(photo) for _ in range(20)}

        assert len(names) == 20
        assert {kept(name).read_bytes() for name in names} == {photo.data}
        assert all(len(name) == 36 and set(name[:32]) <= set("0123456789abcdef") for name in names)

    def test_file_and_folder_are_private(self, data_folder: object) -> None:
        path = kept(keep(one(JPEG)))

        assert path.parent.parent == data_folder / "files"  # type: ignore[operator]
        assert path.parent.name == path.name[:2]
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == path.parent.parent.stat().st_mode & 0o777 == 0o700

    @pytest.mark.parametrize(
        "name",
        [
            "",
            ".",
            "..",
            "../keys/master.key",
            "0" * 32 + ".jpg",
            "0" * 32,
            "0" * 31 + ".jpg",
            "A" * 32 + ".jpg",
            "/etc/passwd",
            "00/" + "0" * 29 + ".jpg",
        ],
    )
    def test_other_names_are_not_there(self, name: str) -> None:
        with pytest.raises(NotThere):
            kept(name)

    def test_name_with_more_on_it_is_not_there(self) -> None:
        name = keep(one(JPEG))

        for odd in (name + "\n", name + "\0", " " + name, "x/../" + name, name.upper()):
            with pytest.raises(NotThere):
                kept(odd)


def cost_of(work: Callable[[], str]) -> tuple[str, bool]:
    """What came of it, and whether it took less than 1 s of CPU and 50 MB more than ever before."""
    memory, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    said = work()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    return said, time.process_time() - cpu < 1 and grown < 50 * 1024
