"""What strangers send to the whole app is refused, in words, and harms nobody."""

import asyncio

import psutil
import pytest

from lenet.weights.file import load
from tests.hostile import (
    ADDRESSES,
    REQUESTS,
    SETTINGS,
    drawings,
    pictures,
    status_of,
    weights,
)
from tests.server import ROOT, running_server
from tests.strangers import (
    fill,
    send_address,
    send_drawing,
    send_picture,
    send_setting,
)
from tests.visits import visiting

MEGABYTE = 1024 * 1024
EXAMPLE = (ROOT / "ui" / "components" / "example.png").read_bytes()
DRAWINGS, PICTURES, WEIGHTS = drawings(), pictures(), weights()
# Larger than any drawing: the connection ends before anything is read.
TOO_LARGE = ("100,000 objects", "a frame of 26 MB")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("app")) as server:
        server.wait_until_ready()
        yield server
        assert "Traceback" not in server.output.read_text()


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_are_refused(app, name):
    assert 400 <= status_of(app.url, *REQUESTS[name]) < 500


def test_tensorboard_listens_to_this_machine_only(app):
    [board] = [p for p in app.family() if "tensorboard" in " ".join(p.cmdline())]
    listening = [
        connection.laddr.ip
        for connection in board.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


def test_a_picture_of_a_digit_is_read(app):
    assert asyncio.run(send_picture(app.url, EXAMPLE)).read


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_refused(app, name):
    told = asyncio.run(send_picture(app.url, PICTURES[name]))
    assert told.sentences
    assert not told.read
    assert not told.errors


@pytest.mark.parametrize("name", WEIGHTS)
def test_files_of_weights_are_refused(tmp_path, name):
    (tmp_path / "weights.npz").write_bytes(WEIGHTS[name])
    with pytest.raises(ValueError, match=r"\w"):
        load(tmp_path / "weights.npz")


def test_what_nobody_reads_is_not_kept(app):
    size = 8 * MEGABYTE - 2_000
    asyncio.run(fill(app.url, size, 2))
    before = app.megabytes()
    assert set(asyncio.run(fill(app.url, size, 50))) == {204}
    assert app.megabytes() - before < 120


def test_a_file_larger_than_the_limit_is_refused(app):
    assert asyncio.run(fill(app.url, 8 * MEGABYTE + 1, 1)) == [413]


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_that_no_canvas_sends_are_refused(app, name):
    told = asyncio.run(send_drawing(app.url, DRAWINGS[name]))
    assert not told.errors
    assert told.disconnected == (name in TOO_LARGE)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_no_page_offers_are_refused(app, name):
    assert asyncio.run(send_setting(app.url, *SETTINGS[name])) == []


@pytest.mark.parametrize("query", ADDRESSES)
def test_settings_in_an_address_are_refused(app, query):
    assert asyncio.run(send_address(app.url, query)) == []


def test_a_setting_that_the_page_offers_is_taken(app):
    twenty = {"string_array_value": ["20"]}
    assert asyncio.run(send_setting(app.url, "slider", "train_epochs", twenty))


def test_many_visitors_at_once_see_no_error(app):
    async def visit(number):
        pages = ["microscope", "sessions_vs_eager", "three_paradigms", "draw_a_digit"]
        async with visiting(app.url) as visit:
            return [
                error
                for run in range(5)
                for error in (
                    await visit.run(page_name=pages[(number + run) % len(pages)])
                ).errors
            ]

    async def all_visits():
        return await asyncio.gather(*map(visit, range(8)))

    assert asyncio.run(all_visits()) == [[]] * 8
