"""The drawing of a graph: it folds by name scope, and a click chooses a node.

    clicked = show_graph(key("graph"), nodes, lit={"total": "12 µs"})

A graph of a few nodes opens whole, a larger one in its top scopes. A click on a box
opens it, one on its head closes it; which boxes are open is kept for the session.
"""

from ui.components.graph.graph import show_graph

__all__ = ["show_graph"]
