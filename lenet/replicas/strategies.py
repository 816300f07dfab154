"""Strategies by name, on the devices that this machine has."""

from collections.abc import Callable

import tensorflow as tf

from lenet.machine import memory
from lenet.replicas.resolvers import resolver_for
from lenet.results.device import BFLOAT16_SINCE
from lenet.settings import STRATEGY_NAMES, Placement


def strategy_for(placement: Placement) -> tf.distribute.Strategy | None:
    """Make the strategy that `placement` names; None for the default.

    It sets up this process's devices, so call it before any operation, and only
    once in a process. Raises ValueError for devices that do not exist, and for
    more of them than this machine has memory for.
    """
    strategy = STRATEGIES[placement.strategy](placement)
    if placement.mixed_precision and strategy:
        check_bfloat16(strategy.extended.worker_devices)
        tf.keras.mixed_precision.set_global_policy("mixed_bfloat16")
    return strategy


def one_device(placement: Placement) -> tf.distribute.Strategy:
    """Run on one device, which shows what a strategy alone costs."""
    chosen = devices(placement) or ["cpu:0"]
    if len(chosen) != 1:
        raise ValueError(
            f"'one-device' takes one device; these are {', '.join(chosen)}."
        )
    return tf.distribute.OneDeviceStrategy(chosen[0])


def mirrored(placement: Placement) -> tf.distribute.Strategy:
    """Run on several devices of this machine, each with all weights."""
    chosen = devices(placement)
    if not chosen:
        raise ValueError(
            "This machine has no GPU. Use logical CPUs instead: they show how "
            "replicas work, but they are no faster."
        )
    return tf.distribute.MirroredStrategy(chosen)


def multi_worker(placement: Placement) -> tf.distribute.Strategy:
    """Run on several machines, all GPUs of each, or its CPU.

    It waits until all of them have started, and cannot be interrupted while it
    waits.
    """
    if placement.devices or placement.logical_cpus:
        raise ValueError(
            "'multi-worker' takes all GPUs of a machine, or its CPU. Leave out "
            "devices and logical CPUs. To hide GPUs, set the variable "
            "CUDA_VISIBLE_DEVICES."
        )
    return tf.distribute.MultiWorkerMirroredStrategy(
        resolver_for(placement.cluster)
    )


def devices(placement: Placement) -> list[str]:
    """Return the devices to run on, as "gpu:0"; split the CPU if asked to.

    They are those that `placement` names, or else all logical CPUs, or else all
    GPUs, of which there may be none. Raises ValueError for a device that does
    not exist.
    """
    split_cpu(placement.logical_cpus)
    present = [
        device.name.removeprefix("/device:").lower()
        for device in tf.config.list_logical_devices()
        if device.device_type in ("CPU", "GPU")
    ]
    chosen = [name.strip().lower() for name in placement.devices]
    for name in chosen:
        if name not in present:
            raise ValueError(
                f"There is no device {name!r} here, only {', '.join(present)}."
            )
        if chosen.count(name) > 1:
            raise ValueError(f"The device {name!r} is named twice.")
    kind = "cpu" if placement.logical_cpus else "gpu"
    return chosen or [name for name in present if name.startswith(kind)]


def split_cpu(parts: int) -> None:
    """Make `parts` logical CPUs, all on the same cores; 0 changes nothing.

    Raises ValueError where a training on them would not fit into memory.
    """
    if parts:
        memory.check_room(parts, memory.free())
        cpu, *_ = tf.config.list_physical_devices("CPU")
        tf.config.set_logical_device_configuration(
            cpu, [tf.config.LogicalDeviceConfiguration()] * parts
        )


def check_bfloat16(names: tuple[str, ...]) -> None:
    """Raise ValueError unless all these devices compute in bfloat16."""
    gpus = tf.config.list_physical_devices("GPU")
    for name in names:
        device = tf.DeviceSpec.from_string(name)
        details = (
            tf.config.experimental.get_device_details(gpus[device.device_index])
            if device.device_type == "GPU"
            else {}
        )
        if details.get("compute_capability", (0, 0)) < BFLOAT16_SINCE:
            what = details.get(
                "device_name", f"{device.device_type}:{device.device_index}"
            )
            raise ValueError(
                "Mixed precision needs a GPU that computes in bfloat16 "
                f"(Nvidia's since Ampere); {what} does not."
            )


STRATEGIES: dict[str, Callable[[Placement], tf.distribute.Strategy | None]] = {
    "default": lambda placement: None,
    "one-device": one_device,
    "mirrored": mirrored,
    "multi-worker": multi_worker,
}
assert tuple(STRATEGIES) == STRATEGY_NAMES
