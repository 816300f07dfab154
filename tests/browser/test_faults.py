"""Things that break while a visitor looks, and what the visitor sees then."""

import os
import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.steps import ONE, draw, train, train_on_replicas
from tests.deadlines import wait_until
from tests.processes import survivors, words
from tests.server import running_server


def process(server, word, but=None):
    """Wait for the server's child with `word` in its command line."""

    def found():
        family = server.family()
        return next((p for p in family if word in words(p) and p != but), None)

    return wait_until(found)


def test_tensorboard_killed_comes_back(visit, server):
    old = process(server, "tensorboard")
    old.kill()
    process(server, "tensorboard", but=old)
    server.wait_until_ready()
    page = visit("/train")
    train(page, server, epochs=1)  # TensorBoard opens once there is a run
    page.goto(f"{server.url}/tensorboard")
    frame = page.frame_locator("iframe[src*=tensorboard]")
    expect(frame.get_by_text(re.compile("TensorBoard", re.I)).first).to_be_visible()


def test_the_foreman_killed_comes_back_and_the_page_goes_on(visit, server):
    page = visit("/draw_a_digit")
    old = process(server, "ui.foreman")
    old.kill()
    process(server, "ui.foreman", but=old)
    server.wait_until_ready()
    draw(page, ONE)
    expect(page.get_by_test_id("stMetric").first).to_contain_text("1")


def test_a_training_whose_processes_die_says_so(visit, server):
    page = visit("/train?train_epochs=20&train_loop=eager")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(re.compile(r"^Epoch ([2-9]|\d\d)\b"))).to_be_visible()
    process(server, "ui.foreman").kill()
    expect(page.get_by_text("Press Continue to resume")).to_be_visible()
    server.wait_until_ready()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(re.compile(r"^Epoch \d"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("What it learned")).to_be_visible()


def test_a_browser_closed_in_mid_training_frees_its_place(new_page, tmp_path):
    with running_server(tmp_path, LENET_ABSENCE_SECONDS="3") as server:
        server.wait_until_ready()
        page = new_page()
        page.goto(f"{server.url}/train?train_epochs=20&train_loop=eager")
        page.get_by_role("button", name="Start").click()
        wait_until(lambda: server.health()["jobs"]["running"] == 1)
        page.close()
        wait_until(lambda: server.health()["jobs"]["running"] == 0)


def test_a_full_log_folder_and_a_corrupt_mnist_each_get_a_sentence(new_page, tmp_path):
    corrupt = tmp_path / "mnist.npz"
    corrupt.write_bytes(b"PK but no archive")
    settings = {"LENET_LOG_MEGABYTES": "0.001", "LENET_MNIST": str(corrupt)}
    with running_server(tmp_path, **settings) as server:
        server.wait_until_ready()
        page = new_page()
        train(page, server, epochs=1)
        expect(page.get_by_text("This run has no log for TensorBoard")).to_be_visible()
        page.goto(f"{server.url}/train?train_source=mnist")
        page.get_by_role("button", name="Start").click()
        told = page.get_by_test_id("stAlert").filter(has_text=corrupt.name)
        expect(told).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)
        page.close()


def test_every_process_ends_with_a_killed_server(tmp_path):
    with running_server(tmp_path) as server:
        server.wait_until_ready()
        family = server.family()
        assert len(family) >= 5
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        assert not survivors(family[1:])


def test_every_process_ends_with_a_stopped_server(tmp_path):
    with running_server(tmp_path) as server:
        server.wait_until_ready()
        family = server.family()
        os.kill(server.process.pid, signal.SIGTERM)
        assert not survivors(family)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_training_on_replicas_ends_with_the_server(new_page, tmp_path, number):
    with running_server(tmp_path) as server:
        server.wait_until_ready()
        page = new_page()
        train_on_replicas(page, server)
        family = server.family()
        os.kill(server.process.pid, number)
        server.process.wait()
        assert not survivors(family[1:])
        page.close()
