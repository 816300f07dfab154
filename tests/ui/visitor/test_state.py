"""What visitors own: theirs alone, bounded, and safe from a crowd."""

import gc

from lenet.results.training import Report
from lenet.settings import Settings
from ui.visitor.state import MOST_EARLIER_RUNS, MOST_POINTS, Training, VisitorStates


def report(step, val_loss=None):
    return Report(step, 1, 1.0, 0.5, 1000.0, val_loss, val_loss)


def training(*reports):
    made = Training(Settings(limit=640, epochs=10), number=1, first_step=0)
    made.add(reports)
    return made


def test_a_visitor_gets_the_same_state_and_another_gets_another():
    states = VisitorStates(remembered=2)
    assert states.of("ann") is states.of("ann")
    assert states.of("ann") is not states.of("bob")


def test_a_crowd_cannot_push_out_one_who_is_here():
    states = VisitorStates(remembered=2)
    mine = states.of("ann")
    for number in range(10):
        states.of(f"crowd {number}")
    assert states.of("ann") is mine


def test_those_who_left_are_forgotten_when_there_are_too_many():
    states = VisitorStates(remembered=2)
    states.of("ann").model = "a model"
    for number in range(10):
        states.of(f"crowd {number}")
    gc.collect()
    assert states.of("ann").model is None


def test_a_forgotten_visitor_is_new_and_another_is_not():
    states = VisitorStates(remembered=2)
    ann, bob = states.of("ann"), states.of("bob")
    states.forget("ann")
    assert states.of("ann") is not ann
    assert states.of("bob") is bob


def test_many_reports_are_thinned_and_the_epochs_ends_kept():
    run = training()
    for step in range(1, 5_001):
        run.add((report(step, val_loss=0.1 if step % 1000 == 0 else None),))
    assert len(run.reports) <= MOST_POINTS + 10
    assert run.reports[-1].step == 5_000
    assert run.reports_seen == 5_000
    ends = [r.step for r in run.reports if r.val_loss is not None]
    assert ends == [1000, 2000, 3000, 4000, 5000]


def test_progress_counts_from_where_it_began():
    run = Training(Settings(limit=640, epochs=10), number=1, first_step=50)
    run.add((report(100),))
    assert run.progress == 0.5


def test_what_is_done_is_done_also_where_its_first_epoch_was_begun_before():
    run = Training(Settings(limit=640, epochs=1), number=1, first_step=5)
    run.add((report(10),))
    run.phase = "done"
    assert run.progress == 1.0


def test_a_training_says_how_long_it_has_run():
    run = training(report(1))
    run.phase, run.begun, run.seconds = "running", True, 8.04
    assert run.summary == "Epoch 1, accuracy so far 50.0%, 8.0 s so far"


def test_only_a_few_earlier_runs_are_kept():
    mine = VisitorStates(remembered=1).of("ann")
    for number in range(10):
        mine.begin(training(report(number)))
    assert len(mine.earlier) == MOST_EARLIER_RUNS
    assert mine.earlier[0].reports[0].step == 8
