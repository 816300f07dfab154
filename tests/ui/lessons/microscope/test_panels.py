"""The microscope's panels: what they say and draw is what the step recorded."""

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from lenet.digits import load
from lenet.models import PARADIGMS
from lenet.results.paradigms import both_names
from lenet.results.recording import PHASES
from lenet.results.summary import rms
from lenet.tape import record
from lenet.training.optimizers import OPTIMIZERS
from ui.components import theme
from ui.components.numbers import number, pair, percent
from ui.lessons.microscope.panels import content
from ui.lessons.microscope.panels.check import direction, judged
from ui.lessons.microscope.panels.loss import worst_first
from ui.lessons.microscope.panels.names import layer_name, predictions
from ui.lessons.microscope.panels.update import along
from ui.lessons.microscope.panels.variables import layout_note

VOID = {"img", "br"}
CHOSEN = 0
STEP = 255 / 126 / 2 + 0.5  # half a level of the scale, and rounding


class Page(HTMLParser):
    """A panel taken apart; it fails on tags that do not pair."""

    def __init__(self, parts):
        super().__init__()
        self.open, self.images, self.classes, self.text = [], [], [], ""
        self.rows, self.cells, self.picks = [], [], []
        self.feed("".join(parts))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.classes += (attributes.get("class") or "").split()
        if tag not in VOID:
            self.open.append(tag)
        if tag == "img":
            self.images.append(attributes)
        if "data-pick" in attributes:
            self.picks.append(attributes)
        if "--images" in attributes.get("style", ""):
            sheet = re.search(r"url\((.*?)\)", attributes["style"])[1]
            self.sheet = pixels({"src": sheet})[..., 0]
        if attributes.get("role") == "img":
            row = int(attributes["style"].removeprefix("--row: "))
            grey = self.sheet[32 * row : 32 * row + 32]
            self.cells.append((attributes["aria-label"], grey))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data

    def row(self, first):
        return next(row for row in self.rows if row[0] == first)


def squashing_step(model, loss_fn, optimizer, images, labels):
    with tf.GradientTape() as tape:
        probabilities = tf.nn.softmax(model(images, training=True))
        loss = loss_fn(labels, probabilities)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    return loss


def contrast_step(model, loss_fn, optimizer, images, labels):
    contrast = tf.Variable(1.0, name="contrast")
    with tf.GradientTape() as tape:
        probabilities = model(contrast * images, training=True)
        loss = loss_fn(labels, probabilities)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    return loss


def with_nan(weights):
    weights[2][0, 0, 0, 3] = np.nan
    weights[0][1, 1, 0, 2] = np.inf
    return weights


def as_zeros(weights):
    return [np.zeros_like(each) for each in weights]


def one_step(paradigm, count, change=None, **how):
    digits = load("sample")
    model = PARADIGMS[paradigm](seed=0)
    if change:
        model.set_weights(change(model.get_weights()))
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy()
    optimizer = OPTIMIZERS["adam"](learning_rate=1e-3)
    images, labels = digits.train_images[:count], digits.train_labels[:count]
    return record(model, loss_fn, optimizer, images, labels, **how)


@pytest.fixture(scope="module")
def recordings():
    return {
        "plain": one_step("Subclassing", 32),
        "one image": one_step("Sequential", 1),
        "many": one_step("Functional", 256),
        "NaN": one_step("Subclassing", 8, with_nan),
        "zeros": one_step("Subclassing", 8, as_zeros),
        "softmax": one_step("Functional", 8, step=squashing_step),
        "contrast": one_step("Subclassing", 8, step=contrast_step),
    }


@pytest.fixture(scope="module")
def plain(recordings):
    return recordings["plain"]


def page(recording, frame, chosen=CHOSEN):
    return Page(content(recording, frame, chosen))


def last(recording, phase, layer=None):
    found = [
        frame
        for frame in recording.frames
        if frame.phase == phase and frame.layer == layer
    ]
    return found[-1]


def pixels(image):
    data = base64.b64decode(image["src"].partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(float)


@pytest.mark.parametrize(
    "name", ["plain", "one image", "many", "NaN", "zeros", "softmax", "contrast"]
)
def test_every_frame_is_shown_and_every_picture_has_its_words(recordings, name):
    recording = recordings[name]
    assert {frame.phase for frame in recording.frames} == set(PHASES)
    for frame in recording.frames:
        shown = page(recording, frame)
        for image in shown.images:
            assert image["alt"]
            assert image["src"].startswith("data:image/png;base64,")
        assert "headline" in shown.classes
        for value in frame.values:
            assert any(row[0].startswith(value.name) for row in shown.rows)


def test_text_stays_text(plain):
    layer, variable = plain.layers[0], plain.variables[0]
    operation = replace(plain.operations[0], kind="<b>&")
    hostile = replace(
        plain,
        layers=(replace(layer, name="<i>a", kind="<i>b"), *plain.layers[1:]),
        variables=(replace(variable, name="<i>c"), *plain.variables[1:]),
        operations=(operation, *plain.operations[1:]),
        watched=("<i>d", *plain.watched),
        logits=None,
    )
    for frame in hostile.frames:
        value = replace(frame.values[0], name="<i>e", kind="<i>f", text="<i>g")
        renamed = replace(frame, values=(value, *frame.values))
        hostile = replace(hostile, frames=(renamed,))
        html = "".join(content(hostile, renamed, CHOSEN))
        assert not re.search(r"<i>\w", html)
        assert "<b>&</b>" not in html


def test_what_the_line_made_stands_first(plain):
    frame = last(plain, "forward")
    assert [value.name for value in frame.values if value.made] == ["probabilities"]
    names = [row[0] for row in page(plain, frame).rows]
    assert names[names.index("Name") + 1] == "probabilities"


def test_nan_are_counted_where_they_are(recordings):
    recording = recordings["NaN"]
    output = recording.layers[-1]
    assert output.output_summary.nan == 80
    assert "80 NaN" in page(recording, last(recording, "forward")).text
    assert "Magenta" in page(recording, last(recording, "forward", 2)).text
    assert (
        "Magenta" not in page(recordings["plain"], recordings["plain"].frames[3]).text
    )


def test_the_batch_is_shown_with_its_labels(plain):
    shown = page(plain, plain.frames[0], chosen=4)
    for (name, grey), digit, label in zip(
        shown.cells, plain.images, plain.labels, strict=True
    ):
        assert name.endswith(f"a {label}")
        np.testing.assert_allclose(grey, 255 * digit[..., 0], atol=1.1)
    assert shown.classes.count("chosen") == 1
    html = "".join(content(plain, plain.frames[0], 4))
    chosen = html[html.index('class="chosen"') :]
    assert chosen.index("Image 5 of the batch") < chosen.index("</figure>")


def test_a_click_chooses_an_image_whose_maps_were_kept(recordings):
    recording = recordings["many"]
    for phase in ("batch", "loss", "check"):
        shown = page(recording, last(recording, phase), chosen=5)
        picks = {each["data-pick"] for each in shown.picks}
        kept = len(recording.layers[0].output)
        assert picks <= {f"image {index}" for index in range(kept)}
        assert len(picks) == kept if phase != "loss" else picks
        assert sum(each["tabindex"] == "0" for each in shown.picks) <= 1


def test_of_a_large_batch_all_are_in_one_picture(recordings):
    recording = recordings["many"]
    shown = page(recording, recording.frames[0])
    assert (len(shown.images), len(shown.cells)) == (1, 64)
    whole = pixels(shown.images[0])[..., 0]
    assert whole.shape == (16 * 33 - 1, 16 * 33 - 1)
    at = whole[33 * 2 : 33 * 2 + 32, 33 * 5 : 33 * 5 + 32]  # row 2, column 5
    np.testing.assert_allclose(at, 255 * recording.images[37, ..., 0], atol=1.1)


def test_a_layer_is_shown_with_its_input_and_output(plain):
    shown = page(plain, last(plain, "forward", 2), chosen=3)
    before, layer = plain.layers[1], plain.layers[2]
    assert f"C3 {layer.name} (Conv2D) returns (32,13,13,16)" in shown.text
    assert percent(np.mean(layer.output == 0)) in shown.text
    given, gave = map(pixels, shown.images)
    for picture, maps, size in (
        (given, before.output[3], 15),
        (gave, layer.output[3], 13),
    ):
        first = picture[:size, :size, 0]
        np.testing.assert_allclose(
            first, 255 * maps[..., 0] / maps.max(), atol=255 / 252
        )


def test_dead_channels_are_counted(recordings):
    recording = recordings["zeros"]
    shown = page(recording, last(recording, "forward", 2))
    assert "Dead: 16 of 16 channels are zero" in shown.text
    shown = page(recordings["one image"], last(recordings["one image"], "forward", 5))
    assert "Dead" not in shown.text


def test_the_probabilities_are_ten_bars(plain):
    index = len(plain.layers) - 1
    shown = page(plain, last(plain, "forward", index), chosen=5)
    for digit, share, logit in zip(
        range(10), plain.probabilities[5], plain.logits[5], strict=True
    ):
        row = shown.row(str(digit))
        assert row[2:4] == [percent(float(share)), number(float(logit))]
        assert ("label" in row[4]) == (digit == plain.labels[5])
        assert ("prediction" in row[4]) == (digit == plain.probabilities[5].argmax())


@pytest.mark.parametrize("name", ["plain", "one image", "many"])
def test_the_overview_grows_with_the_layers(recordings, name):
    recording = recordings[name]
    forward = [frame for frame in recording.frames if frame.phase == "forward"]
    assert "No layer has run yet" in page(recording, forward[0]).text
    html = "".join(content(recording, forward[-1], CHOSEN))
    lines = re.findall(r'<div class="line"><p><b>([^<]+)</b>', html)
    assert lines[0] == "The image"
    assert lines[1:] == [layer_name(recording, index) for index in range(8)]
    assert [line.split()[0] for line in lines[1:]] == [
        *("C1", "S2", "C3", "S4", "flatten", "F5", "F6", "Output")
    ]
    # Between two layers, as on a line of `call` that has no layer.
    third = forward.index(last(recording, "forward", 2))
    between = replace(forward[third], layer=None)
    half = replace(recording, frames=(*forward[: third + 1], between))
    assert "3 layers have run" in page(half, between).text


def test_a_layer_called_twice_has_a_name_for_each_call(plain):
    text = page(plain, last(plain, "forward")).text
    assert text.index("S2 average_pool") < text.index("S4 average_pool")


def test_the_tape_is_shown_as_far_as_it_has_run(plain):
    for frame in plain.frames:
        if frame.phase not in ("forward", "loss"):
            continue
        ran = plain.operations[: frame.operations]
        items = re.findall(r"<li.*?</li>", "".join(content(plain, frame, CHOSEN)))
        assert len(items) == len(ran)
        for index, (item, operation) in enumerate(zip(items, ran[::-1], strict=True)):
            assert f"<b>{operation.kind}</b>" in item
            assert f'value="{len(ran) - index}"' in item


def test_an_operation_is_written_with_its_shapes(plain):
    text = page(plain, last(plain, "loss")).text
    assert "Conv2D (32,32,32,1) · (3,3,1,6) → (32,30,30,6)" in text


def test_the_loss_is_the_mean_of_the_worst_and_the_best(plain):
    shown = page(plain, last(plain, "loss"), chosen=2)
    assert number(float(plain.losses.mean()), 5) in shown.text
    assert number(plain.loss, 5) in shown.text
    share = plain.probabilities[2, plain.labels[2]]
    assert f"= {number(-np.log(float(share)))}." in shown.text
    wrong = int((plain.probabilities.argmax(axis=1) != plain.labels).sum())
    assert shown.text.count("✗") - shown.rows[1:].count("✗ prediction") >= wrong
    assert shown.classes.count("wrong") == wrong
    assert f"Correct: {32 - wrong} of 32 images" in shown.text
    order = [int(name.split()[1]) - 1 for name, _ in shown.cells]
    assert plain.losses[order].tolist() == sorted(plain.losses.tolist(), reverse=True)


def test_a_loss_that_is_no_number_is_the_worst():
    assert worst_first(np.array([1, np.nan, 3, np.inf])) == [1, 3, 2, 0]


def test_a_probability_without_digits_is_explained(plain):
    probabilities = plain.probabilities.copy()
    probabilities[0, plain.labels[0]] = 0
    losses = plain.losses.copy()
    losses[0] = 120
    sure = replace(plain, probabilities=probabilities, losses=losses)
    text = page(sure, last(sure, "loss")).text
    assert "Its loss is 120" in text
    assert "computes with the logits" in text


def test_a_softmax_too_many_leaves_no_logits(recordings):
    recording = recordings["softmax"]
    shown = page(recording, last(recording, "loss"))
    assert "found no logits" in shown.text
    assert "differs from the output of out" in shown.text
    assert not any("Logit" in row for row in shown.rows)
    assert (
        "no logits"
        not in page(recordings["plain"], last(recordings["plain"], "loss")).text
    )


def test_the_gradient_goes_from_layer_to_layer(plain):
    paths = [page(plain, last(plain, "backward", index)).text for index in range(8)]
    assert "comes from the loss and goes on to F6 fc_2" in paths[7]
    assert "comes from F5 fc_1 and goes on to S4 average_pool" in paths[4]
    assert "The backward pass stops here" in paths[0]
    assert "Conv2DBackpropInput" in paths[0]
    assert not any("stops here" in path for path in paths[1:])


def test_the_gradient_of_the_logits_is_that_of_the_textbook(plain):
    shown = page(plain, last(plain, "backward", 7), chosen=1)
    by_hand = (plain.probabilities[1] - np.eye(10)[plain.labels[1]]) / 32
    for digit, slope in enumerate(by_hand):
        found = shown.row(str(digit))[2].replace("\N{MINUS SIGN}", "-")
        assert float(found) == pytest.approx(slope, rel=1e-2)
    apart = re.search(r"largest difference is ([^ ]+)\.", shown.text)[1]
    assert float(apart.replace("\N{MINUS SIGN}", "-")) < 1e-7


def around_zero(values):
    """Colour values as the scale says: white at 0, the ends equally far."""
    share = values[..., None] / np.abs(values).max()
    white, orange, blue = (
        np.array([*bytes.fromhex(colour.removeprefix("#"))])
        for colour in (theme.WHITE, theme.ORANGE, theme.BLUE)
    )
    return white + np.abs(share) * (np.where(share < 0, orange, blue) - white)


def test_gradients_are_drawn_around_zero(plain):
    shown = page(plain, last(plain, "backward", 2), chosen=1)
    drawn = {image["alt"]: pixels(image) for image in shown.images}
    maps = around_zero(plain.layers[2].gradient[1])
    found = drawn["Gradient of its output"][:13, :13]
    np.testing.assert_allclose(found, maps[:, :, 0], atol=STEP)
    kernel = plain.variables[2]
    for name, array in (("weights", kernel.value), ("gradient", kernel.gradient)):
        found = drawn[f"C3 conv2d_2/kernel: {name}"][8:11, 20:23]  # row 2, column 5
        expected = around_zero(array)[:, :, 2, 5]
        np.testing.assert_allclose(found, expected, atol=STEP)


def test_weights_are_shown_with_the_origin_of_their_gradient(plain):
    text = page(plain, last(plain, "backward", 5)).text
    kernel = plain.variables[4]
    assert kernel.name == "fc_1/kernel"
    assert number(rms(kernel.gradient)) in text
    assert "Computed by MatMul (32,576) · (32,120) → (576,120)" in text


def test_a_gradient_that_is_missing_is_said_so(plain):
    variables = (replace(plain.variables[0], gradient=None, origin=None),)
    layers = (replace(plain.layers[0], gradient=None, gradient_summary=None),)
    missing = replace(
        plain,
        variables=variables + plain.variables[1:],
        layers=layers + plain.layers[1:],
    )
    text = page(missing, last(missing, "backward", 0)).text
    assert "does not need the gradient" in text
    assert "the tape returned None for C1 conv2d_1/kernel" in text
    text = page(missing, last(missing, "backward", 1)).text
    assert "The backward pass stops here" in text
    shown = page(missing, last(missing, "backward"))
    assert "9 of 10 weight arrays" in shown.text
    assert shown.row("C1 conv2d_1/kernel")[2] == "None"
    shown = page(missing, last(missing, "update"))
    assert shown.row("C1 conv2d_1/kernel")[4] == "None"


def test_all_gradients_are_listed(plain):
    shown = page(plain, last(plain, "backward"))
    for variable in plain.variables:
        assert shown.row(both_names(variable.name))[2] == number(rms(variable.gradient))


def test_updates_are_compared_with_the_weights(plain):
    shown = page(plain, last(plain, "update"))
    html = "".join(content(plain, last(plain, "update"), CHOSEN))
    widths = [float(each) for each in re.findall(r'<i style="width: ([\d.]+)%', html)]
    for index, variable in enumerate(plain.variables):
        name, ratio, _, value, gradient, update = shown.row(both_names(variable.name))
        root = [
            np.sqrt(np.mean(np.square(each, dtype=float)))
            for each in (variable.value, variable.gradient, variable.update)
        ]
        assert [value, gradient, update] == [number(each) for each in root]
        if name.endswith("bias"):  # zeros before the first step
            assert (ratio, widths[index]) == ("was 0", 0)
        else:
            assert ratio == number(root[2] / root[0])
            expected = 100 * (np.log10(root[2] / root[0]) + 6) / 7
            assert widths[index] == pytest.approx(expected, abs=0.01)


def test_an_update_of_nan_has_no_ratio(recordings):
    shown = page(recordings["NaN"], last(recordings["NaN"], "update"))
    assert shown.row("F5 fc_1/bias")[1] == "NaN"
    assert shown.row("F5 fc_1/kernel")[1] == "NaN"


def test_the_axis_is_that_of_the_logarithm():
    positions = [along(ratio) for ratio in (0, 1e-7, 1e-6, 1e-3, 1, 10, 1e9, np.inf)]
    assert positions == pytest.approx([0, 0, 0, 3 / 7, 6 / 7, 1, 1, 1])


def test_a_variable_that_is_watched_but_not_trained_is_named(recordings):
    recording = recordings["contrast"]
    for phase in ("backward", "update"):
        assert "requested: contrast" in page(recording, last(recording, phase)).text
    plain = recordings["plain"]
    assert "requested: " not in page(plain, last(plain, "update")).text


def test_the_check_shows_nothing_before_it_is_there(plain):
    frames = [frame for frame in plain.frames if frame.phase == "check"]
    pages = [page(plain, frame).text for frame in frames]
    first, second = pair(plain.loss_before, plain.loss_after)
    assert f"Loss {first} to {second}: the step helped" in pages[-1]
    assert "runs the same batch again" in pages[0]
    assert not any(f"{first} to {second}" in each for each in pages[:-1])
    before, after = (
        np.mean(each.argmax(axis=1) == plain.labels)
        for each in (plain.probabilities, plain.probabilities_after)
    )
    assert f"before ({percent(before)})" in pages[-1]
    assert f"after ({percent(after)})" in pages[-1]


def test_each_image_is_compared_with_itself(recordings):
    recording = recordings["many"]
    shown = page(recording, last(recording, "check"))
    assert len(shown.cells) == 32
    every = np.arange(256)
    before = recording.probabilities[every, recording.labels]
    after = recording.probabilities_after[every, recording.labels]
    assert f"rose for {int((after > before).sum())} of 256" in shown.text
    assert shown.text.count("▲") == int((after > before)[:32].sum())
    assert shown.text.count("▼") == int((after < before)[:32].sum())


def test_verdicts():
    assert judged(2.0, 1.0) == "the step helped"
    assert judged(1.0, 2.0) == "the step made it worse"
    assert judged(1.0, 1.0) == "no change"
    assert "cannot be compared" in judged(1.0, float("nan"))
    assert [direction(1, x) for x in (2, 0, 1, float("nan"))] == ["▲", "▼", "=", "?"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.123456, "0.123"),
        (-1.5, "\N{MINUS SIGN}1.5"),
        (1.234e-5, "1.23e\N{MINUS SIGN}5"),
        (float("nan"), "NaN"),
        (float("-inf"), "\N{MINUS SIGN}∞"),
    ],
)
def test_numbers_are_written_short(value, text):
    assert number(value) == text


def test_two_numbers_have_digits_that_differ():
    assert pair(2.30001, 2.30002) == ("2.30001", "2.30002")
    assert pair(2.5, 2.25) == ("2.5", "2.25")
    assert [percent(x) for x in (0, 0.0004, 0.125, 1)] == [
        "0%",
        "0.0%",
        "12.5%",
        "100%",
    ]


def test_a_prediction_from_nan_is_none():
    probabilities = np.array([[0.1, 0.9], [np.nan, 0.5]])
    assert predictions(probabilities) == [1, None]


def test_pictures_of_weights_say_how_they_are_laid_out():
    assert layout_note((6,)) == "From the left: outputs 0 to 5."
    assert layout_note((576, 120)) == (
        "From the top: output units 0 to 119. From the left: input units 0 to 575."
    )
    assert layout_note((3, 3, 1, 6)).endswith(
        "From the top: input map 0. From the left: output maps 0 to 5."
    )
