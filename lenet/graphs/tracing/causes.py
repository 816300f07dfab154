"""Why a call was traced, in sentences."""

from lenet.results.tracing import Difference

FIRST = "First call: there was no graph yet."
UNKNOWN = (
    "The arguments have a signature that has a graph. Something else changed, "
    "such as the device or the strategy."
)
UNWRITTEN = "New signature. Its arguments cannot be written:"
# Each begins with what is new. {where} is the argument or a part of it.
SENTENCES = {
    "shape": "New shape: {where} has {new}, not {old}.",
    "dtype": "New dtype: {where} is {new}, not {old}.",
    "value": "New Python value: {where} is {new}, not {old}. A Python value "
    "becomes a constant of the graph, so each value needs a graph of its own.",
    "type": "New Python value, of another type: {where} is {new}, not {old}. A "
    "Python value becomes a constant of the graph.",
    "kind": "New kind of argument: {where} is {new}, not {old}.",
    "length": "New list length: {where} has {new}, not {old}. The length is "
    "a part of the graph.",
    "keys": "New keys: {where} has {new}, not {old}.",
    "object": "New Python object: {where} is {new}. TensorFlow compares "
    "objects by identity, unless they define ==.",
    "argument": "New set of arguments: {where} is {new}.",
    "same": "New pattern of variables: the arguments hold the same variable in "
    "other places than before, seen at {where}.",
    "trainable": "New kind of variable: trainable is {new} for {where}.",
    "ragged": "New ragged rank: {where} has {new}, not {old}.",
    "other": "New signature: {where} is {new}, not {old}.",
}
MOST = 3  # differences that are written out


def cause(differences: tuple[Difference, ...]) -> str:
    """Return why a call was traced: its differences to the nearest graph."""
    if not differences:
        return UNKNOWN
    said: dict[str, str] = {}
    for each in differences:
        said.setdefault(
            each.what,
            SENTENCES[each.what].format(
                where=each.where, new=each.new, old=each.old
            ),
        )
    return " ".join([*list(said.values())[:MOST], *_rest(differences)])


def _rest(differences: tuple[Difference, ...]) -> list[str]:
    """Return which other parts differ in the same respect."""
    firsts = {each.what: each.where for each in reversed(differences)}
    others = [x.where for x in differences if x.where != firsts[x.what]]
    if not others:
        return []
    more = "" if len(others) <= MOST else f" and {len(others) - MOST} more"
    return [f"Also in {', '.join(others[:MOST])}{more}."]
