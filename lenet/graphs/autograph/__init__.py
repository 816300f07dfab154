"""AutoGraph: what it converts, and what it refuses. Imports no TensorFlow.

`examples` and `refused` have the functions, `conversion` converts and calls
them, `unrolling` counts the nodes of loops.
"""

from dataclasses import dataclass

EXAMPLES_FILE = "lenet.graphs.autograph.examples"
REFUSED_FILE = "lenet.graphs.autograph.refused"
MOST_PASSES = 50  # of the loop whose nodes are counted
Numbers = tuple[float, ...]  # the arguments of one call
# What the arguments of the examples can be.
TENSORS, PYTHON_NUMBERS = "tensors", "Python numbers"
VALUES = (TENSORS, PYTHON_NUMBERS)


@dataclass(frozen=True)
class Example:
    """A function of `examples.py` that AutoGraph converts.

    `watched` is the line in question: how often does Python run it in all
    `calls`? `what` says what AutoGraph does with the function.
    """

    title: str
    watched: str
    calls: tuple[Numbers, ...]
    what: str


@dataclass(frozen=True)
class Refusal:
    """A function of `refused.py` that raises an error in a graph, and its fix.

    The fixed function has the same name with "_fixed". Both are called with
    `arguments`, as tensors.
    """

    title: str
    why: str
    fix: str
    arguments: Numbers = (3,)


EXAMPLES: dict[str, Example] = {
    "absolute": Example(
        title="An if",
        watched="result = -x",
        calls=((4,), (-3,), (-5,)),
        what="Each branch becomes a function, `if_body` and `else_body`. "
        "`ag__.if_stmt` gets both.",
    ),
    "halvings": Example(
        title="A while loop",
        watched="x = x / 2",
        calls=((10.0,), (3.0,), (0.5,)),
        what="The condition and the body become functions, `loop_test` and "
        "`loop_body`. `ag__.while_stmt` gets both.",
    ),
    "power": Example(
        title="A for loop",
        watched="result = result * x",
        calls=((2.0, 3), (2.0, 4), (3.0, 2)),
        what="The body becomes a function, `loop_body`. `ag__.converted_call` "
        "calls `tf.range` in the place of `range` if `n` is a tensor.",
    ),
    "first_over": Example(
        title="A break",
        watched="first = number",
        calls=((30,), (50,), (1,)),
        what="A graph has no `break`. It becomes a variable, `break_`, and the "
        "loop goes on only while `break_` is false.",
    ),
    "sign": Example(
        title="Several returns",
        watched="return -1",
        calls=((4,), (-3,), (-5,), (0,)),
        what="A graph returns at its end. So `return` sets two variables, "
        "`do_return` and `retval_`, and what follows becomes an `else`.",
    ),
}

NO_VALUE = (
    "A symbolic tensor has no value, so Python's own `if` raises an error. "
    "Only AutoGraph's `if` accepts it."
)

REFUSED: dict[str, Refusal] = {
    "one_side": Refusal(
        title="A name in one branch only",
        why="The graph has both branches, and the code below them needs a "
        "value from each.",
        fix="Set the name before the `if`.",
    ),
    "no_return": Refusal(
        title="A return in one branch only",
        why="Python returns None where no `return` is. A graph cannot return a "
        "tensor from one branch and None from the other.",
        fix="Return a tensor of the same dtype from both branches.",
    ),
    "dtypes": Refusal(
        title="Branches with two dtypes",
        why="A tensor of a graph has one dtype, whichever branch runs.",
        fix="Use the same dtype in both branches.",
    ),
    "shapes": Refusal(
        title="A shape that grows in a loop",
        why="The body is traced once, so each pass must return the shapes that "
        "it got.",
        fix="Call `set_loop_options`, with `None` for the size that changes.",
        arguments=(8,),
    ),
    "appends": Refusal(
        title="A Python list in a loop",
        why="The body is traced once, so `append` runs once. The list then has "
        "one symbolic tensor, which exists only inside the loop.",
        fix="Use a `tf.TensorArray`. `write` returns the new array.",
        arguments=(4,),
    ),
    "returns_early": Refusal(
        title="A return in a loop",
        why="A graph's loop ends by its condition. The function has no value "
        "to return before the first pass.",
        fix="Set a variable and use `break`.",
        arguments=(30,),
    ),
    "from_text": Refusal(
        title="A function without source",
        why="AutoGraph reads the function's source file, and code made by "
        f"`eval` has none. {NO_VALUE}",
        fix="Write the function in a file or a notebook cell.",
        arguments=(-3,),
    ),
    "left_alone": Refusal(
        title="do_not_convert",
        why=f"`do_not_convert` keeps a function as it is. {NO_VALUE}",
        fix="Use an operation in the place of the `if`, such as `tf.where`.",
        arguments=(-3,),
    ),
}
