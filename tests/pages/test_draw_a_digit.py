"""Draw a digit: test images and photos; strokes are drawn in tests/browser."""

import io

import numpy as np
import pytest
from PIL import Image

from lenet import digits
from lenet.state import TrainState
from lenet.weights.file import SHAPES
from tests.pages.reading import bodies, press
from tests.pages.training import run_until
from ui.components.numbers import NOT_YET


def choose(app, subject):
    return app.get_by_key("draw_a_digit_subject").set_value(subject).run()


def photo_of(digit, scale=12):
    """Dark ink on light paper, as a camera would see it."""
    return photo_of_any(digit.squeeze(), scale)


def photo_of_any(ink, scale=12):
    """Return the same of ink of any size, (height, width) in [0, 1]."""
    height, width = (round(side * scale) for side in ink.shape)
    paper = 235 - 200 * ink
    image = Image.fromarray(paper.astype(np.uint8)).resize((width, height))
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG")
    return file.getvalue()


def clear_seven():
    sample = digits.load("sample")
    return sample.test_images[np.flatnonzero(sample.test_labels == 7)[0]]


def test_an_empty_canvas_shows_the_example_and_its_prediction(open_page):
    app = run_until(open_page("draw_a_digit"), lambda app: app.metric)
    (metric,) = app.metric
    assert (metric.label, metric.value) == ("Shipped LeNet reads", "3")
    assert any(c.value.startswith("The grey digit is an ex") for c in app.caption)


def test_only_networks_that_predict_count_as_not_trained_on_an_image(open_page):
    app = choose(open_page("draw_a_digit"), "MNIST digit")
    for value, words in ((0.1, "neither network was"), (np.nan, "the network was not")):
        weights = tuple(np.full(shape, value, np.float32) for shape in SHAPES.values())
        app.session_state["_state"].model = TrainState(
            "Subclassing", "adam", weights, (), 1, 0
        )
        app.run()
        assert not app.exception
        assert len(app.metric) == (2 if value == 0.1 else 1)
        assert any(words in caption.value for caption in app.caption)


def test_an_example_does_not_count_as_a_drawing(open_page):
    app = run_until(open_page("draw_a_digit"), lambda app: app.metric)
    assert not [s for s in app.subheader if s.value == "What this showed"]


def test_without_a_photo_dashes_stand_for_the_prediction(open_page):
    app = choose(open_page("draw_a_digit"), "Photo")
    assert [metric.value for metric in app.metric] == [NOT_YET]
    assert "Photograph one digit" in app.info[0].value


def test_a_test_image_is_read_by_the_network_that_ships(open_page):
    app = choose(open_page("draw_a_digit"), "MNIST digit")
    right = 0
    for _ in range(5):
        _, label = app.session_state.draw_a_digit_test_digit
        assert app.metric[0].label == "Shipped LeNet reads"
        right += app.metric[0].value == str(label)
        app.button[0].click().run()
    assert right >= 4


def test_the_label_of_a_test_image_is_hidden_until_asked_for(open_page):
    def labels():
        return [m.value for m in app.markdown if m.value.startswith("MNIST's label")]

    app = choose(open_page("draw_a_digit"), "MNIST digit")
    assert not labels()
    app.toggle[0].set_value(True).run()
    _, label = app.session_state.draw_a_digit_test_digit
    assert labels() == [f"MNIST's label: **{label}**"]
    app.button[0].click().run()
    assert not labels(), "another image, another guess"


def test_what_a_prediction_showed_comes_with_it(open_page):
    app = open_page("draw_a_digit")
    assert not app.subheader
    choose(app, "MNIST digit")
    assert app.subheader[-1].value == "What this showed"
    said = "".join(m.value for m in app.markdown)
    assert f"The shipped LeNet predicts **{app.metric[0].value}** with" in said
    assert "prepared your" not in said, "an MNIST image is prepared already"


def test_a_photo_is_read(open_page):
    app = choose(open_page("draw_a_digit"), "Photo")
    app.file_uploader[0].upload("seven.jpg", photo_of(clear_seven())).run()
    assert not app.exception
    assert app.metric[0].value == "7"
    assert "Your photo" in pictures(app)
    assert any("prepared your photo" in m.value for m in app.markdown)


def pictures(app):
    """Return the captions of all pictures on the page."""
    return [one.caption for group in app.get("image") for one in group.proto.imgs]


@pytest.mark.parametrize(
    "content", [b"", b"no picture", photo_of(np.zeros((32, 32)))[:200]]
)
def test_a_file_that_is_no_picture_gets_a_sentence(open_page, content):
    app = choose(open_page("draw_a_digit"), "Photo")
    app.file_uploader[0].upload("photo.png", content).run()
    assert not app.exception
    assert not app.metric
    assert len(app.info[0].value) > 20


def test_blank_paper_gets_a_sentence(open_page):
    app = choose(open_page("draw_a_digit"), "Photo")
    app.file_uploader[0].upload("blank.jpg", photo_of(np.zeros((32, 32)))).run()
    assert not app.exception
    assert not app.metric
    assert app.info


@pytest.mark.parametrize("suffix", ["jfif", "JPE", "pjpeg", "jpeg"])
def test_a_jpeg_may_have_any_of_its_names(open_page, suffix):
    app = choose(open_page("draw_a_digit"), "Photo")
    uploader = app.file_uploader[0]
    assert f".{suffix.lower()}" in uploader.proto.type
    uploader.upload(f"seven.{suffix}", photo_of(clear_seven())).run()
    assert not app.exception
    assert app.metric[0].value == "7"
    assert not app.warning, "all is clear"


def test_a_photo_of_two_digits_gets_a_prediction_and_a_note(open_page):
    app = choose(open_page("draw_a_digit"), "Photo")
    two = np.hstack([clear_seven().squeeze()] * 2)
    app.file_uploader[0].upload("two.jpg", photo_of_any(two)).run()
    assert app.metric[0].value == "7"
    assert "more than one digit" in app.warning[0].value


@pytest.mark.parametrize("scale", [0.25, 0.5])
def test_a_picture_of_few_pixels_is_read(open_page, scale):
    app = choose(open_page("draw_a_digit"), "Photo")
    app.file_uploader[0].upload("few.png", photo_of(clear_seven(), scale)).run()
    assert app.metric[0].value == "7"
    assert [w.value for w in app.warning] == (
        [
            "The digit has only 8 pixels in length, too few for its shape: "
            "send a larger picture of it."
        ]
        if scale == 0.25
        else []
    )


def test_what_is_no_digit_counts_only_when_it_is_said_so(open_page):
    app = choose(open_page("draw_a_digit"), "Photo")
    app.file_uploader[0].upload("seven.jpg", photo_of(clear_seven())).run()
    kept = app.session_state["_state"].kept
    assert not kept.get("draw_a_digit_not_a_digit")
    app.get_by_key("draw_a_digit_is_no_digit").set_value(True).run()
    assert not app.exception
    best = kept["draw_a_digit_not_a_digit"]["best"]
    assert (best.digit, best.probability > 0.99) == (7, True)
    assert "for a **7**" in app.success[0].value
    app.file_uploader[0].upload("other.jpg", photo_of(clear_seven().T)).run()
    worse = kept["draw_a_digit_not_a_digit"]["best"]
    assert worse.probability >= best.probability


def test_a_drawing_goes_under_the_microscope_with_its_label(open_page):
    app = choose(open_page("draw_a_digit"), "Photo")
    app.file_uploader[0].upload("seven.jpg", photo_of(clear_seven())).run()
    app.get_by_key("draw_a_digit_own_label_7").set_value(9).run()
    press(app, "Put it under the microscope")
    labelled = app.session_state["_state"].labelled
    assert labelled.label == 9
    assert app.get_by_key("microscope_digit").value == -1
    assert app.get_by_key("microscope_own").value
    recording = app.session_state["microscope_session"].recording
    np.testing.assert_array_equal(recording.images[0], labelled.image)
    assert recording.labels[0] == 9
    assert any("Probability of 9" in body for body in bodies(app))
    np.testing.assert_array_equal(labelled.image, app.session_state["_state"].digit)
