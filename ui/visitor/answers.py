"""A visitor's predictions, and the results of the runs."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

# All lessons together ask fewer; an answer takes about a kilobyte.
MOST_QUESTIONS = 200


@dataclass(frozen=True)
class Answer:
    """One run that answered a question, in the words that the visitor read.

    `predicted` is the label that was chosen before, None where none was, and
    `predicted_why` its reason. `right` maps the labels of the right options to
    their reasons, and `truth` is a sentence with the numbers of this run.
    """

    run: Hashable
    predicted: str | None
    predicted_why: str
    right: dict[str, str]
    truth: str

    @property
    def is_right(self) -> bool:
        """Return whether the prediction was right."""
        return self.predicted in self.right


@dataclass(eq=False)
class Record:
    """The answers of one visitor to one question.

    `pending` is the index of the option that is chosen for the next run.
    The first answer is kept for good; `latest` is a later run's, the newest.
    """

    page: str
    text: str
    pending: int | None = None
    again: bool = False
    first: Answer | None = None
    latest: Answer | None = None

    @property
    def is_right(self) -> bool:
        """Return whether the first prediction was right; only this one counts."""
        return self.first is not None and self.first.is_right

    def answer_of(self, run: Hashable) -> Answer | None:
        """Return the answer of `run`; None if there is none yet."""
        known = [answer for answer in (self.latest, self.first) if answer]
        return next((answer for answer in known if answer.run == run), None)

    def add(self, answer: Answer) -> None:
        """Keep an answer: as the first, or beside the first as the latest."""
        if self.first:
            self.latest = answer
        else:
            self.first = answer
        self.pending, self.again = None, False


@dataclass(eq=False)
class Answers:
    """All records of one visitor, those of the newest questions at most."""

    records: OrderedDict[str, Record] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, key: str, page: str, text: str) -> Record:
        """Return the record of a question, a new one if there is none."""
        with self.lock:
            record = self.records.setdefault(key, Record(page, text))
            # The text may be computed; what is kept is the text that was read.
            if not record.first:
                record.text = text
            if len(self.records) > MOST_QUESTIONS:
                self.records.popitem(last=False)
            return record

    def predicted(self) -> list[Record]:
        """Return the records whose first run had been predicted, in their order."""
        with self.lock:
            records = list(self.records.values())
        return [r for r in records if r.first and r.first.predicted is not None]
