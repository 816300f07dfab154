"""What the notebook of the tab Session errors does."""

from lenet.graphs.errors.missing_name import missing_name, right_name
from lenet.graphs.errors.not_fetched import fetched, not_fetched
from lenet.graphs.errors.other_graph import other_graph, same_graph
from lenet.graphs.errors.unfed import fed, unfed
from lenet.graphs.errors.uninitialised import initialised, uninitialised
from lenet.graphs.errors.wrong_dtype import right_dtype, wrong_dtype
from lenet.graphs.errors.wrong_shape import right_shape, wrong_shape
from lenet.snippets.notebook import attempt


def main() -> None:
    """Run programs with a fault in a Session, and fix each of them.

    https://www.tensorflow.org/api_docs/python/tf/compat/v1/Session
    """
    # A placeholder not fed
    attempt(unfed)
    attempt(fed)

    # Fed with the wrong shape
    attempt(wrong_shape)
    attempt(right_shape)

    # Fed with the wrong dtype: no error, but a wrong result
    attempt(wrong_dtype)
    attempt(right_dtype)

    # A variable not initialised
    attempt(uninitialised)
    attempt(initialised)

    # A fetch that is not there
    attempt(missing_name)
    attempt(right_name)

    # A tensor of another graph
    attempt(other_graph)
    attempt(same_graph)

    # An update that is not fetched: the weight stays as it was
    attempt(not_fetched)
    attempt(fetched)
