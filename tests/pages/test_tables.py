"""Tables written as Markdown."""

from streamlit.testing.v1 import AppTest

from tests.deadlines import DEADLINE


def script(rows):
    from ui.components.tables import table

    table(rows)


def test_rows_stand_under_their_heads():
    rows = [{"a": "1"}, {"a": "2", "b": "x|y"}]
    app = AppTest.from_function(script, default_timeout=DEADLINE, args=(rows,))
    assert app.run().markdown[0].value.splitlines() == [
        "| a | b |",
        "| --- | --- |",
        "| 1 |  |",
        "| 2 | x\\|y |",
    ]
