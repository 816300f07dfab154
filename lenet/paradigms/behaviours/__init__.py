"""What a model can do, and how that depends on the way it was written.

Each behaviour is one call, made on a model of each paradigm by
`lenet.paradigms.behaviours.observe`; nothing about how it ends is written down
here. This registry imports no TensorFlow.
"""

from dataclasses import dataclass

from lenet.settings import PARADIGM_NAMES, one_of

__all__ = ["BEHAVIOURS", "Behaviour"]


@dataclass(frozen=True)
class Behaviour:
    """One thing to try with a model, and why the paradigms differ in it.

    `call` names the function that tries it, as "module:function"; where each
    paradigm needs one of its own, "{paradigm}" stands for its name in lower
    case. `above` names what that function uses and what is shown above it, a
    name for each paradigm in their order: the model's own code, most often.
    `only` is the one paradigm in which it works, or empty; the tests prove it.
    """

    title: str
    why: str
    call: str
    above: tuple[str, ...] = ()
    only: str = ""

    def names(self, paradigm: str) -> tuple[str, ...]:
        """Name all that is shown, in order; the last one is what is called.

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


BEHAVIOURS: dict[str, Behaviour] = {
    "first_call": Behaviour(
        title="Variables before the first call",
        why="A layer makes its weights once it knows the shape of its input. "
        "An `Input` tells it beforehand; otherwise the first images do.",
        call="lenet.paradigms.behaviours.building:{paradigm}_first_call",
    ),
    "summary": Behaviour(
        title="The summary",
        why="It lists what Keras knows of a model: a graph knows who feeds "
        "whom, a class only which layers it owns.",
        call="lenet.paradigms.behaviours.introspection:summary",
    ),
    "inputs": Behaviour(
        title="Inputs and outputs",
        why="A model that is a graph has tensors at its ends. A class has a "
        "method, and that takes whatever it is given.",
        call="lenet.paradigms.behaviours.introspection:inputs",
    ),
    "intermediate_outputs": Behaviour(
        title="A look between the layers",
        why="Between two layers of a graph there is a symbolic tensor that "
        "another model can end at. In a method there is a local variable.",
        call="lenet.paradigms.behaviours.introspection:intermediate_outputs",
    ),
    "plot_model": Behaviour(
        title="A drawing of the model",
        why="Keras draws the graph it holds; it does not read Python.",
        call="lenet.paradigms.behaviours.introspection:plot_model",
    ),
    "config": Behaviour(
        title="From a config to a model",
        why="A config is a model written as data: of a graph, its layers and "
        "their connections; of a class, what its `__init__` is to be given.",
        call="lenet.paradigms.behaviours.saving:config",
    ),
    "keras_file": Behaviour(
        title="Save to .keras and load",
        why="The file holds config and weights, but no Python. What is code "
        "has to be there when the file is read, and Keras has to know it.",
        call="lenet.paradigms.behaviours.saving:keras_file",
    ),
    "weights_file": Behaviour(
        title="Save the weights alone",
        why="Arrays and their names need no config: the model that reads "
        "them is made by its own code.",
        call="lenet.paradigms.behaviours.saving:weights_file",
    ),
    "saved_model": Behaviour(
        title="Export for serving",
        why="An export holds the traced graph, so it needs neither the "
        "model's code nor Keras to run.",
        call="lenet.paradigms.behaviours.saving:saved_model",
    ),
    "python_if": Behaviour(
        title="An if on a value",
        why="Python needs a value to decide. A tensor has one while images "
        "flow through it, and none while a graph is described.",
        call="lenet.paradigms.behaviours.conditionals:python_if",
        above=_here(
            "conditionals",
            "sequential_inverter",
            "functional_inverter",
            "SubclassingInverter",
        ),
    ),
    "compiled_if": Behaviour(
        title="The same if in predict",
        why="`fit` and `predict` trace a model into a graph, where tensors "
        "have no values; `compile(run_eagerly=True)` has them run as Python.",
        call="lenet.paradigms.behaviours.conditionals:compiled_if",
        above=_here(
            "conditionals",
            "sequential_inverter",
            "functional_inverter",
            "SubclassingInverter",
        ),
    ),
    "shared_layer": Behaviour(
        title="One layer, used twice",
        why="A layer is an object that holds weights: used again, it brings "
        "the same ones along.",
        call="lenet.paradigms.behaviours.sharing:shared_layer",
        above=_here(
            "sharing",
            "sequential_twice",
            "functional_twice",
            "SubclassingTwice",
        ),
    ),
    "shared_layer_file": Behaviour(
        title="The same, saved and loaded",
        why="A model that lists its layers has to write down each use of one; "
        "answers before and after tell whether the file did.",
        call="lenet.paradigms.behaviours.sharing:shared_layer_file",
        above=_here(
            "sharing",
            "sequential_twice",
            "functional_twice",
            "SubclassingTwice",
        ),
    ),
    "two_inputs": Behaviour(
        title="Two inputs, two outputs",
        why="A stack has one way in and one way out. A graph may branch, and "
        "a method may take and return what it likes.",
        call="lenet.paradigms.behaviours.branches:two_inputs",
        above=_here(
            "branches", "sequential_pair", "functional_pair", "SubclassingPair"
        ),
    ),
    "debugger": Behaviour(
        title="A debugger in the forward pass",
        why="A debugger stops at lines of Python. It can stop in the "
        "learner's own code only while that code runs.",
        call="lenet.paradigms.behaviours.debugging:debugger",
        above=_here("debugging", *["Stops"] * 3),
    ),
    "tensorboard_graph": Behaviour(
        title="The graph in TensorBoard",
        why="The callback writes a model's config as a graph to draw, where "
        "the config is one.",
        call="lenet.paradigms.behaviours.graph_log:tensorboard_graph",
    ),
    "swap_the_head": Behaviour(
        title="Swap the last layer in place",
        why="A stack has an end, and what is on its end comes off; the other "
        "layers keep what they have learned.",
        call="lenet.paradigms.behaviours.building:swap_the_head",
        only="Sequential",
    ),
    "reload_without_its_code": Behaviour(
        title="Branches, from a file alone",
        why="A graph is data, branches and all: whoever has the file has the "
        "model, without the code that made it.",
        call="lenet.paradigms.behaviours.branches:reload_without_its_code",
        above=_here(
            "branches", "sequential_pair", "functional_pair", "SubclassingPair"
        ),
        only="Functional",
    ),
    "depends_on_values": Behaviour(
        title="Run until sure",
        why="How often a layer runs is part of a graph, and settled before "
        "there is an image. Code that runs with the image can wait and see; "
        "in a layer of one's own any model can hold such code.",
        call="lenet.paradigms.behaviours.repeating:depends_on_values",
        above=_here(
            "repeating",
            "sequential_until_sure",
            "functional_until_sure",
            "SubclassingUntilSure",
        ),
        only="Subclassing",
    ),
}
