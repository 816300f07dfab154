"""Tables written as Markdown."""

from streamlit.testing.v1 import AppTest


def script(rows):
    from ui.components.tables import table

    table(rows)


def test_rows_stand_under_their_heads():
    app = AppTest.from_function(script, args=([{"a": "1"}, {"a": "2", "b": "x|y"}],))
    assert app.run().markdown[0].value.splitlines() == [
        "| a | b |",
        "| --- | --- |",
        "| 1 |  |",
        "| 2 | x\\|y |",
    ]
