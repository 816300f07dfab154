"""What a visitor does on a page that trains: start, wait, see the end."""

import time

from tests.deadlines import LONG_DEADLINE


def run_until(app, done):
    limit = time.monotonic() + LONG_DEADLINE
    while not done(app):
        assert time.monotonic() < limit, [m.value for m in app.markdown]
        time.sleep(0.2)
        app.run()
        assert not app.exception, app.exception
    return app


def button(app, label):
    return next(button for button in app.button if button.label == label)


def start(app, **choices):
    for key, value in choices.items():
        app.get_by_key(key).set_value(value)
    button(app.run(), "Start").click()
    return app.run()


def finished(app):
    return any(header.value == "What it learned" for header in app.header)
