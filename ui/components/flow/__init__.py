"""LeNet as one picture: a drawing, and what every layer computes from it.

    show_flow(key("flow"), reading)

The browser computes the sums from the activations and the weights. So it shows them
under the pointer at once, without the server. The weights are in an element of their
own, which Streamlit sends once: a stroke sends the activations only.
"""

from ui.components.flow.flow import show_flow

__all__ = ["show_flow"]
