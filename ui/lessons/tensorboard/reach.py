"""Whether this visitor's browser may ask TensorBoard for its curves."""

import streamlit as st

from lenet import environment
from ui.server.access import host_names, missing_names


def refusal() -> str:
    """Return why TensorBoard's requests from this page are refused; empty if not.

    They come by the same way as the page's own connection, so they have its headers.
    """
    headers = st.context.headers
    host, origin = headers.get("Host") or "", headers.get("Origin") or ""
    missing = missing_names(host, origin, host_names())
    if not missing:
        return ""
    return (
        "TensorBoard stays closed here, because this page was opened by a name that "
        f"the app was not told: whoever runs it adds `{','.join(missing)}` to the "
        f"variable `{environment.HOSTS.name}` and starts it again. Until then the app "
        "draws the curves of the runs here."
    )
