"""LeNet's layers by both of their names: LeCun's, and the one in the code."""

from collections import Counter
from collections.abc import Sequence

# The calls of the forward pass, by the layer's name in the code and the number
# of this call of the layer. Flatten and the output have no short name in the
# paper.
# LeCun et al. (1998), http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf
LECUN_NAMES = {
    ("conv2d_1", 1): "C1",
    ("average_pool", 1): "S2",
    ("conv2d_2", 1): "C3",
    ("average_pool", 2): "S4",
    ("average_pool_1", 1): "S2",
    ("average_pool_2", 1): "S4",
    ("fc_1", 1): "F5",
    ("fc_2", 1): "F6",
}


def both_names(name: str, call: int = 1) -> str:
    """Return "C1 conv2d_1" for "conv2d_1"; a layer without two names as it is.

    `call` counts the calls of a layer that is called more than once, from 1.
    The name of a weight, "conv2d_1/kernel", gets its layer's names.
    """
    layer, _, _ = name.partition("/")
    short = LECUN_NAMES.get((layer, call))
    return f"{short} {name}" if short else name


def names_of_calls(names: Sequence[str]) -> list[str]:
    """Return both names of each call in a forward pass, by the layers' `names`.

    Calls of one layer that LeCun gave no names to are counted: "pool, call 2".
    """
    calls = [names[: i + 1].count(name) for i, name in enumerate(names)]
    totals = Counter(names)
    return [
        _name_of_call(name, call, totals[name])
        for name, call in zip(names, calls, strict=True)
    ]


def _name_of_call(name: str, call: int, calls: int) -> str:
    if calls > 1 and (name, call) not in LECUN_NAMES:
        return f"{name}, call {call}"
    return both_names(name, call)
