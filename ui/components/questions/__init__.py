"""One question before a run: predict, run, and read why.

How a lesson uses it. Declare the question once:

    QUESTION = Question(
        key="train_first_epoch",  # with the lesson's prefix; the pills' key too
        page="train",
        before="Before you start",  # begins the open question, not the locked one
        text="What will the accuracy be after one epoch?",
        options=(
            Option("About 10%", "That is what guessing gives.", between(0, 0.3)),
            Option("Over 30%", "One epoch is many updates.", between(0.3, 1.01)),
        ),
    )

Show it above the run, and reveal the result in the same fragment, as soon as the
page shows it:

    asked = ask(QUESTION, run=training.number, running=training.active)
    ...
    asked.reveal(accuracy, f"The accuracy was **{percent(accuracy)}**.")

- An option says itself whether a result makes it right: `between(low, high)`,
  `exactly(value)`, or any predicate. Several may be right, or none. Options whose
  labels hold numbers are computed: return the Question from a function.
- `run` tells one run from another: a training's number, the choices that a result
  depends on, the time a measurement began. It must stay the same over a reload. A
  run that has been revealed stays locked. A new run, before its result, opens the
  question for a second prediction. None is no new run: what is locked stays so.
- `running` is true from the press until the result, and for a run that was
  cancelled with a part of its result on the page: nothing that is chosen then
  counts, because the page shows the result as it grows.
- A prediction is optional. A result without one is shown without a verdict, and
  what is predicted after it does not count.
- `asked.is_again`: the visitor predicts again, and the next run is to come. A page
  may hide the last result until then.
- `reveal` may be called in every rerun: the first call of a run locks it.
"""

from ui.components.questions.asking import Asked, ask
from ui.components.questions.misses import show_misses, tally
from ui.components.questions.question import Option, Question, between, exactly

__all__ = [
    "Asked",
    "Option",
    "Question",
    "ask",
    "between",
    "exactly",
    "show_misses",
    "tally",
]
