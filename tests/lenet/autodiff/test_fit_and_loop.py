"""fit and a loop take the same steps; each bug parts them, and its fix does not."""

import numpy as np
import pytest
import tensorflow as tf

from lenet.autodiff.fit_and_loop import blame, compare
from lenet.autodiff.fit_and_loop.data import data_for
from lenet.autodiff.fit_and_loop.schedule import SCHEDULE
from lenet.models import PARADIGMS
from lenet.results.fit_and_loop import (
    ACCURACY,
    BATCH_SIZE,
    BUGS,
    EAGER_FIT,
    FIT,
    GRAPHS,
    LOOP,
    LOSS,
    MESSAGE,
    STEPS_PER_EPOCH,
    WAYS,
)
from lenet.source import resolve

ROUNDING = 1e-6  # of the ways with a graph, as promised
STEPS = 12  # over an epoch's end, where the last batch is smaller


def cross_entropy(model, images, labels):
    """Return the mean loss of a batch, by NumPy."""
    probabilities = model(images, training=False).numpy()
    return -np.log(probabilities[np.arange(len(labels)), labels]).mean()


@pytest.fixture(scope="module")
def hundred():
    return compare(100)


@pytest.fixture(scope="module")
def compared():
    """Return each bug's comparison, computed once."""
    kept = {}

    def compared(bug, *, fixed=False):
        if (bug, fixed) not in kept:
            kept[bug, fixed] = compare(STEPS, bug, fixed=fixed)
        return kept[bug, fixed]

    return compared


def test_after_100_steps_eager_is_the_same_and_graphs_only_round(hundred):
    apart = hundred.weight_difference
    assert set(apart) == set(WAYS) - {LOOP}
    assert apart[EAGER_FIT] == 0.0
    assert all(apart[name] <= ROUNDING for name in GRAPHS)
    for name in WAYS:
        assert hundred.losses[name].shape == (100,)
        assert hundred.losses[name] == pytest.approx(hundred.losses[LOOP], abs=1e-5)
        assert hundred.accuracies[name] == pytest.approx(
            hundred.accuracies[LOOP], abs=1e-6
        )
    assert hundred.differences[FIT].shape == (100,)
    assert hundred.effect == ""
    assert hundred.is_complete


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_each_paradigm_agrees(paradigm):
    found = compare(STEPS, paradigm=paradigm, seed=3)
    assert found.weight_difference[EAGER_FIT] == 0.0
    assert max(found.weight_difference.values()) <= ROUNDING


def test_the_losses_are_those_of_each_batch(hundred):
    data = data_for(100)
    model = PARADIGMS["Subclassing"](seed=0)
    images, labels = next(data.batches(0))
    assert hundred.losses[LOOP][0] == pytest.approx(
        cross_entropy(model, images, labels), rel=1e-5
    )
    sizes = [len(each) for _, each in data.batches(0)]
    assert sizes == [BATCH_SIZE] * (STEPS_PER_EPOCH - 1) + [BATCH_SIZE // 2]
    assert len(list(data_for(STEPS).batches(1))) == STEPS - STEPS_PER_EPOCH


def test_the_loss_falls(hundred):
    first, last = hundred.losses[LOOP][:10], hundred.losses[LOOP][-10:]
    assert last.mean() < first.mean()


@pytest.mark.parametrize("bug", BUGS)
def test_the_right_code_agrees_with_fit(compared, bug):
    found = compared(bug, fixed=True)
    assert not found.messages
    assert found.weight_difference[EAGER_FIT] <= ROUNDING
    assert max(found.weight_difference.values()) <= ROUNDING
    for name in WAYS:
        assert found.accuracies[name] == pytest.approx(found.accuracies[LOOP], abs=1e-6)


@pytest.mark.parametrize("bug", BUGS)
def test_each_bug_shows_where_it_says(compared, bug):
    found = compared(bug)
    assert found.effect == BUGS[bug].shows
    if BUGS[bug].shows == ACCURACY:
        assert found.weight_difference[EAGER_FIT] == 0.0
        assert abs(found.accuracies[LOOP][-1] - found.accuracies[FIT][-1]) > 0.01


@pytest.mark.parametrize(
    ("bug", "step"),
    [
        *(("training", 1), ("softmax", 1), ("sum", 1), ("regularisation", 1)),
        *(("partial", STEPS_PER_EPOCH), ("added up", 2), ("schedule", 2)),
    ],
)
def test_a_bug_parts_the_weights_at_its_step(compared, bug, step):
    assert compared(bug).parted(EAGER_FIT) == step


def test_shuffling_changes_fit_alone(compared):
    found = compared("shuffle")
    assert found.parted(FIT) == 1
    assert [name for name in found.differences if found.parted(name)] == [FIT]


def test_the_sum_is_the_mean_times_the_batch(compared):
    first = {name: losses[0] for name, losses in compared("sum").losses.items()}
    assert first[LOOP] == pytest.approx(BATCH_SIZE * first[FIT], rel=1e-5)


def test_the_last_batch_counts_half_with_the_usual_size(compared):
    losses = compared("partial").losses
    at = STEPS_PER_EPOCH - 1
    assert losses[LOOP][at] == pytest.approx(losses[FIT][at] / 2, rel=1e-5)


def test_fit_adds_the_losses_of_regularisers(compared):
    found = compared("regularisation").losses
    kernels = [
        weight.numpy()
        for weight in PARADIGMS["Subclassing"](seed=0).trainable_variables
        if len(weight.shape) > 1
    ]
    added = 0.01 * sum(float(np.sum(kernel**2)) for kernel in kernels)
    assert found[FIT][0] - found[LOOP][0] == pytest.approx(added, rel=1e-4)


def test_softmax_twice_is_the_loss_of_logits_that_are_probabilities(compared):
    images, labels = next(data_for(1).batches(0))
    probabilities = PARADIGMS["Subclassing"](seed=0)(images, training=True)
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, probabilities)
    assert compared("softmax").losses[LOOP][0] == pytest.approx(
        float(tf.reduce_mean(loss)), rel=1e-5
    )


def test_one_hot_labels_end_the_loop_with_kerass_message(compared):
    found = compared("one-hot")
    message = found.messages[LOOP]
    assert message.kind == "ValueError"
    assert "target.shape=(32, 10)" in " ".join(message.lines)
    assert len(found.losses[LOOP]) == 0
    assert not found.weight_difference
    assert len(found.losses[FIT]) == STEPS


def test_the_schedule_falls_by_step():
    assert float(SCHEDULE(0)) > float(SCHEDULE(1))


@pytest.mark.parametrize("bug", BUGS)
def test_the_line_to_blame_is_one_of_the_code(bug):
    found = blame(bug)
    lines = found.wrong.text.splitlines(), found.right.text.splitlines()
    assert len(found.wrong_lines) <= 1
    assert found.wrong_lines or found.below
    differing = {lines[0][at - 1].strip() for at in found.wrong_lines} ^ {
        lines[1][at - 1].strip() for at in found.right_lines
    }
    assert differing or bug == "added up"  # one line stands elsewhere
    resolve(BUGS[bug].code)
    resolve(BUGS[bug].right)


def test_progress_names_the_way_and_has_the_curves_so_far():
    seen = []
    compare(2, on_progress=seen.append)
    assert [each.what for each in seen if not each.done] == list(WAYS)
    assert {each.parts for each in seen} == {len(WAYS)}
    halfway = next(each for each in seen if each.what == FIT and each.done == 1)
    assert len(halfway.partial.losses[LOOP]) == 2
    assert len(halfway.partial.losses[FIT]) == 1
    assert not halfway.partial.is_complete


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"steps": 0}, "steps"),
        ({"steps": 501}, "steps"),
        ({"steps": 1, "bug": "no such"}, "bug"),
        ({"steps": 1, "paradigm": "Other"}, "paradigm"),
        ({"steps": 1, "seed": -1}, "seed"),
    ],
)
def test_what_no_comparison_can_use_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        compare(**arguments)


def test_each_effect_is_shown_by_a_bug():
    assert {bug.shows for bug in BUGS.values()} == {LOSS, ACCURACY, MESSAGE}
