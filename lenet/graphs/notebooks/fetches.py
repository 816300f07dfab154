"""The notebook of the tab "What ran": a Session runs what the fetch needs.

`lenet.export` reads this function: a notebook has its paragraphs as cells, each
under its comment.
"""

import numpy as np
import tensorflow as tf

from lenet.graphs.programs import small, training_step, updates
from lenet.graphs.session import config, run_recorded
from lenet.models.subclassing import lenet


def main(seed: int = 0) -> None:
    """Build a graph, fetch one node of it, and print which nodes ran.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    # Build a graph: nothing runs
    with tf.Graph().as_default() as graph:
        small()
    print("Built:", [node.name for node in graph.get_operations()])

    # Fetch one node: its branch runs, the other one does not
    settings = config(rewrite=False)
    with tf.compat.v1.Session(graph=graph, config=settings) as session:
        value, ran = run_recorded(session, "total:0", {"x:0": [1, 2, 3]})
    print("Value of total:", value)
    print("Ran:", [node.node_name for node in ran])

    # Build a training step of LeNet
    with tf.Graph().as_default() as step:
        training_step(lenet)
    changing = {node.name for node in updates(step)}
    print(f"Built: {len(step.get_operations())} nodes, {len(changing)} updates")

    # Fetch its loss, then its updates
    random = np.random.default_rng(seed)
    images, labels = random.random((8, 32, 32, 1)), np.arange(8)
    feed = {"images:0": images, "labels:0": labels}
    with tf.compat.v1.Session(graph=step, config=settings) as session:
        session.run("init")
        for fetch in ("loss:0", "train", "loss:0"):
            value, ran = run_recorded(session, fetch, feed)
            names = {node.node_name for node in ran}
            print(f"{fetch}: {value}, {len(names & changing)} updates ran")

    # The same with Grappler: it joins nodes before the run
    settings = config(rewrite=True)
    with tf.compat.v1.Session(graph=step, config=settings) as session:
        session.run("init")
        _, ran = run_recorded(session, "loss:0", feed)
    calls = [node.timeline_label.partition(" = ")[2] for node in ran]
    kernels = [call.partition("(")[0] for call in calls]
    print("Joined:", [kernel for kernel in kernels if "Fused" in kernel])
