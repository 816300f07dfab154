"""Build the flow of a run from its operations."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import tensorflow as tf

from lenet.autodiff.none_clinic.arrays import Arrival, arrival, made_of_array
from lenet.autodiff.none_clinic.flow import ARRAY, STATE, TENSOR, Edge, Flow
from lenet.autodiff.none_clinic.observed import Asked, Observed, Place
from lenet.autodiff.none_clinic.passing import is_function
from lenet.autodiff.none_clinic.statements import Statements
from lenet.autodiff.none_clinic.variables import (
    Variable,
    Variables,
    handle_in,
    is_assignment,
    is_tracked,
    names_of,
)
from lenet.autodiff.recording import (
    CONSTANT,
    READ,
    RECORDED,
    VARIABLE,
    Ran,
    snake,
)

HANDLE, IDENTITY, ASSIGN = "VarHandleOp", "Identity", "AssignVariableOp"
NUMPY, FUNCTION = "NumPy array", "tf.function"


class Builder:
    """Builds `flow` from what ran before a gradient was asked for.

    Reads of variables are no boxes. Tensors without a maker and without a name
    are constants of the code, and left out. `source` is what the gradient is
    for: assignments to it do not separate it from its readers.
    """

    def __init__(self, seen: Observed, asked: Asked, source: Any) -> None:
        self.flow = Flow()
        self._seen, self._source = seen, id(handle_in(source))
        self._statements = Statements(seen.function)
        self._variables = Variables()
        self._makers: dict[int, str] = {}  # boxes by tensor id
        self._names = names_of(seen, asked)
        self._end = Place(asked.line, asked.names, False, (), ())
        steps = zip(seen.ran, seen.places, strict=True)
        for ran, place in islice(steps, asked.before):
            self._step(ran, place)

    def box_of(self, value: Any) -> str:
        """Return the name of the box of a tensor or a variable; make it."""
        handle = handle_in(value)
        if handle is not None:
            return self._variable(handle, value).box.name
        return self._makers.get(id(value)) or self._leaf(value, self._end)

    def _step(self, ran: Ran, place: Place) -> None:
        first = ran.inputs[0] if ran.inputs else None
        if ran.kind == HANDLE:
            name = str(ran.attributes["debug_name"]).strip("/").split("/")[-1]
            self._names.setdefault(id(ran.outputs[0]), name.lower())
        elif ran.kind == READ:
            self._variable(first)
            self._variables.note_read(ran)
        elif ran.kind == IDENTITY and self._variables.handle_of(first):
            self._variables.note_read(ran)
        elif ran.kind == ASSIGN and id(first) not in self._variables.of:
            box = self._variable(first, ran.inputs[1], place.line).box
            self._join(ran.inputs[1], box.name, STATE, place)
        else:
            self._operation(ran, place)

    def _operation(self, ran: Ran, place: Place) -> None:
        output = ran.outputs[0] if ran.outputs else None
        kind = FUNCTION if is_function(ran) else ran.kind
        plain = snake(kind).replace("tf.", "").removesuffix("_variable_op")
        name = self._names.get(id(output), plain)
        box = self.flow.add(name, kind, output, place.line, place)
        box.recorded = ran.kind.startswith(RECORDED)
        self._makers |= {id(each): box.name for each in ran.outputs}
        for index, tensor in enumerate(ran.inputs):
            self._join(tensor, box.name, TENSOR, place, ran, index)
        if is_assignment(ran):
            variable = self._variable(ran.inputs[0])
            variable.written = box.name
            variable.assign(ran)
            box.value = variable.box.value

    def _join(
        self,
        tensor: tf.Tensor,
        target: str,
        kind: str,
        place: Place,
        ran: Ran | None = None,
        index: int = 0,
    ) -> None:
        """Add the edges of an input: from a variable, a maker or an array."""
        if handle := self._read(tensor, place, index):
            variable = self._variables.of[handle]
            source = variable.box.name
            if variable.written and handle != self._source:
                edge = Edge(variable.written, target, STATE, place)
                self.flow.edges.append(edge)
        else:
            source = self._maker(tensor, place)
        if source:
            self.flow.edges.append(
                Edge(source, target, kind, place, ran, index)
            )

    def _read(self, tensor: tf.Tensor, place: Place, index: int) -> int:
        """Return the handle of the variable that was read as an input, or 0."""
        handle = self._variables.handle_of(tensor)
        if handle or id(tensor) in self._makers or id(tensor) in self._names:
            return handle
        read = map(place.names.get, self._statements.read_at(place.line))
        named = [id(handle_in(value)) for value in read]
        tracked = is_tracked(place, index)
        return self._variables.alike(tensor, named, is_tracked=tracked)

    def _maker(self, tensor: tf.Tensor, place: Place) -> str:
        """Return the box that made a tensor, "" for a constant of the code."""
        if id(tensor) in self._makers:
            return self._makers[id(tensor)]
        if id(tensor) in self._names:
            return self._leaf(tensor, place)
        found = arrival(tensor, place, self._seen, self._statements)
        return self._arrived(found, tensor, place) if found else ""

    def _arrived(self, found: Arrival, tensor: tf.Tensor, place: Place) -> str:
        """Return the box of an array, "" if it was computed from no tensor."""
        sources = self._known(found.origins, place)
        if not sources:
            return ""
        box = self.flow.add(found.name, NUMPY, tensor, found.line)
        self._makers[id(tensor)] = box.name
        functions = [each for each in sources if self._is_function(each, found)]
        for source in sources:
            # What such a function returned was computed from the others.
            inside = functions if source not in functions else ()
            for target in inside or (box.name,):
                self.flow.edges.append(Edge(source, target, ARRAY, place))
        return box.name

    def _is_function(self, name: str, found: Arrival) -> bool:
        """Return whether a box is a traced function that ran for an array."""
        box = self.flow.boxes[name]
        return box.kind == FUNCTION and box.line == found.line

    def _known(self, values: Sequence[Any], place: Place) -> list[str]:
        """Return the boxes of those values that are tensors or variables."""
        found = []
        for value in values:
            handle = handle_in(value)
            tensor = value if handle is None else handle
            at = self._variables.handle_of(tensor) or id(tensor)
            if at in self._variables.of:
                found.append(self._variables.of[at].box.name)
            elif at in self._makers or at in self._names:
                found.append(self._makers.get(at) or self._leaf(tensor, place))
        return list(dict.fromkeys(found))

    def _leaf(self, tensor: tf.Tensor, place: Place) -> str:
        """Return the box of a tensor that no operation made."""
        name = self._names.get(id(tensor), "constant")
        found = made_of_array(name, place, self._seen, self._statements)
        if found and (arrived := self._arrived(found, tensor, place)):
            return arrived
        box = self.flow.add(name, CONSTANT, tensor)
        self._makers[id(tensor)] = box.name
        return box.name

    def _variable(
        self, handle: tf.Tensor, value: Any = None, line: int = 0
    ) -> Variable:
        if id(handle) not in self._variables.of:
            name = self._names.get(id(handle), "variable")
            box = self.flow.add(name, VARIABLE, value, line)
            self._variables.of[id(handle)] = Variable(box)
        return self._variables.of[id(handle)]
