"""Why a gradient is None: the first step that no gradient passes names it."""

from typing import NamedTuple

from lenet.autodiff.none_clinic.flow import ARRAY, STATE, Edge
from lenet.autodiff.none_clinic.passing import (
    can_be_float,
    is_function,
    is_smooth,
)
from lenet.autodiff.none_clinic.probe import Probe
from lenet.autodiff.none_clinic.variables import is_assignment
from lenet.autodiff.recording import VARIABLE
from lenet.results import none_clinic as causes

STOP = "StopGradient"
OF_EDGES = {STATE: causes.STATE, ARRAY: causes.NUMPY}


class Finding(NamedTuple):
    """One of CAUSES, and the edge that no tape has, the source's side first.

    `line` is in the function's file, 0 where no line is to blame; `operation`
    is the kind of the operation there, or "".
    """

    cause: str
    missing: tuple[str, str]
    line: int = 0
    operation: str = ""


def find(probe: Probe) -> Finding | None:
    """Return why a gradient is None; None where there is one.

    None as well, if no step between source and target explains it.
    """
    if probe.gradient is not None:
        return None
    path = probe.flow.path(probe.source, probe.target)
    if path is None:
        return _without_path(probe)
    for edge in path:
        if cause := _cause(probe, edge):
            return _at(probe, edge, cause)
    # What is in a traced function, the path does not show.
    inside = [edge for edge in path if edge.ran and is_function(edge.ran)]
    return _at(probe, inside[0], causes.NO_DERIVATIVE) if inside else None


def joined(probe: Probe, finding: Finding, fixed: Probe) -> Finding:
    """Return a finding with the edge that only the run of the fixed code has.

    Where values do not lead from source to target, no run tells alone which
    operation should have used them.
    """
    known = {(edge.source, edge.target) for edge in probe.flow.edges}
    for edge in fixed.flow.path(fixed.source, fixed.target) or ():
        missing = edge.source, edge.target
        user = probe.flow.boxes.get(edge.target)
        if missing not in known and user and edge.source in probe.flow.boxes:
            return finding._replace(missing=missing, line=user.line)
    return finding


def reached(probe: Probe, finding: Finding | None) -> set[str]:
    """Return the boxes that the gradient reaches from the target on."""
    lost = finding.missing if finding else None

    def passes(edge: Edge) -> bool:
        return (edge.source, edge.target) != lost and probe.passes(edge)

    return probe.flow.reached(probe.target, passes)


def shown(probe: Probe, finding: Finding | None) -> list[str]:
    """Return the boxes that matter to target, source and missing edge.

    What was computed from constants of the code alone does not.
    """
    flow = probe.flow
    found = flow.before(probe.target) | {probe.source}
    if not probe.is_variable:
        found |= flow.before(probe.source)
    if finding:
        behind = flow.after(probe.source)
        found |= flow.before(finding.missing[0]) & behind
    leaves = {name for name, box in flow.boxes.items() if box.place is None}
    return [
        name
        for name in flow.boxes
        if name in found and flow.before(name) & leaves
    ]


def _cause(probe: Probe, edge: Edge) -> str:
    """Return why no gradient passes an edge, "" if one does."""
    if not edge.ran:
        return OF_EDGES[edge.kind]
    if probe.passes(edge):
        return ""
    if is_function(edge.ran):
        is_watched = edge.source in probe.watched
        return causes.NO_DERIVATIVE if is_watched else _unwatched(probe, edge)
    if edge.ran.kind == STOP:  # it makes the tape pause for itself
        return causes.STOPPED
    if not edge.place.is_taped:
        return causes.OUTSIDE
    if is_assignment(edge.ran):
        return causes.STATE
    if not is_smooth(edge.ran.inputs[edge.index]):
        return causes.INTEGER
    if not edge.place.inputs[edge.index]:
        return _unwatched(probe, edge)
    is_whole = not is_smooth(edge.ran.outputs[0])
    if is_whole and can_be_float(edge.ran.kind):
        return causes.INTEGER
    return causes.NO_DERIVATIVE


def _unwatched(probe: Probe, edge: Edge) -> str:
    """Return why the tape does not watch what an edge starts at."""
    if edge.source == probe.source and probe.is_variable:
        is_trainable = getattr(probe.wanted, "trainable", True)
        return causes.NOT_WATCHED if is_trainable else causes.NOT_TRAINABLE
    is_made = _variable_behind(probe, edge.source)
    return causes.REPLACED if is_made else causes.NOT_WATCHED


def _variable_behind(probe: Probe, name: str) -> str:
    """Return a variable that a box was computed from, "" for none."""
    found = probe.flow.before(name) - {name}
    kinds = {each: probe.flow.boxes[each].kind for each in found}
    return next((each for each in kinds if kinds[each] == VARIABLE), "")


def _at(probe: Probe, edge: Edge, cause: str) -> Finding:
    """Return the finding; a variable was replaced at an earlier line."""
    made, user = probe.flow.boxes[edge.source], probe.flow.boxes[edge.target]
    line = made.line if cause == causes.REPLACED else user.line
    kind = user.kind if edge.ran else ""
    missing = edge.source, edge.target
    return Finding(cause, missing, line or edge.place.line, kind)


def _without_path(probe: Probe) -> Finding:
    """Return the finding where the target was not computed from the source."""
    flow, source = probe.flow, probe.source
    variable = "" if probe.is_variable else _variable_behind(probe, source)
    path = variable and flow.path(variable, probe.target)
    if path:  # the source replaced the variable after it was used
        missing = source, path[0].target
        return Finding(causes.REPLACED, missing, flow.boxes[source].line)
    behind = flow.after(source)
    end = [name for name in flow.boxes if name in behind][-1]
    return Finding(causes.NO_PATH, (end, probe.target))
