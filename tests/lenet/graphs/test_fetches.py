"""Each fetch of each program: what ran, against `step_stats` and the graph itself."""

import numpy as np
import pytest
import tensorflow as tf

from lenet.graphs import fetches
from lenet.graphs.programs import small
from lenet.graphs.session import config
from lenet.models import BUILDS, PARADIGMS
from lenet.results.fetches import (
    ASKED,
    PROGRAMS,
    TRAIN,
    UPDATES,
    Fetched,
    joined,
    left_out,
    needed,
    updates,
)
from lenet.results.graphs import Node
from lenet.settings import PARADIGM_NAMES
from lenet.training.step import train_step

v1 = tf.compat.v1


def step_stats(session, target, feed):
    """Return the names in the step_stats of a run, as TensorFlow wrote them."""
    metadata = v1.RunMetadata()
    full = v1.RunOptions(trace_level=v1.RunOptions.FULL_TRACE)
    session.run(target, feed, options=full, run_metadata=metadata)
    stats = metadata.step_stats.dev_stats
    return {node.node_name for device in stats for node in device.node_stats}


def before(operation):
    """Return the names of all operations that lead to one, by its tensors."""
    found, waiting = set(), [operation]
    while waiting:
        each = waiting.pop()
        if each.name not in found:
            found.add(each.name)
            waiting += [x.op for x in each.inputs] + list(each.control_inputs)
    return found


@pytest.mark.parametrize("rewrite", [False, True])
@pytest.mark.parametrize("program", PROGRAMS)
def test_lit_nodes_are_those_of_step_stats_for_every_node(program, rewrite):
    feed = fetches.feeds(program, seed=0)
    nodes = fetches.structure(program, "Functional")
    with fetches.opened(program, "Functional", 0, rewrite=rewrite) as session:
        operations = session.graph.get_operations()
        assert [node.name for node in nodes] == [each.name for each in operations]
        for each in operations:
            found = fetches.fetch_in(session, each.name, feed)
            assert found.error == ""
            target = each.outputs[0] if each.outputs else each
            names = step_stats(session, target, feed)
            assert set(found.ran) == names & {node.name for node in nodes}
            fed = {x for x in ("x", "images", "labels") if f"_arg_{x}_" in str(names)}
            assert set(found.fed) == fed | {each.name} & {"x", "images", "labels"}
            way = before(each)
            assert set(needed(nodes, each.name)) == way
            assert set(found.ran) | set(found.fed) <= way
            missing = way - set(found.ran) - set(found.fed)
            assert set(left_out(nodes, found)) == missing
            if not rewrite:  # only op kernels for several nodes leave one out
                assert set(joined(nodes, found)) == missing


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_values_are_those_of_eager_keras(paradigm):
    feed = fetches.feeds("training", seed=3)
    model = PARADIGMS[paradigm](seed=3)
    loss = tf.keras.losses.SparseCategoricalCrossentropy()(
        feed["labels:0"], model(feed["images:0"])
    )
    run = fetches.fetch("training", paradigm, 3, "loss", rewrite=False)
    assert float(run.value) == pytest.approx(float(loss), abs=1e-4)


@pytest.mark.parametrize("rewrite", [False, True])
def test_the_loss_runs_no_update_and_train_runs_all(rewrite):
    nodes = fetches.structure("training", "Subclassing")
    changing = set(updates(nodes))
    assert len(changing) == 11  # ten weights, and the optimizer's counter
    runs = {
        name: fetches.fetch("training", "Subclassing", 0, name, rewrite=rewrite)
        for name in ("loss", TRAIN)
    }
    assert not changing & runs["loss"].ran.keys()
    assert changing <= runs[TRAIN].ran.keys()


def test_train_moves_the_weights_as_an_eager_step_does():
    feed = fetches.feeds("training", seed=0)
    model = PARADIGMS["Subclassing"](seed=0)
    optimizer = tf.keras.optimizers.SGD(learning_rate=0.1)
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    train_step(model, loss_fn, optimizer, feed["images:0"], feed["labels:0"])
    with fetches.opened("training", "Subclassing", 0, rewrite=False) as session:
        built = fetches.build("training", "Subclassing")[1]
        session.run("loss:0", feed)
        session.run(TRAIN, feed)
        names = [f"{w.value.op.name}/Read/ReadVariableOp:0" for w in built.weights]
        moved = session.run(names)
    for one, other in zip(moved, model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-6)


def test_an_update_node_runs_itself():
    nodes = fetches.structure("training", "Subclassing")
    name = next(node.name for node in nodes if node.kind == UPDATES[0])
    run = fetches.fetch("training", "Subclassing", 0, name, rewrite=False)
    assert set(updates(nodes)) & run.ran.keys() == {name}
    assert run.value == "None: the node has no output"


def test_each_fetch_starts_from_the_same_weights():
    args = ("training", "Sequential", 0)
    first = fetches.fetch(*args, "loss", rewrite=False)
    fetches.fetch(*args, TRAIN, rewrite=False)
    assert fetches.fetch(*args, "loss", rewrite=False).value == first.value
    other = fetches.fetch("training", "Sequential", 1, "loss", rewrite=False)
    assert other.value != first.value


def test_the_small_program_and_its_times():
    run = fetches.fetch("small", "Sequential", 0, "total", rewrite=False)
    assert set(run.ran) == {"two", "doubled", "total"}
    assert run.fed == ("x",)
    assert run.value == "[3., 6., 9.]"
    assert run.kernels == {"two": "Const", "doubled": "Mul", "total": "AddV2"}
    assert run.microseconds == pytest.approx(sum(run.ran.values()))
    assert all(0 <= each < 1e6 for each in run.ran.values())


def test_grappler_joins_the_nodes_of_a_layer():
    run = fetches.fetch("forward", "Sequential", 0, "probabilities", rewrite=True)
    nodes = fetches.structure("forward", "Sequential")
    kinds = {node.name: node.kind for node in nodes}
    parts = joined(nodes, run)
    assert {"Conv2D", "MatMul"} <= {kinds[name] for name in parts}
    for name, into in parts.items():
        assert name not in run.ran
        assert "Fused" in run.kernels[into]
        assert name.rpartition("/")[0] == into.rpartition("/")[0]  # the same layer


def test_a_node_that_cannot_be_fetched_is_an_error_in_words():
    with tf.Graph().as_default() as graph:
        small()
        graph.prevent_fetching(graph.get_operation_by_name("total"))
        with v1.Session(config=config(rewrite=False)) as session:
            run = fetches.fetch_in(session, "total", fetches.feeds("small", 0))
            unfed = fetches.fetch_in(session, "unused", {})
    assert "not fetchable" in run.error or "cannot be fetched" in run.error
    assert "must feed a value for placeholder tensor 'x'" in unfed.error
    assert run.ran == unfed.ran == {}


def test_names_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="no node 'lost'"):
        fetches.fetch("small", "Sequential", 0, "lost", rewrite=False)
    with pytest.raises(ValueError, match="no node 'lost'"):
        needed([Node("there", "Neg")], "lost")
    with pytest.raises(ValueError, match="program"):
        fetches.structure("large", "Sequential")
    with pytest.raises(ValueError, match="paradigm"):
        fetches.structure("small", "Other")


def test_the_graphs_stay_as_they_were_built():
    graph, _ = fetches.build("training", "Functional")
    count = len(graph.get_operations())
    for rewrite in (False, True):
        fetches.fetch("training", "Functional", 0, "loss", rewrite=rewrite)
    assert len(graph.get_operations()) == count
    assert tf.executing_eagerly()


def test_the_asked_nodes_are_there():
    assert list(ASKED) == list(PROGRAMS)
    assert tuple(BUILDS) == PARADIGM_NAMES
    for program, name in ASKED.items():
        nodes = fetches.structure(program, "Subclassing")
        assert name in {node.name for node in nodes}
    assert Fetched("x").microseconds == 0
