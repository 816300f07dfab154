"""The measurement: what is measured, on what, and what is made of it."""

import json
from dataclasses import replace

import pytest

from lenet.replicas.lesson.scaling import STEPS, gradient_bytes, placement_for
from lenet.results.scaling import Throughput
from lenet.settings import Placement
from tests.replicas_apart import run_apart

MEASURED = """
import json
from dataclasses import asdict

from lenet.replicas.lesson.scaling import measure

for wrong in (33, 4_001):
    try:
        measure(2, wrong, 0.0)
    except ValueError as error:
        print(error)
print(json.dumps(asdict(measure(2, 32, 0.0))))
"""
ONE = Throughput(1, 64, 100, 0.01, 0.008, 324_776, ("GPU:0",))


def test_replicas_are_gpus_where_there_are_several_and_else_logical_cpus():
    for gpus in (0, 1):
        assert placement_for(4, gpus) == Placement("mirrored", logical_cpus=4)
    assert placement_for(2, 4) == Placement("mirrored", devices=("gpu:0", "gpu:1"))
    with pytest.raises(ValueError, match="replicas is 5; it can be 1 to 4"):
        placement_for(5, 4)


def test_every_weight_has_a_gradient_of_four_bytes():
    assert gradient_bytes() == 4 * 81_194


def test_a_throughput_is_in_images_and_in_shares():
    assert ONE.images_per_second == pytest.approx(6_400)
    assert ONE.waiting == pytest.approx(0.2)
    assert ONE.efficiency(ONE) == 1
    ideal = replace(ONE, replicas=4, batch_size=256)
    assert ideal.efficiency(ONE) == pytest.approx(1)
    assert replace(ONE, replicas=2, seconds=0.02).efficiency(ONE) == pytest.approx(0.25)
    assert replace(ONE, computing=0.02).waiting == 0  # clocks differ by a little
    assert not ONE.virtual
    assert replace(ONE, devices=("CPU:0", "CPU:1")).virtual


def test_steps_are_measured_on_the_replicas_asked_for():
    *refused, measured = run_apart(MEASURED).splitlines()[-3:]
    assert refused == [
        "batch_size is 33: it does not divide among 2 replicas. Take 32 or 34.",
        "batch_size is 4001; it can be 1 to 4000.",
    ]
    throughput = json.loads(measured)
    assert throughput["devices"] == ["CPU:0", "CPU:1"]
    assert (throughput["replicas"], throughput["batch_size"]) == (2, 32)
    assert throughput["steps"] == STEPS[0]  # the fewest, where there is no time
    assert 0 < throughput["computing"] < throughput["seconds"]
    assert throughput["gradient_bytes"] == gradient_bytes()
