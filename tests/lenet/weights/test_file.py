"""The weights' file: exact, and safe to read from anybody."""

import io
import os
import zipfile

import numpy as np
import pytest

from lenet.weights import file as weights_file
from lenet.weights.file import SHAPES, from_bytes, load, save, to_bytes


@pytest.fixture
def weights():
    random = np.random.default_rng(0)
    return [random.normal(size=shape).astype(np.float32) for shape in SHAPES.values()]


def packed(**changes):
    arrays = {name: np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    arrays.update(changes)
    file = io.BytesIO()
    np.savez(file, **{k: v for k, v in arrays.items() if v is not None})
    return file.getvalue()


def test_there_and_back_to_the_last_bit(weights, tmp_path):
    save(tmp_path / "weights.npz", weights)
    read = load(tmp_path / "weights.npz")
    assert [a.dtype for a in read] == [np.float32] * 10
    assert all(map(np.array_equal, read, weights))
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_numpy_opens_it_by_name(weights):
    opened = np.load(io.BytesIO(to_bytes(weights)), allow_pickle=False)
    assert opened.files == list(SHAPES)
    assert np.array_equal(opened["fc_2/kernel"], weights[6])


def test_the_names_and_shapes_are_the_models():
    from lenet.models import PARADIGMS

    for build in PARADIGMS.values():
        layers = [layer for layer in build().layers if layer.weights]
        named = {
            f"{layer.name}/{weight.name}": tuple(weight.shape)
            for layer in layers
            for weight in layer.weights
        }
        assert list(named.items()) == list(SHAPES.items())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a .npz"),
        (b"PK\x03\x04 no archive", "not a .npz"),
        (bytes(weights_file.LARGEST_FILE + 1), "larger"),
        (packed(extra=np.zeros(3)), "must be conv2d_1/kernel"),
        (packed(**{"out/bias": None}), "must be conv2d_1/kernel"),
        (packed(**{"out/bias": np.zeros(10)}), "float64"),
        (packed(**{"out/bias": np.zeros(11, np.float32)}), r"\(11,\)"),
        (packed(**{"out/bias": np.full(10, np.nan, np.float32)}), "finite"),
        (packed(**{"out/bias": np.array([{}] * 10)}), "object"),
    ],
)
def test_anything_else_is_refused(data, says):
    with pytest.raises(ValueError, match=says):
        from_bytes(data)


def test_a_header_that_promises_terabytes_is_refused():
    header = io.BytesIO()
    description = {"descr": "<f4", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(header, description)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in SHAPES:
            archive.writestr(f"{name}.npy", header.getvalue())
    with pytest.raises(ValueError, match="1000000000000"):
        from_bytes(file.getvalue())


def test_an_archive_that_unpacks_to_gigabytes_is_read_no_further(weights):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in SHAPES:
            archive.writestr(f"{name}.npy", b"\0" * 100_000_000)
    with pytest.raises(ValueError, match="magic"):
        from_bytes(file.getvalue())


def test_an_array_cut_short_is_refused(weights):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(to_bytes(weights))) as whole,
        zipfile.ZipFile(file, "w") as cut,
    ):
        for name in SHAPES:
            cut.writestr(f"{name}.npy", whole.read(f"{name}.npy")[:-4])
    with pytest.raises(ValueError, match="finite numbers"):
        from_bytes(file.getvalue())


def test_whatever_is_damaged_only_a_value_error_comes(weights):
    random = np.random.default_rng(0)
    whole = to_bytes(weights)
    refused = 0
    for _ in range(50):
        damaged = bytearray(whole)
        for position in random.integers(len(whole), size=20):
            damaged[position] ^= int(random.integers(1, 256))
        try:
            from_bytes(bytes(damaged))
        except ValueError:
            refused += 1
    assert refused == 50


def test_the_wrong_arrays_are_not_saved(weights, tmp_path):
    with pytest.raises(ValueError, match="10 arrays"):
        save(tmp_path / "weights.npz", weights[:-1])
    assert os.listdir(tmp_path) == []


def test_a_file_that_was_there_outlives_a_failed_save(weights, tmp_path):
    (tmp_path / "weights.npz").mkdir()
    with pytest.raises(OSError, match="directory"):
        save(tmp_path / "weights.npz", weights)
    assert os.listdir(tmp_path) == ["weights.npz"]
