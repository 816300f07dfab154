"""A comparison as a notebook: what it gets of the choices."""

from lenet.results.fit_and_loop import BUGS, DROPOUT, L2, FitSettings

# The parameter of the notebook that each part of a bug is.
PARTS = {"step": "step", "loop": "loop", "loss": "loop_loss", "fit": "keras_fit"}
SCHEDULE = "lenet.autodiff.fit_and_loop.schedule:SCHEDULE"


def chosen(settings: FitSettings) -> dict[str, str]:
    """Return the notebook's parameters for a comparison, as code."""
    found = {"steps": str(settings.steps), "rate": str(settings.learning_rate)}
    if settings.bug is None:
        return found
    bug = BUGS[settings.bug]
    found[PARTS[bug.part]] = _name(bug.code)
    if bug.part == "loop":
        found["step"] = "None"  # such a loop has its own step
    if settings.bug == "training":
        found["dropout"] = str(DROPOUT)
    if settings.bug == "regularisation":
        found["l2"] = str(L2)
    if settings.bug == "schedule":
        found["rate"] = _name(SCHEDULE)
    return found


def also(settings: FitSettings) -> tuple[str, ...]:
    """Return what of the library these parameters name."""
    if settings.bug is None:
        return ()
    more = (SCHEDULE,) if settings.bug == "schedule" else ()
    return (BUGS[settings.bug].code, *more)


def _name(code: str) -> str:
    return code.partition(":")[2]
