"""Who takes part in a cluster: from TF_CONFIG, from Slurm, from Kubernetes."""

import json
import socket
import sys
from types import ModuleType, SimpleNamespace

import pytest

from lenet.replicas import resolvers
from lenet.replicas.members import (
    PORT,
    Members,
    check_port,
    from_tf_config,
    is_listening,
)
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement

GOOD = {
    "cluster": {"worker": ["a.example:1", "[::1]:2"]},
    "task": {"type": "worker", "index": 1},
}


def test_tf_config_is_read_as_tensorflow_reads_it(monkeypatch):
    monkeypatch.setenv("TF_CONFIG", json.dumps(GOOD))
    assert from_tf_config() == Members(("a.example:1", "[::1]:2"), 1)
    assert resolvers.members(resolvers.tf_config()) == from_tf_config()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "not set"),
        ("", "not set"),
        ("{cluster}", "not JSON"),
        ("[]", "'worker' in 'cluster'"),
        ("{}", "'worker' in 'cluster'"),
        ('{"cluster": []}', "'worker' in 'cluster'"),
        ('{"cluster": {"worker": "a:1"}}', "'worker' in 'cluster'"),
        ('{"cluster": {"worker": ["a:1"]}}', "'type' in 'task'"),
        (json.dumps({**GOOD, "task": {"type": "worker"}}), "'index' in 'task'"),
        (json.dumps({**GOOD, "task": {"type": "ps", "index": 0}}), "'ps'"),
        (json.dumps({**GOOD, "task": {"type": "worker", "index": 2}}), "0 to 1"),
        (json.dumps({**GOOD, "task": {"type": "worker", "index": -1}}), "0 to 1"),
        (json.dumps({**GOOD, "task": {"type": "worker", "index": "0"}}), "'index'"),
        (json.dumps({**GOOD, "cluster": {"worker": []}}), "0 workers"),
        (json.dumps({**GOOD, "cluster": {"worker": ["a", "b:1"]}}), "'a' needs"),
        (json.dumps({**GOOD, "cluster": {"worker": ["a:x", "b:1"]}}), "'a:x' needs"),
        (json.dumps({**GOOD, "cluster": {"worker": ["a:0", "b:1"]}}), "'a:0' needs"),
        (
            json.dumps({**GOOD, "cluster": {"chief": ["a:1"], "worker": ["b:1"]}}),
            "chief, worker",
        ),
    ],
)
def test_a_tf_config_that_cannot_be_used_says_why(text, says):
    with pytest.raises(ValueError, match="TF_CONFIG") as told:
        from_tf_config({} if text is None else {"TF_CONFIG": text})
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_port_in_use_is_found_out_before_tensorflow_shares_it():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        assert is_listening(address)
        with pytest.raises(ValueError, match=f"{address}.* in use"):
            check_port(address)
    check_port(address)
    assert not is_listening(address)
    assert Members((address, "b.invalid:1"), 0).described() == (
        f"0 at {address}, this one; 1 at b.invalid:1, no connection"
    )


@pytest.fixture
def step(monkeypatch):
    """Run as task `rank` of a Slurm step, as `srun` sets it up."""

    def step(rank, node, local, nodes, tasks, count):
        given = {
            "PROCID": rank,
            "LOCALID": local,
            "STEP_NODELIST": nodes,
            "STEP_TASKS_PER_NODE": tasks,
            "STEP_NUM_TASKS": count,
        }
        for name, value in given.items():
            monkeypatch.setenv(f"SLURM_{name}", str(value))
        monkeypatch.setenv("SLURMD_NODENAME", node)

    return step


def test_slurm_on_machines_without_a_gpu(step, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")  # nor is there nvidia-smi
    step(1, "n2", 0, "n[1-2]", "1(x2)", 2)
    found = resolvers.slurm()
    assert resolvers.members(found) == Members((f"n1:{PORT}", f"n2:{PORT}"), 1)
    assert found.task_type == "worker"
    assert found.num_accelerators() == {"GPU": 0}


def test_slurm_with_several_tasks_a_node(step):
    step(2, "b", 1, "a,b", "1,2", 3)
    workers = (f"a:{PORT}", f"b:{PORT}", f"b:{PORT + 1}")
    assert resolvers.members(resolvers.slurm()) == Members(workers, 2)


def test_slurm_numbers_its_nodes_otherwise_than_the_alphabet(step):
    """TensorFlow's own task_id would be 1, which is the address of n10."""
    indices = {}
    for rank in range(10):
        step(rank, f"n{rank + 1}", 0, "n[1-10]", "1(x10)", 10)
        found = resolvers.members(resolvers.slurm())
        assert found.own == f"n{rank + 1}:{PORT}"
        indices[rank] = found.index
    assert sorted(indices.values()) == list(range(10))
    assert indices[1] != 1


def test_no_slurm_step_is_one_sentence(step, monkeypatch):
    step(0, "a", 0, "a", "1", 1)
    monkeypatch.delenv("SLURM_STEP_NODELIST")
    with pytest.raises(ValueError, match=r"STEP_NODELIST.*srun python -m lenet"):
        resolvers.slurm()
    monkeypatch.delenv("SLURMD_NODENAME")
    with pytest.raises(ValueError, match="srun"):
        resolvers.slurm()


class Refused(Exception):
    pass


class FakeKubernetes:
    """The API with some pods, which change each time they are asked for."""

    def __init__(self, *answers):
        self.answers, self.asked, self.configured = list(answers), [], True

    def CoreV1Api(self):
        return self

    def list_pod_for_all_namespaces(self, label_selector):
        self.asked.append(label_selector)
        pods = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        if isinstance(pods, Exception):
            raise pods
        return SimpleNamespace(
            items=[
                SimpleNamespace(
                    metadata=SimpleNamespace(name=name),
                    status=SimpleNamespace(phase=phase, host_ip=address),
                )
                for name, phase, address in pods
            ]
        )


@pytest.fixture
def cluster(monkeypatch):
    """Run as a pod at 10.0.0.2, one of two, where the API gives these answers."""

    def cluster(*answers):
        fake = FakeKubernetes(*answers)
        package = ModuleType("kubernetes")
        client, config = (
            ModuleType("kubernetes.client"),
            ModuleType("kubernetes.config"),
        )
        client.CoreV1Api, client.ApiException = fake.CoreV1Api, Refused
        config.load_incluster_config = lambda: None
        config.ConfigException = RuntimeError
        package.client, package.config = client, config
        for module in (package, client, config):
            monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setenv("HOST_IP", "10.0.0.2")
        monkeypatch.setenv("WORKERS", "2")
        monkeypatch.setattr(resolvers, "SECONDS_BETWEEN_ASKING", 0)
        return fake

    return cluster


UP = [("lenet-1", "Running", "10.0.0.2"), ("lenet-0", "Running", "10.0.0.1")]


def test_kubernetes_finds_its_own_index_among_the_pods(cluster):
    fake = cluster(UP)
    found = resolvers.kubernetes()
    expected = Members((f"10.0.0.1:{PORT}", f"10.0.0.2:{PORT}"), 1)
    assert resolvers.members(found) == expected
    fake.answers = [[]]  # who takes part is settled
    assert resolvers.members(found) == expected
    assert found.task_type == "worker"
    assert set(fake.asked) == {"job-name=lenet"}


def test_kubernetes_waits_until_all_pods_are_there_and_run(cluster, caplog):
    late = [UP[0], ("lenet-0", "Pending", None)]
    cluster(UP[:1], late, late, UP)
    assert len(resolvers.members(resolvers.kubernetes()).workers) == 2
    first, second = (record.getMessage() for record in caplog.records)
    assert "of 2 pods" in first
    assert '"lenet-0" is not running; phase: "Pending"' in second


@pytest.mark.parametrize(
    ("pods", "says"),
    [
        ([UP[0], ("lenet-0", "Running", "10.0.0.2")], "exactly one"),
        ([UP[1], ("lenet-1", "Running", "10.0.0.3")], "exactly one"),
        (Refused("(403)\nReason: Forbidden\nmore"), r"\(403\) Reason: Forbidden"),
    ],
)
def test_pods_that_make_no_cluster_say_why(cluster, pods, says):
    cluster(pods)
    with pytest.raises(ValueError, match=says):
        resolvers.kubernetes()


def test_what_kubernetes_needs_is_said(cluster, monkeypatch):
    cluster(UP)

    def nowhere():
        raise RuntimeError("Service host/port is not set.")

    sys.modules["kubernetes.config"].load_incluster_config = nowhere
    with pytest.raises(ValueError, match="not in a pod of Kubernetes: Service host"):
        resolvers.kubernetes()
    monkeypatch.setitem(sys.modules, "kubernetes.client", None)
    with pytest.raises(ValueError, match="pip install kubernetes"):
        resolvers.kubernetes()
    monkeypatch.setenv("WORKERS", "two")
    with pytest.raises(ValueError, match="'two'"):
        resolvers.kubernetes()
    monkeypatch.delenv("HOST_IP")
    with pytest.raises(ValueError, match=r"status\.hostIP"):
        resolvers.kubernetes()


def test_a_cluster_takes_a_machine_whole():
    for choice in ({"devices": ("gpu:0",)}, {"logical_cpus": 2}):
        with pytest.raises(ValueError, match="Leave out devices and logical CPUs"):
            strategy_for(Placement("multi-worker", **choice))


def test_the_files_for_a_cluster_name_the_port_that_is_used():
    assert resolvers.PORT == PORT
