"""Trainings: one a visitor, a queue, stops, limits, and processes that die."""

from dataclasses import replace

import psutil
import pytest

from lenet.start import temporary_folder
from tests.deadlines import DEADLINE, wait_until
from tests.processes import survivors
from ui.foreman.foreman import forking_context
from ui.foreman.jobs import ACTIVE, Limits
from ui.foreman.trainings import Trainings

ONE = Limits(at_once=1, waiting=2, absence=DEADLINE, grace=DEADLINE)
ENDLESS = 1_000_000  # steps


@pytest.fixture
def make():
    made = []

    def make(limits=ONE):
        made.append(Trainings(limits, forking_context()))
        return made[-1]

    yield make
    for jobs in made:
        jobs.close()


def start(jobs, visitor, target="count", **kwargs):
    return jobs.start(visitor, f"tests.targets:{target}", {"settings": None, **kwargs})


def wait_for(jobs, visitor, phase):
    """Wait until a visitor's training is in a phase; return its status then."""

    def status():
        return jobs.status(visitor, 0, 0, -1)

    wait_until(lambda: status().phase == phase, told=lambda: f"still: {status()}")
    return status()


def test_a_training_reports_and_ends_with_its_outcome(make):
    jobs = make()
    start(jobs, "ann")
    status = wait_for(jobs, "ann", "done")
    assert status.outcome.finished
    assert status.state.step == 10
    assert status.seconds > 10 * 0.02
    assert jobs.status("ann", 0, 0, -1).seconds == status.seconds, "its clock stopped"
    assert [r.step for r in status.reports if r.val_loss is not None] == [5, 10]


def test_without_temporary_files_the_reason_is_the_message(make, monkeypatch):
    jobs = make()
    start(jobs, "ann")
    wait_for(jobs, "ann", "done")
    monkeypatch.setattr(temporary_folder, "candidates", lambda: ["/proc", "/sys"])
    start(jobs, "ann")
    status = wait_for(jobs, "ann", "failed")
    assert status.message.startswith("No temporary file can be written (/proc: ")
    assert status.message.endswith("set TMPDIR to a folder that can be written.")
    assert jobs.counts()["running"] == 0

    monkeypatch.undo()
    start(jobs, "ann")
    wait_for(jobs, "ann", "done")


def test_a_training_falls_back_to_another_folder(make, monkeypatch, tmp_path):
    folders = ["/proc", "/no/such/folder", str(tmp_path)]
    monkeypatch.setattr(temporary_folder, "candidates", lambda: folders)
    jobs = make()
    start(jobs, "ann")
    assert wait_for(jobs, "ann", "done").outcome.finished
    assert list(tmp_path.iterdir()) == []


def test_only_what_the_page_has_not_seen_is_sent(make):
    jobs = make()
    number = start(jobs, "ann")
    reports = wait_for(jobs, "ann", "done").reports
    again = jobs.status("ann", number, reports_seen=len(reports), step_seen=10)
    assert again.reports == ()
    assert again.state is None


def test_ten_clicks_start_one(make):
    jobs = make()
    assert len({start(jobs, "ann") for _ in range(10)}) == 1
    assert jobs.counts() == {"running": 1, "waiting": 0, "places": 1}


def test_others_wait_in_line_and_a_long_line_refuses(make):
    jobs = make()
    start(jobs, "ann", steps=ENDLESS)
    start(jobs, "bob")
    start(jobs, "cem")
    assert jobs.status("bob", 0, 0, -1).place == 1
    assert jobs.status("cem", 0, 0, -1).place == 2
    with pytest.raises(ValueError, match="2 trainings are waiting"):
        start(jobs, "dan")
    jobs.stop("bob")
    assert jobs.status("bob", 0, 0, -1).phase == "stopped"
    assert jobs.status("cem", 0, 0, -1).place == 1
    jobs.stop("ann")
    wait_for(jobs, "cem", "done")


def test_stop_keeps_what_was_learned(make):
    jobs = make()
    start(jobs, "ann", steps=ENDLESS)
    wait_for(jobs, "ann", "running")
    wait_until(lambda: jobs.status("ann", 0, 0, -1).reports)
    jobs.stop("ann")
    status = wait_for(jobs, "ann", "stopped")
    assert not status.outcome.finished
    assert 0 < status.state.step < ENDLESS


def test_no_visitor_reaches_the_training_of_another(make):
    jobs = make()
    start(jobs, "ann", steps=ENDLESS)
    jobs.stop("eve")
    jobs.forget("eve")
    assert jobs.status("eve", 0, 0, -1) is None
    assert jobs.status("ann", 0, 0, -1).phase in ACTIVE


def test_one_that_does_not_listen_is_killed(make):
    jobs = make(replace(ONE, grace=1.0))
    start(jobs, "ann", "deaf")
    wait_until(lambda: jobs.status("ann", 0, 0, -1).state)
    jobs.stop("ann")
    status = wait_for(jobs, "ann", "failed")
    assert status.state.step == 5, "what the first epoch taught is lost"


def test_a_process_that_is_killed_leaves_its_last_epoch(make):
    jobs = make()
    start(jobs, "ann", "crash_after_an_epoch")
    status = wait_for(jobs, "ann", "failed")
    assert status.state.step == 5
    assert "code -9" in status.message
    start(jobs, "bob")
    wait_for(jobs, "bob", "done")


def test_bad_input_is_told_in_its_own_words(make):
    jobs = make()
    start(jobs, "ann", "bad_settings")
    assert wait_for(jobs, "ann", "failed").message == "no such digits"


def test_a_visitor_who_is_gone_frees_the_place(make):
    jobs = make()
    start(jobs, "ann", steps=ENDLESS)
    start(jobs, "bob", steps=10)
    jobs.newest("ann").seen -= 2 * DEADLINE
    wait_for(jobs, "bob", "done")
    status = jobs.status("ann", 0, 0, -1)
    assert status.phase == "stopped"
    assert "not open for" in status.message


def test_a_training_ends_at_its_limit_of_time(make):
    jobs = make(replace(ONE, seconds=0.5))
    start(jobs, "ann", steps=ENDLESS)
    assert "limit" in wait_for(jobs, "ann", "stopped").message


def test_a_finished_training_can_be_forgotten_and_an_active_one_cannot(make):
    jobs = make()
    start(jobs, "ann", steps=ENDLESS)
    jobs.forget("ann")
    assert jobs.status("ann", 0, 0, -1).phase in ACTIVE
    jobs.stop("ann")
    wait_for(jobs, "ann", "stopped")
    jobs.forget("ann")
    assert jobs.status("ann", 0, 0, -1) is None


def test_nothing_is_left_of_a_visitor_who_is_forgotten(make, tmp_path):
    jobs = make()
    logs = {"log_root": str(tmp_path)}
    log = tmp_path / "fit" / "20260101-000000"
    log.mkdir(parents=True)
    start(jobs, "ann", steps=ENDLESS, **logs)
    start(jobs, "bob", steps=ENDLESS, **logs)
    wait_until(lambda: jobs.status("ann", 0, 0, -1).reports)
    jobs.forget_visitor("ann")
    assert jobs.status("ann", 0, 0, -1) is None
    wait_until(lambda: not log.exists())
    assert wait_for(jobs, "bob", "running")
    assert jobs.counts() == {"running": 1, "waiting": 0, "places": 1}


def test_a_forgotten_visitors_finished_and_waiting_trainings_are_gone(make, tmp_path):
    jobs = make()
    log = tmp_path / "fit" / "20260101-000000"
    log.mkdir(parents=True)
    start(jobs, "ann", log_root=str(tmp_path))
    wait_for(jobs, "ann", "done")
    start(jobs, "bob", steps=ENDLESS)
    start(jobs, "cem")
    for visitor in ("ann", "cem"):
        jobs.forget_visitor(visitor)
        assert jobs.status(visitor, 0, 0, -1) is None
    assert not log.exists()
    assert jobs.counts() == {"running": 1, "waiting": 0, "places": 1}


def test_close_ends_the_processes(make):
    jobs = make()
    start(jobs, "ann", "deaf")
    wait_until(lambda: jobs.status("ann", 0, 0, -1).state)
    process = psutil.Process(jobs.newest("ann").process.pid)
    jobs.close()
    assert not survivors([process])
