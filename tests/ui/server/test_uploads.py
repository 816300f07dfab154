"""Which uploaded files have to go for a new one."""

from ui.server import uploads
from ui.server.uploads import MOST_OF_A_VISITOR, Kept


def test_a_visitor_keeps_the_newest():
    kept = Kept()
    gone = [kept.add("ann", str(number), 10) for number in range(4)]
    assert MOST_OF_A_VISITOR == 2
    assert gone == [[], [], [("ann", "0")], [("ann", "1")]]


def test_all_visitors_share_a_limit(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 25)
    kept = Kept()
    assert kept.add("ann", "a", 10) == []
    assert kept.add("ben", "b", 10) == []
    assert kept.add("cem", "c", 10) == [("ann", "a")]
    assert kept.add("dan", "d", 20) == [("ben", "b"), ("cem", "c")]


def test_a_file_that_is_sent_again_counts_once(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 25)
    kept = Kept()
    assert [kept.add("ann", "a", 20) for _ in range(3)] == [[], [], []]
