"""The lessons: one table for navigation, Welcome's map, each page's head, tests.

The order of PAGES is the order of the course. A new lesson is a row here, its
script in pages/ and its parts in ui/lessons/<name>/.
"""

from dataclasses import dataclass

# What "the course" is, said once: on Welcome, and beside each quotation.
THE_COURSE = (
    "The course is a short set of notes on TensorFlow 2 and tf.keras, with its "
    "author's outline of an app for them. This app follows that outline. Each page "
    "quotes, word for word, the sentence of the course that it shows in practice."
)


@dataclass(frozen=True)
class Page:
    """One page of the app.

    `name` is its file in pages/, its address and its folder beside this file.
    `course` is the sentence of the course that it brings to life, as written
    there. `package` is the library package that the lesson is about, if it has
    one. `picture` says what its thumbnail on Welcome shows. `minutes` is how long
    the whole page takes, an estimate, and `afterwards` goes on after "Afterwards you
    can". `parts` are the titles of its tabs, if it has some.
    """

    name: str
    title: str
    icon: str
    section: str
    promise: str
    course: str
    package: str | None = None
    picture: str = ""
    minutes: int = 0
    afterwards: str = ""
    parts: tuple[str, ...] = ()


PAGES = (
    Page(
        name="welcome",
        title="Welcome",
        icon="home",
        section="Start here",
        promise="Learn TensorFlow 2 and `tf.keras` by running them. One small network, "
        "LeNet, reads handwritten digits, and you can see every line of its code.",
        course="an interactive Streamlit teaching app on tensorflow, streamlit, plotly "
        "and streamlit-drawable-canvas",
    ),
    Page(
        name="draw_a_digit",
        title="Draw a digit",
        icon="draw",
        section="Start here",
        promise="Two networks read your handwriting: the one that comes with the app, "
        "and the one that you train.",
        course="toggle paradigms in the sidebar, draw digits for inference",
        package="lenet.drawing",
        picture="A drawn digit and the probabilities that a network computed for it",
        minutes=5,
        afterwards="say what happens to a drawing before a network reads it, and "
        "what its ten probabilities do not say.",
    ),
    Page(
        name="sessions_vs_eager",
        title="Sessions vs eager",
        icon="account_tree",
        section="Understand",
        promise="The same lines in a TensorFlow 1 Session, in eager execution and in "
        "`tf.function`. See when Python runs a line, when it only adds a node to a "
        "graph, and when the numbers are computed.",
        course="The model do not have to build the computation graph, it is easy to "
        "debug.",
        package="lenet.graphs",
        picture="The same lines in a Session, eager and traced, and what each has done",
        minutes=45,
        afterwards="say of each line whether Python runs it, a graph records it or "
        "TensorFlow computes it, and avoid needless tracing.",
        parts=(
            "Three lanes",
            "What ran",
            "Session errors",
            "Debugging",
            "Retracing",
            "AutoGraph",
            "The race",
        ),
    ),
    Page(
        name="automatic_differentiation",
        title="Automatic differentiation",
        icon="function",
        section="Understand",
        promise="`tf.GradientTape` records what you compute, and applies the chain "
        "rule backwards, one operation at a time. See each of its steps, find out why "
        "a gradient is `None`, and why `fit` is your own loop.",
        course="GradientTape and mode.fit to help automatic differentiation.",
        package="lenet.autodiff",
        picture="A formula as the graph that the tape recorded, with its gradients",
        minutes=45,
        afterwards="compute a gradient as the tape does, find out why one is "
        "`None`, and write `fit` as a loop.",
        parts=(
            "The tape",
            "Three witnesses",
            "What the tape watches",
            "Forward and reverse",
            "The None clinic",
            "fit is your loop",
            "Change the picture",
        ),
    ),
    Page(
        name="three_paradigms",
        title="Three paradigms",
        icon="view_column",
        section="Understand",
        promise="One LeNet, written three times. From the same weights, all three "
        "compute the same numbers. Only some of them can be drawn, saved or stepped "
        "through.",
        course="Both the sequential and functional paradigms have been inside Keras "
        "for quite a while, but the subclassing feature is still unknown to many deep "
        "learning practitioners.",
        package="lenet.paradigms",
        picture="The three paradigms in columns, the same layer lit in each",
        minutes=35,
        afterwards="write a model in each of the three paradigms, and choose the one "
        "that your model needs.",
        parts=(
            "Code",
            "Proof",
            "Behaviour",
            "Drawing",
            "Custom layers",
            "2019 to today",
            "Which one?",
            "Take it with you",
        ),
    ),
    Page(
        name="train",
        title="Train",
        icon="play_circle",
        section="Train",
        promise="One training step, three ways to run it: `fit`, eager, or one traced "
        "graph. Start a training, visit other pages, and come back to your own model.",
        course="trains the chosen model eagerly",
        package="lenet.training",
        picture="Loss and accuracy of a training, as curves",
        minutes=15,
        afterwards="train a network, read its curves, and choose between `fit`, an "
        "eager loop and a graph.",
    ),
    Page(
        name="microscope",
        title="Microscope",
        icon="biotech",
        section="Train",
        promise="One training step of your LeNet, forwards and backwards. Eager "
        "execution is Python, line by line, so you can stop at any line and look at "
        "its numbers.",
        course="a step-through GradientTape view of gradients",
        package="lenet.microscope",
        picture="A convolution's feature maps beside the line that computed them",
        minutes=30,
        afterwards="say what each line of a training step computes, and find out why "
        "a network does not learn.",
        parts=(
            "Line by line",
            "The optimizer",
            "One weight",
            "One digit",
        ),
    ),
    Page(
        name="replicas",
        title="Replicas",
        icon="hub",
        section="Train",
        promise="The same training step on several devices at once. Each device takes "
        "a share of the batch, they add up their gradients, and all of them end with "
        "the same weights.",
        course="Better multi-GPU/distributed training support",
        package="lenet.replicas",
        picture="One batch on several replicas, and the gradients that they add up",
        minutes=35,
        afterwards="train on several devices, and recognise the usual mistakes by "
        "their curves.",
        parts=(
            "One batch, split",
            "Make the mistake",
            "Train",
            "Is it faster?",
            "On a cluster",
        ),
    ),
    Page(
        name="tensorboard",
        title="TensorBoard",
        icon="monitoring",
        section="Train",
        promise="Every training writes a log. This app starts the TensorBoard that "
        "shows it, so you can compare your runs.",
        course="Tensorboard in tf2",
        package="lenet.tensorboard",
        picture="Curves of a training in TensorBoard",
        minutes=10,
        afterwards="read the curves, histograms and graphs of your runs, and compare "
        "one run with another.",
    ),
)
LESSONS = PAGES[1:]
WELCOME, *_ = PAGES


def page_named(name: str) -> Page:
    """Return the page with this name; raise KeyError where there is none."""
    return {page.name: page for page in PAGES}[name]


def following(page: Page) -> Page | None:
    """Return the next page of the course, or None after the last."""
    index = PAGES.index(page) + 1
    return PAGES[index] if index < len(PAGES) else None


def number_of(page: Page) -> int:
    """Return a lesson's number in the course, from 1."""
    return LESSONS.index(page) + 1
