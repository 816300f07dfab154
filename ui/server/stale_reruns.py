"""Parts with a timer, on a page that the visitor has just left.

A part that reruns by itself (`run_every`) sends its page with each rerun. If such a
request comes while the next page is being built, Streamlit 1.67 runs it after that
page, and tells the browser that the page left is the current one again. The browser
then clears everything that it shows, and the visitor sees an empty page.
"""

import functools
from weakref import WeakSet

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession


@functools.cache
def drop_stale_reruns() -> None:
    """Make all sessions drop reruns of parts of a page that was left; call it once."""
    request_rerun = AppSession.request_rerun
    navigated: WeakSet[AppSession] = WeakSet()

    def request(session: AppSession, client_state: ClientState | None) -> None:
        asked = client_state.page_script_hash if client_state else ""
        if asked and client_state:
            # It is the last page that has begun. A page that is asked for counts
            # from now on, and not only when its script starts.
            current = session._client_state
            if not client_state.fragment_id:
                navigated.add(session)
                current.page_script_hash = asked
            elif session in navigated and asked != current.page_script_hash:
                return
        request_rerun(session, client_state)

    AppSession.request_rerun = request  # type: ignore[assignment, method-assign]
