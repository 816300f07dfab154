"""The workers of a cluster, found by TensorFlow's own resolvers."""

import logging
import os
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, TypeAlias

import tensorflow as tf

from lenet.replicas.members import PORT, Members, from_tf_config
from lenet.settings import CLUSTER_NAMES

logger = logging.getLogger(__name__)
Resolver: TypeAlias = "tf.distribute.cluster_resolver.ClusterResolver"
PODS = "job-name=lenet"
SECONDS_BETWEEN_ASKING = 1.0


@cache
def resolver_for(cluster: str) -> Resolver:
    """Make the resolver that `cluster` names; its result never changes.

    For Kubernetes this waits until all pods run. Raises ValueError where this
    process is in no such cluster, or in one that no training can use.
    """
    return CLUSTERS[cluster]()


def members(resolver: Resolver) -> Members:
    """Return the workers that a resolver knows, in their order."""
    workers = resolver.cluster_spec().as_dict()["worker"]
    return Members(tuple(workers), resolver.task_id)


def tf_config() -> Resolver:
    """Read the environment variable TF_CONFIG.

    https://www.tensorflow.org/guide/distributed_training#TF_CONFIG
    """
    from_tf_config()  # its messages say what is wrong, TensorFlow's do not
    return tf.distribute.cluster_resolver.TFConfigClusterResolver()


def slurm() -> Resolver:
    """Read the variables that Slurm's `srun` gives each task of a job step.

    Each task takes the GPUs that Slurm lets it see.

    https://slurm.schedmd.com/srun.html#SECTION_OUTPUT-ENVIRONMENT-VARIABLES
    """
    try:
        node, task = os.environ["SLURMD_NODENAME"], os.environ["SLURM_LOCALID"]
        told = tf.distribute.cluster_resolver.SlurmClusterResolver(
            port_base=PORT,
            # Without a number it runs nvidia-smi, which a machine without a
            # GPU lacks, and it cannot use zero. So one for each task, unused.
            gpus_per_node=int(os.environ["SLURM_STEP_NUM_TASKS"]),
            gpus_per_task=1,
            auto_set_gpu=False,
        )
    except (KeyError, RuntimeError) as error:
        raise ValueError(
            f"Slurm's variables are not as srun sets them ({error}). Start "
            "this as a job step: srun python -m lenet train ..."
        ) from error
    # Its task_id follows the order in which Slurm numbers the tasks, but its
    # list is sorted by name, with node10 before node2.
    return settled(told, f"{node}:{PORT + int(task)}")


def kubernetes() -> Resolver:
    """Ask the Kubernetes API for the pods with the label job-name=lenet.

    There is one pod on each machine, in the machine's own network
    (hostNetwork), because the resolver knows machines' addresses only. The
    variable HOST_IP holds the address of this pod's machine, and WORKERS the
    number of pods. This waits until all of them run.
    """
    own, count = os.environ.get("HOST_IP"), os.environ.get("WORKERS", "")
    if not own or not count.isdecimal():
        raise ValueError(
            "The pod needs the variables HOST_IP, from its status.hostIP, and "
            f"WORKERS, the number of pods; they are {own!r} and {count!r}."
        )
    client = kubernetes_client()
    told = tf.distribute.cluster_resolver.KubernetesClusterResolver(
        {"worker": [PODS]},
        tf_server_port=PORT,
        override_client=client.CoreV1Api(),
    )
    wait_for_pods(told, int(count), client.ApiException)
    return settled(told, f"{own}:{PORT}")


def kubernetes_client() -> Any:
    """Import the client, and configure it with this pod's service account."""
    try:
        client = import_module("kubernetes.client")
        config = import_module("kubernetes.config")
    except ImportError as error:
        raise ValueError(
            "Kubernetes needs its Python client: pip install kubernetes."
        ) from error
    try:
        config.load_incluster_config()
    except config.ConfigException as error:
        raise ValueError(
            f"This process is not in a pod of Kubernetes: {error}"
        ) from error
    return client


def wait_for_pods(
    resolver: Resolver, count: int, refusal: type[Exception]
) -> None:
    """Ask again until there are `count` pods and all of them run.

    It logs what it waits for, whenever that changes. Raises ValueError where
    the API refuses to list the pods, by raising a `refusal`.
    """
    said = ""
    while waiting_for := pods_missing(resolver, count, refusal):
        if waiting_for != said:
            logger.warning("Waiting: %s", waiting_for)
            said = waiting_for
        time.sleep(SECONDS_BETWEEN_ASKING)


def pods_missing(
    resolver: Resolver, count: int, refusal: type[Exception]
) -> str:
    """Return what is missing: too few or too many pods, or one not running."""
    try:
        there = len(resolver.cluster_spec().as_dict().get("worker", []))
    except RuntimeError as error:
        return str(error)
    except refusal as error:
        said = " ".join(str(error).splitlines()[:2])
        raise ValueError(
            f"The pods cannot be listed: {said}. The "
            "pod's service account needs a role that may list them."
        ) from error
    expected = f"{there} of {count} pods have the label {PODS}."
    return "" if there == count else expected


def settled(told: Resolver, own: str) -> Resolver:
    """Make a resolver with a fixed list of workers, for the one at `own`.

    A second request might return another list. Raises ValueError unless exactly
    one of the workers has that address.
    """
    spec = told.cluster_spec()
    workers = spec.as_dict().get("worker", [])
    if workers.count(own) != 1:
        raise ValueError(
            f"This worker's address is {own}. It must be that of exactly one "
            f"worker; the workers are {', '.join(workers) or 'none'}."
        )
    return tf.distribute.cluster_resolver.SimpleClusterResolver(
        spec,
        task_type="worker",
        task_id=workers.index(own),
        num_accelerators={"GPU": len(tf.config.list_physical_devices("GPU"))},
        rpc_layer="grpc",
    )


CLUSTERS: dict[str, Callable[[], Any]] = {
    "tf-config": tf_config,
    "slurm": slurm,
    "kubernetes": kubernetes,
}
assert tuple(CLUSTERS) == CLUSTER_NAMES
