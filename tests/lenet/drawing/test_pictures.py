import io
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from lenet.drawing.pictures import MAX_BYTES, decode
from tests.hostile import a_png


def file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def a_picture(size: tuple[int, int] = (40, 30), mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((5, 5, 14, 9), fill="black")
    return picture.convert(mode)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_formats(kind: str) -> None:
    rgba = decode(file(a_picture(), kind))
    assert rgba.shape == (30, 40, 4)
    assert rgba.dtype == np.uint8
    assert rgba[7, 10, :3].max() < 40
    assert rgba[20, 30, :3].min() > 215
    assert rgba[..., 3].min() == 255


def test_png_comes_back_bit_for_bit() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 4), np.uint8)
    np.testing.assert_array_equal(decode(file(Image.fromarray(pixels))), pixels)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pngs_of_every_mode(mode: str) -> None:
    picture = a_picture()
    if mode == "I;16":
        grey = np.asarray(picture.convert("L")).astype(np.uint16) * 257
        picture = Image.fromarray(grey)
    else:
        picture = picture.convert(mode)
    rgba = decode(file(picture))
    np.testing.assert_array_equal(rgba, np.asarray(a_picture().convert("RGBA")))


def test_jpegs_of_print_are_read() -> None:
    rgba = decode(file(a_picture().convert("CMYK"), "JPEG"))
    assert rgba[20, 30, :3].min() > 215


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="should be a PNG, JPEG or WebP"):
        decode(file(a_picture(), kind))


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be opened"):
        decode(data)


def test_too_many_bytes() -> None:
    with pytest.raises(ValueError, match=r"8,000,001 bytes.*8,000,000"):
        decode(bytes(MAX_BYTES + 1))


def test_a_bomb_is_refused_by_its_header() -> None:
    bomb = a_png(12_000, 6_000)
    assert len(bomb) < 20_000
    with pytest.raises(ValueError, match=r"12000 x 6000.*10,000,000"):
        decode(bomb)


def test_a_larger_bomb_is_refused_too() -> None:
    with pytest.raises(ValueError, match=r"size|pixels"):
        decode(a_png(60_000, 10_000))


def test_a_canvas_may_have_fewer_pixels() -> None:
    data = file(a_picture((300, 300)))
    assert decode(data, max_pixels=90_000).shape == (300, 300, 4)
    with pytest.raises(ValueError, match="at most 89,999 pixels"):
        decode(data, max_pixels=89_999)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_truncated_files(kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200, 3), np.uint8)
    data = file(Image.fromarray(noise), kind)
    with pytest.raises(ValueError, match=r"damaged|cannot be opened"):
        decode(data[: len(data) // 2])


def test_damaged_checksum() -> None:
    data = bytearray(file(a_picture()))
    position = data.index(b"IDAT")
    data[position + 10] ^= 0xFF
    with pytest.raises(ValueError, match="damaged"):
        decode(bytes(data))


def test_text_that_unpacks_to_much_is_refused() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "a" * 50_000_000, zip=True)
    with pytest.raises(ValueError, match=r"cannot be opened|damaged"):
        decode(file(a_picture(), pnginfo=text))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animated_pictures_are_refused(kind: str) -> None:
    frames = [a_picture(), Image.new("RGB", (40, 30), "black")]
    data = file(frames[0], kind, save_all=True, append_images=frames[1:])
    with pytest.raises(ValueError, match="animated"):
        decode(data)


def test_a_phones_photo_with_a_second_picture_is_read() -> None:
    second = Image.new("RGB", (40, 30), "black")
    data = file(a_picture(), "MPO", save_all=True, append_images=[second])
    assert decode(data)[20, 30, :3].min() > 215


def test_photos_stand_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    rgba = decode(file(a_picture(), "JPEG", exif=exif))
    assert rgba.shape == (40, 30, 4)
    assert rgba[10, 22, :3].max() < 60


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_large_pictures_are_made_smaller(kind: str) -> None:
    assert decode(file(a_picture((3_200, 2_400)), kind)).shape == (768, 1_024, 4)


def test_a_photo_may_have_more_pixels_than_other_pictures() -> None:
    assert decode(file(a_picture((5_000, 4_000)), "JPEG")).shape[1] == 1_024
    with pytest.raises(ValueError, match=r"5000 x 4000.*10,000,000"):
        decode(file(a_picture((5_000, 4_000)), "PNG"))
