"""Make Streamlit's page runs take turns: `ui.foreman.turns`."""

import functools

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from ui.foreman.turns import turn


@functools.cache
def take_turns() -> None:
    """Make the page runs of all sessions take turns; call it once."""
    run_script = ScriptRunner._run_script

    def run(runner: ScriptRunner, rerun_data: RerunData) -> None:
        with turn():
            run_script(runner, rerun_data)

    ScriptRunner._run_script = run  # type: ignore[assignment, method-assign]
