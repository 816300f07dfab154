"""A device that TensorFlow can run on: plain data."""

from dataclasses import dataclass

# Nvidia's first GPUs that compute in bfloat16: Ampere.
# https://www.tensorflow.org/guide/mixed_precision#supported_hardware
BFLOAT16_SINCE = (8, 0)


@dataclass(frozen=True)
class Device:
    """One device of this machine.

    `name` is TensorFlow's, as "gpu:0"; `kind` is "GPU" or "CPU". `memory` is
    in bytes: for a GPU what TensorFlow may use of it, for the CPU what a
    process here may use; None where it is unknown. `compute_capability` is
    Nvidia's number for a GPU's generation.
    """

    name: str
    kind: str
    description: str
    memory: int | None = None
    compute_capability: tuple[int, int] | None = None

    @property
    def computes_bfloat16(self) -> bool:
        """Return whether it computes in bfloat16 natively."""
        return (self.compute_capability or (0, 0)) >= BFLOAT16_SINCE
