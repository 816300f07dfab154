"""What a test reads on a page, and what a visitor presses and chooses there."""

import html
import re

from ui.components.code import LIT

LINE = re.compile(r'<span class="line"([^>]*)>(.*?\n)</span>', re.S)


def check(app):
    """Check that a run of the page ended without an error."""
    assert not app.exception, app.exception
    assert not app.error, app.error
    return app


def run(app):
    """Run the page again, as a visitor's act does."""
    return check(app.run())


def button(app, label):
    """Return the first button with this label, or None."""
    return next((button for button in app.button if button.label == label), None)


def press(app, label):
    """Press the first button with this label."""
    button(app, label).click()
    return run(app)


def choose(app, key, value):
    """Choose a value of a widget."""
    app.get_by_key(key).set_value(value)
    return run(app)


def texts(app):
    """Return all Markdown of the page, in its order."""
    return [element.value for element in app.markdown]


def whole_text(app):
    """Return all Markdown of the page as one text."""
    return "\n".join(texts(app))


def bodies(app):
    """Return all HTML of the page, in its order."""
    return [element.proto.body for element in app.get("html")]


def plain(body):
    """Return HTML as text."""
    return html.unescape(re.sub("<[^>]+>", "", body))


def code_bodies(app):
    """Return the HTML of each box of code or of an error's message."""
    return [body for body in bodies(app) if "lit-code" in body and "<pre" in body]


def boxes(app):
    """Return the label and the text of each box of code or of a message.

    The label is the name of the code's file. A box in a column is in a tab too.
    """
    return [
        (
            html.unescape(re.search(r'aria-label="([^"]*)"', body)[1]),
            "".join(plain(text) for _, text in LINE.findall(body)),
        )
        for body in code_bodies(app)
    ]


def lines(body):
    """Return the lines in the HTML of code or of a message: attributes and text."""
    return [
        (attributes, plain(text).strip()) for attributes, text in LINE.findall(body)
    ]


def marked(body, mark):
    """Return the lines with a mark in the HTML of code or of a message."""
    return [text for attributes, text in lines(body) if mark in attributes]


def rules(app):
    """Return the marks whose lines are lit."""
    pattern = r'data-marks~="(\w+)"\] {' + re.escape(LIT)
    return re.findall(pattern, " ".join(bodies(app)))


def outputs(app):
    """Return the text of each result and each exception."""
    found = re.findall(
        r'<pre class="output[^>]*>(.*?)</pre>', "".join(bodies(app)), re.S
    )
    return [html.unescape(text) for text in found]


def table(app, head):
    """Return the rows of the table whose first head this is."""
    text = next(text for text in texts(app) if text.startswith(f"| {head} |"))
    heads, _, *rows = [line.strip("|").split("|") for line in text.splitlines()]
    names = [name.strip() for name in heads]
    return [dict(zip(names, map(str.strip, row), strict=True)) for row in rows]


def verdicts(app):
    """Return the colours of the verdicts on predictions: green is right."""
    marks = re.compile(r":(green|orange)\[")
    return [mark[1] for mark in map(marks.match, texts(app)) if mark]
