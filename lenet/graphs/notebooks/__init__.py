"""Each tab of Sessions vs eager as a function, `main`, which is exported.

`lenet.export.bundle.notebook("lenet.graphs.notebooks.<tab>:main")` returns it
as a notebook. The tab offers it, if the module has the name of the tab's
module. What to write:

    def main(seed: int = 0) -> None:
        "Show what the tab shows: the first line is the notebook's title.

        The other lines stand below the title."
        # Title of a cell
        model = lenet()

        # Title of the next cell
        # More lines of this comment become its text.
        ...

- A paragraph without such a comment belongs to the cell before it.
- Whatever `main` uses of `lenet` becomes a cell of its own, with all that it
  uses itself. So keep it small. Each of these must be imported at the top of
  its file: `from lenet.x import y`, or `from lenet import x` and then `x.y`.
- Nothing else may be imported than Python's own modules, NumPy, TensorFlow,
  Keras and SymPy. An import within a function is refused.
- Names are global in a notebook, so none may stand for two things: not of two
  modules, and not in `main` and in what it uses.
- `seed` is the sidebar's. It is optional, as are other parameters, which need
  defaults. A tab can give them what the visitor chose, as code.
- `from lenet.models.subclassing import lenet` brings the LeNet of the
  paradigm that the sidebar has.
- A notebook runs in some seconds. An error that it shows is caught.

`tests/lenet/test_notebooks.py` runs each of them.
"""
