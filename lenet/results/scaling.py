"""The throughput of steps on several replicas: plain data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Throughput:
    """The time of a step on a number of replicas, after tracing.

    `seconds` is the median time of `steps` steps, and `computing` the median
    time of the slowest replica's forward and backward pass. The rest of a step
    is waiting for a core and for the other replicas, the all-reduce, and the
    update. `gradient_bytes` is what each replica sends to an all-reduce.
    `devices` has TensorFlow's names, such as "GPU:0".
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
