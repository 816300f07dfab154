"""How fast steps are on several replicas: plain data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Throughput:
    """How fast steps are on some replicas, after tracing.

    `seconds` is the median of a step's time over `steps` of them, `computing`
    that of the slowest replica's forward and backward pass in it. The rest is
    the wait for a turn and for the others, the all-reduce, and the update.
    `gradient_bytes` is what each replica gives to an all-reduce. `devices` are
    named as TensorFlow does, "GPU:0".
    """

    replicas: int
    batch_size: int
    steps: int
    seconds: float
    computing: float
    gradient_bytes: int
    devices: tuple[str, ...] = field(default=())

    @property
    def images_per_second(self) -> float:
        """Return the images per second of all replicas together."""
        return self.batch_size / self.seconds

    @property
    def waiting(self) -> float:
        """Return the share of a step in which the slowest replica is idle."""
        return max(0.0, 1 - self.computing / self.seconds)

    @property
    def virtual(self) -> bool:
        """Return whether the replicas are logical CPUs."""
        return all(name.startswith("CPU") for name in self.devices)

    def efficiency(self, one: "Throughput") -> float:
        """Return the share of the ideal: the throughput of `one`, scaled up."""
        ideal = one.images_per_second * self.replicas / one.replicas
        return self.images_per_second / ideal
