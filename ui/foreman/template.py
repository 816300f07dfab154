"""The start of each worker and each training: TensorFlow, imported once.

The fork server imports this module and is forked from then on, so a new process
has TensorFlow and SymPy within milliseconds and shares their memory. It must not run
an operation of TensorFlow, because TensorFlow's threads would not survive the fork.
"""

from ui.foreman.child import Failure, invoke

try:
    import lenet.experiment
    import lenet.source  # noqa: F401
    from lenet.autodiff.expression import by_sympy
    from lenet.drawing import inference  # noqa: F401
    from lenet.paradigms import anatomy  # noqa: F401

    by_sympy.preload()
except ImportError:
    raise
except Exception as error:
    # Of any other kind, it would end the fork server, with a traceback each time.
    raise ImportError(str(error) or type(error).__name__) from error

STEPS = ("lenet.drawing.inference:warm", "lenet.paradigms.anatomy:dissect")


def warm() -> tuple[Failure, ...]:
    """Trace the models and dissect LeNet, so that the first visitor does not wait.

    Each worker calls this after the fork. Return what failed, for the log: a page that
    needs it will say so, and all others work.
    """
    results = [invoke(step, (), {}) for step in STEPS]
    return tuple(each for each in results if isinstance(each, Failure))
