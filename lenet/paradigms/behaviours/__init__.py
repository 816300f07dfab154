"""What a model can do, and how that depends on its paradigm.

Each behaviour is one call, made on a model of each paradigm by
`lenet.paradigms.behaviours.observe`. Its result is not written here, only how
to fix an error. This registry imports no TensorFlow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lenet.settings import PARADIGM_NAMES, one_of

__all__ = ["BEHAVIOURS", "GROUPS", "Behaviour"]

GROUPS = ("Build it", "Look inside", "Save and load", "Run Python in it")


@dataclass(frozen=True)
class Behaviour:
    """One thing to try with a model, and why the paradigms differ in it.

    `group` is one of GROUPS.
    `call` names the function that tries it, as "module:function"; "{paradigm}"
    in it stands for the paradigm's name in lower case. `above` names what that
    function uses and what is shown above it, one name for each paradigm in
    their order. `only` is the one paradigm in which it works, or empty. `fixes`
    says for each paradigm in which it fails how to reach the same goal. The
    tests check `only` and `fixes` against what is observed.
    """

    title: str
    group: str
    why: str
    call: str
    above: tuple[str, ...] = ()
    only: str = ""
    fixes: Mapping[str, str] = field(default_factory=dict)

    def names(self, paradigm: str) -> tuple[str, ...]:
        """Return the names of all that is shown; the last one is called.

        Raises ValueError for a name that is no paradigm's.
        """
        one_of("paradigm", paradigm, PARADIGM_NAMES)
        index = PARADIGM_NAMES.index(paradigm)
        call = self.call.format(paradigm=paradigm.lower())
        return (*self.above[index : index + 1], call)


def _here(module: str, *names: str) -> tuple[str, ...]:
    return tuple(
        f"lenet.paradigms.behaviours.{module}:{name}" for name in names
    )


REGISTER = (
    "The file holds no Python. Put "
    "`@tf.keras.utils.register_keras_serializable()` above the class, let its "
    "`__init__` take `**kwargs` for `super()`, and import it before you load."
)
ONE_GRAPH = (
    "A Sequential model has one input and one output. Write a Functional model "
    "instead."
)
NO_VALUES = (
    "A graph has no values yet. Use `ops.where`, which becomes part of the "
    "graph."
)
NO_VALUES_IN_PREDICT = (
    "`predict` traces `call` into a graph. Use `ops.where`, or "
    "`compile(run_eagerly=True)`."
)
NO_LOOP = (
    "The loop needs a value, and a graph has none yet. Put the loop into the "
    "`call` of a custom layer that has a `compute_output_shape`, and call the "
    "model eagerly."
)


BEHAVIOURS: dict[str, Behaviour] = {
    "first_call": Behaviour(
        title="Variables before the first call",
        group="Build it",
        why="A layer makes its weights when it knows the shape of its input. "
        "An `Input` names the shape beforehand. Without one, the first batch "
        "of images shows it.",
        call="lenet.paradigms.behaviours.building:{paradigm}_first_call",
    ),
    "summary": Behaviour(
        title="The summary",
        group="Look inside",
        why="`model.summary()` lists what Keras knows about a model. Keras "
        "knows the connections of a graph, but only the layers of a class.",
        call="lenet.paradigms.behaviours.introspection:summary",
    ),
    "inputs": Behaviour(
        title="Inputs and outputs",
        group="Look inside",
        why="A model that is a graph has input and output tensors. A class "
        "has a method, `call`, which accepts any arguments.",
        call="lenet.paradigms.behaviours.introspection:inputs",
        fixes={
            "Subclassing": "A class has no symbolic tensors. Call it on a "
            "`tf.keras.Input`, and make a `tf.keras.Model` of input and output."
        },
    ),
    "intermediate_outputs": Behaviour(
        title="Outputs between the layers",
        group="Look inside",
        why="Between two layers of a graph there is a symbolic tensor, and "
        "another model can end there. In a method there is a local variable.",
        call="lenet.paradigms.behaviours.introspection:intermediate_outputs",
        fixes={
            "Subclassing": "The feature maps are a local variable of `call`. "
            "Return them from `call`, beside the probabilities."
        },
    ),
    "plot_model": Behaviour(
        title="A drawing of the model",
        group="Look inside",
        why="Keras draws the graph that it holds. It does not read Python "
        "code.",
        call="lenet.paradigms.behaviours.introspection:plot_model",
    ),
    "config": Behaviour(
        title="From a config to a model",
        group="Save and load",
        why="A config is a model written as data. For a graph it holds the "
        "layers and their connections. For a class it holds the arguments of "
        "`__init__`.",
        call="lenet.paradigms.behaviours.saving:config",
        fixes={
            "Subclassing": "`from_config` passes the config to `__init__`. "
            "Let `__init__` take `**kwargs` and pass them to `super()`."
        },
    ),
    "keras_file": Behaviour(
        title="Save to .keras and load",
        group="Save and load",
        why="The file holds the config and the weights, but no Python code. "
        "The class of a subclassed model must exist when the file is loaded, "
        "and Keras must know it.",
        call="lenet.paradigms.behaviours.saving:keras_file",
        fixes={"Subclassing": REGISTER},
    ),
    "weights_file": Behaviour(
        title="Save the weights alone",
        group="Save and load",
        why="Arrays and their names need no config. Your code makes the model "
        "that loads them.",
        call="lenet.paradigms.behaviours.saving:weights_file",
    ),
    "saved_model": Behaviour(
        title="Export for serving",
        group="Save and load",
        why="An export holds the traced graph. It runs without the model's "
        "code, and without Keras.",
        call="lenet.paradigms.behaviours.saving:saved_model",
    ),
    "python_if": Behaviour(
        title="An if on a value",
        group="Run Python in it",
        why="Python needs a value to decide. A tensor has a value while "
        "images flow through the model, and none while a graph is built.",
        call="lenet.paradigms.behaviours.conditionals:python_if",
        above=_here(
            "conditionals",
            "sequential_inverter",
            "functional_inverter",
            "SubclassingInverter",
        ),
        fixes={"Functional": NO_VALUES},
    ),
    "compiled_if": Behaviour(
        title="The same if in predict",
        group="Run Python in it",
        why="`fit` and `predict` trace a model into a graph, where tensors "
        "have no values. After `compile(run_eagerly=True)` they run as "
        "Python.",
        call="lenet.paradigms.behaviours.conditionals:compiled_if",
        above=_here(
            "conditionals",
            "sequential_inverter",
            "functional_inverter",
            "SubclassingInverter",
        ),
        fixes={
            "Sequential": NO_VALUES_IN_PREDICT,
            "Functional": NO_VALUES,
            "Subclassing": NO_VALUES_IN_PREDICT,
        },
    ),
    "shared_layer": Behaviour(
        title="One layer, used twice",
        group="Build it",
        why="A layer is an object that holds weights. If it is used again, "
        "it uses the same weights.",
        call="lenet.paradigms.behaviours.sharing:shared_layer",
        above=_here(
            "sharing",
            "sequential_twice",
            "functional_twice",
            "SubclassingTwice",
        ),
    ),
    "shared_layer_file": Behaviour(
        title="The shared layer, saved and loaded",
        group="Save and load",
        why="A file has to record each use of a layer. Compare the outputs "
        "before and after to see whether it did.",
        call="lenet.paradigms.behaviours.sharing:shared_layer_file",
        above=_here(
            "sharing",
            "sequential_twice",
            "functional_twice",
            "SubclassingTwice",
        ),
        fixes={"Subclassing": REGISTER},
    ),
    "two_inputs": Behaviour(
        title="Two inputs, two outputs",
        group="Build it",
        why="A stack has one input and one output. A graph may branch, and a "
        "method may accept and return any number of tensors.",
        call="lenet.paradigms.behaviours.branches:two_inputs",
        above=_here(
            "branches", "sequential_pair", "functional_pair", "SubclassingPair"
        ),
        fixes={"Sequential": ONE_GRAPH},
    ),
    "debugger": Behaviour(
        title="A debugger in the forward pass",
        group="Run Python in it",
        why="A debugger stops at lines of Python. It stops in your own code "
        "only while that code runs.",
        call="lenet.paradigms.behaviours.debugging:debugger",
        above=_here("debugging", *["Stops"] * 3),
    ),
    "tensorboard_graph": Behaviour(
        title="The graph in TensorBoard",
        group="Look inside",
        why="The callback writes the model's config as a graph, if the config "
        "is one.",
        call="lenet.paradigms.behaviours.graph_log:tensorboard_graph",
    ),
    "swap_the_head": Behaviour(
        title="Swap the last layer in place",
        group="Build it",
        why="A stack has an end, and its last layer can be removed. The other "
        "layers keep their weights.",
        call="lenet.paradigms.behaviours.building:swap_the_head",
        only="Sequential",
        fixes={
            "Functional": "A graph cannot be changed. Make a new model from "
            "`model.inputs[0]` to a new layer on `model.layers[-2].output`.",
            "Subclassing": "A class has no last layer, only code. Change the "
            "layer in its `__init__`.",
        },
    ),
    "reload_without_its_code": Behaviour(
        title="Branches, loaded from a file alone",
        group="Save and load",
        why="A graph is data, and so are its branches. The file is enough to "
        "load the model, without the code that made it.",
        call="lenet.paradigms.behaviours.branches:reload_without_its_code",
        above=_here(
            "branches", "sequential_pair", "functional_pair", "SubclassingPair"
        ),
        only="Functional",
        fixes={"Sequential": ONE_GRAPH, "Subclassing": REGISTER},
    ),
    "depends_on_values": Behaviour(
        title="Repeat until a probability is high",
        group="Run Python in it",
        why="A graph fixes how often a layer runs before there is an image. "
        "Python code that runs with the image can look at the result and "
        "repeat. A custom layer can bring such code into any model.",
        call="lenet.paradigms.behaviours.repeating:depends_on_values",
        above=_here(
            "repeating",
            "sequential_repeater",
            "functional_repeater",
            "SubclassingRepeater",
        ),
        only="Subclassing",
        fixes={"Sequential": NO_LOOP, "Functional": NO_LOOP},
    ),
}
assert {each.group for each in BEHAVIOURS.values()} == set(GROUPS)
