import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from lenet.digits import SAMPLE, DigitsError, as_input, load, mnist, random_digit

needs_mnist = pytest.mark.skipif(
    not os.environ.get("LENET_MNIST"),
    reason="LENET_MNIST names no file with all of MNIST",
)


def arrays_of_mnist(**changes: np.ndarray) -> dict[str, np.ndarray]:
    """Blank images in MNIST's shapes, some arrays changed."""
    arrays = {
        "x_train": np.zeros((60_000, 28, 28), np.uint8),
        "y_train": np.arange(60_000, dtype=np.uint8) % 10,
        "x_test": np.zeros((10_000, 28, 28), np.uint8),
        "y_test": np.arange(10_000, dtype=np.uint8) % 10,
    }
    return arrays | changes


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a path that LENET_MNIST names; the test puts a file there, or does not."""
    path = tmp_path / "named.npz"
    monkeypatch.setenv("LENET_MNIST", str(path))
    return path


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set the path that MNIST is downloaded from, into a Keras home of the test."""
    path = tmp_path / "origin.npz"
    monkeypatch.delenv("LENET_MNIST", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(mnist, "URL", path.as_uri())
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "keras" / "datasets"


def publish(origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.savez_compressed(origin, **arrays_of_mnist())
    digest = hashlib.sha256(origin.read_bytes()).hexdigest()
    monkeypatch.setattr(mnist, "SHA256", digest)


def test_sample_is_mnist_padded_and_scaled() -> None:
    digits = load("sample")
    assert digits.train_images.shape == (4_000, 32, 32, 1)
    assert digits.test_images.shape == (1_000, 32, 32, 1)
    assert digits.train_images.dtype == digits.test_images.dtype == np.float32
    assert digits.train_images.min() == 0
    assert digits.train_images.max() == 1
    assert digits.train_labels.dtype == np.int64
    with np.load(SAMPLE) as file:
        inner = np.rint(digits.train_images[:, 2:30, 2:30, 0] * 255)
        np.testing.assert_array_equal(inner, file["x_train"])
    digits.train_images[:, 2:30, 2:30] = 0
    assert not digits.train_images.any()


def test_sample_is_stratified_and_shuffled() -> None:
    digits = load("sample")
    np.testing.assert_array_equal(np.bincount(digits.train_labels), 400)
    np.testing.assert_array_equal(np.bincount(digits.test_labels), 100)
    assert len(np.unique(digits.train_labels[:64])) == 10


def test_no_image_of_the_sample_is_there_twice() -> None:
    digits = load("sample")
    images = np.concatenate([digits.train_images, digits.test_images])
    assert len({image.tobytes() for image in images}) == 5_000


@needs_mnist
def test_sample_is_of_mnists_training_images() -> None:
    mnist_digits, sample = load("mnist"), load("sample")
    labels = {
        image.tobytes(): label
        for image, label in zip(
            mnist_digits.train_images, mnist_digits.train_labels, strict=True
        )
    }
    found = [labels[image.tobytes()] for image in sample.test_images]
    np.testing.assert_array_equal(found, sample.test_labels)
    found = [labels[image.tobytes()] for image in sample.train_images]
    np.testing.assert_array_equal(found, sample.train_labels)


@needs_mnist
def test_mnist_is_all_there() -> None:
    digits = load("mnist", limit=10)
    assert digits.train_images.shape == (10, 32, 32, 1)
    assert digits.train_labels.tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert digits.test_images.shape == (10_000, 32, 32, 1)


def test_limit_keeps_the_first_training_images_and_every_test_image() -> None:
    whole, some = load("sample"), load("sample", limit=7)
    np.testing.assert_array_equal(some.train_images, whole.train_images[:7])
    np.testing.assert_array_equal(some.train_labels, whole.train_labels[:7])
    np.testing.assert_array_equal(some.test_images, whole.test_images)


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        load("sample", limit=limit)


def test_another_source_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'cifar'.*'sample', 'mnist'"):
        load("cifar")


def test_random_digit_is_of_the_samples_test_images() -> None:
    image, label = random_digit(np.random.default_rng(3))
    digits = load("sample")
    (indices,) = np.nonzero((digits.test_images == image).all(axis=(1, 2, 3)))
    assert digits.test_labels[indices].tolist() == [label]
    others = {random_digit(np.random.default_rng(seed))[1] for seed in range(30)}
    assert len(others) > 5


def test_named_file_is_read(named: Path) -> None:
    images = np.zeros((10_000, 28, 28), np.uint8)
    images[0, 0, 0] = 255
    np.savez_compressed(named, **arrays_of_mnist(x_test=images))
    digits = load("mnist", limit=5)
    assert digits.train_labels.tolist() == [0, 1, 2, 3, 4]
    assert digits.test_images[0, 2, 2, 0] == 1


def test_named_file_that_is_not_there(named: Path) -> None:
    with pytest.raises(DigitsError, match=r"named.npz.*file does not exist.*sample"):
        load("mnist")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"x_test": np.zeros((10, 28, 28), np.uint8)}, "x_test is .10, 28, 28"),
        ({"x_train": np.zeros((60_000, 784), np.uint8)}, "x_train is"),
        ({"y_train": np.zeros((60_000, 1), np.uint8)}, "y_train is"),
        ({"x_test": np.zeros((10_000, 28, 28), np.float32)}, "holds float32"),
        ({"y_test": np.zeros(10_000, np.float32)}, "y_test holds float32"),
        ({"y_test": np.full(10_000, 10)}, "labels 10 to 10, not 0 to 9"),
        ({"y_test": np.full(10_000, -1)}, "labels -1 to -1, not 0 to 9"),
        ({"y_test": np.array([None])}, "cannot be read"),
    ],
)
def test_file_that_is_not_mnist(
    named: Path, changes: dict[str, np.ndarray], reason: str
) -> None:
    np.savez_compressed(named, **arrays_of_mnist(**changes))
    with pytest.raises(DigitsError, match=f"{reason}.*Choose the sample"):
        load("mnist")


def test_file_that_lacks_an_array(named: Path) -> None:
    np.savez(named, x_train=np.zeros(3))
    with pytest.raises(DigitsError, match=r"missing: 'y_train|missing: .*x_test"):
        load("mnist")


@pytest.mark.parametrize("content", [b"", b"not a file of NumPy", b"PK\x03\x04"])
def test_file_that_is_no_archive(named: Path, content: bytes) -> None:
    named.write_bytes(content)
    with pytest.raises(DigitsError, match=r"not an .npz file, or not a.*LENET_MNIST"):
        load("mnist")


def test_file_with_a_single_array(named: Path) -> None:
    with named.open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(DigitsError, match="it cannot be read"):
        load("mnist")


def test_truncated_file(named: Path) -> None:
    shutil.copy(SAMPLE, named)
    os.truncate(named, 300_000)
    with pytest.raises(DigitsError, match="not a complete one"):
        load("mnist")


def test_file_with_flipped_bits(named: Path) -> None:
    content = bytearray(SAMPLE.read_bytes())
    content[200_000:200_100] = bytes(100)
    named.write_bytes(content)
    with pytest.raises(DigitsError, match="cannot be read"):
        load("mnist")


def test_download_goes_to_the_cache_once(
    origin: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(origin, monkeypatch)
    assert load("mnist", limit=1).test_images.shape == (10_000, 32, 32, 1)
    origin.unlink()
    load("mnist", limit=1)
    assert os.listdir(cache) == ["mnist.npz"]


def test_download_prints_nothing_where_results_go(
    origin: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish(origin, monkeypatch)
    load("mnist", limit=1)
    assert capsys.readouterr().out == ""


def test_no_network(origin: Path, cache: Path) -> None:
    with pytest.raises(DigitsError, match=r"could not be .*origin.npz.*sample"):
        load("mnist")
    assert os.listdir(cache) == []


class HalfAnAnswer(BaseHTTPRequestHandler):
    """A server whose connection ends in the middle of the file."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(bytes(500))

    def log_message(self, *_: object) -> None:
        pass


def test_connection_that_ends_early(
    origin: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HTTPServer(("127.0.0.1", 0), HalfAnAnswer) as server:
        address = f"http://127.0.0.1:{server.server_port}/mnist.npz"
        monkeypatch.setattr(mnist, "URL", address)
        thread = Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(DigitsError, match=r"retrieval incomplete.*sample"):
            load("mnist")
        thread.join()
    assert os.listdir(cache) == []


def test_refused_connection(
    origin: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist, "URL", "http://127.0.0.1:1/mnist.npz")
    with pytest.raises(DigitsError, match=r"refused.*sample"):
        load("mnist")
    assert os.listdir(cache) == []


def test_download_with_a_wrong_checksum(origin: Path, cache: Path) -> None:
    np.savez(origin, x_train=np.zeros(3))
    with pytest.raises(DigitsError, match=r"corrupted.*LENET_MNIST"):
        load("mnist")
    assert os.listdir(cache) == []


def test_download_that_ends_early(
    origin: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(origin, monkeypatch)
    os.truncate(origin, origin.stat().st_size // 2)
    with pytest.raises(DigitsError, match="could not be"):
        load("mnist")
    assert os.listdir(cache) == []


def test_download_that_is_interrupted(
    origin: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    publish(origin, monkeypatch)
    monkeypatch.setattr(urllib.request, "urlopen", interrupt)
    with pytest.raises(KeyboardInterrupt):
        load("mnist")
    assert os.listdir(cache) == []


def test_corrupt_file_in_the_cache_is_replaced(
    origin: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(origin, monkeypatch)
    cache.mkdir(parents=True)
    (cache / "mnist.npz").write_bytes(b"half a download")
    load("mnist", limit=1)
    assert (cache / "mnist.npz").read_bytes() == origin.read_bytes()
    assert os.listdir(cache) == ["mnist.npz"]


def test_as_input_takes_no_more_memory_than_it_returns() -> None:
    assert as_input(np.zeros((2, 28, 28), np.uint8)).nbytes == 2 * 32 * 32 * 4


def test_digits_need_no_tensorflow() -> None:
    code = (
        "import sys, numpy, lenet.digits as d;"
        "d.load('sample'); d.random_digit(numpy.random.default_rng(0));"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_that_cannot_be_read_is_called_that(monkeypatch) -> None:
    """Even root cannot read this one from its beginning."""
    monkeypatch.setenv("LENET_MNIST", "/proc/self/mem")
    with pytest.raises(DigitsError) as told:
        load("mnist")
    assert str(told.value).startswith("/proc/self/mem cannot be read (Input/output")
    assert "npz file" not in str(told.value)
    assert "Choose the sample" in str(told.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_is_not_ours_is_called_that(named: Path) -> None:
    np.savez_compressed(named, **arrays_of_mnist())
    named.chmod(0)
    with pytest.raises(DigitsError, match=r"cannot be read \(Permission denied\)"):
        load("mnist")


def test_without_a_home_a_download_is_kept_with_temporary_files(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(origin, monkeypatch)
    monkeypatch.delenv("KERAS_HOME")
    for name, value in (("HOME", tmp_path / "none"), ("TMPDIR", tmp_path)):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert len(load("mnist").train_images) == 60_000
    assert (tmp_path / ".keras" / "datasets" / "mnist.npz").is_file()


def test_without_a_home_the_terminal_prints_one_line(tmp_path: Path) -> None:
    """A user without a name and a home, as in some containers."""
    code = (
        "import pwd, sys; from lenet.__main__ import main;"
        "from lenet.digits import mnist; mnist.URL = 'file:///no/such/file';"
        "pwd.getpwuid = dict().__getitem__;"
        "sys.exit(main(['train', '--source', 'mnist', '--no-logs']))"
    )
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "TMPDIR": str(tmp_path)}
    for name in ("HOME", "KERAS_HOME", "LENET_MNIST"):
        environment.pop(name, None)
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    *_, line = ended.stderr.splitlines()
    assert "MNIST could not be downloaded" in line
    assert "Traceback" not in ended.stderr
