"""The race: the same batches by a Session, eagerly and by traced functions.

`training` and `prediction` have the lanes, `measure` runs them, and
`time_split` finds the time in kernels.
"""

from lenet.graphs.race.measure import race, sweep

__all__ = ["race", "sweep"]
