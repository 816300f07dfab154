"""The order of the tests, where all run in one process."""

from pathlib import Path

FOLDER = Path(__file__).parent
# AppTest puts a page in the place of `__main__`, from where nothing can be forked;
# Playwright keeps an event loop running, so that no other can be started.
LAST = [FOLDER / "pages", FOLDER / "browser"]


def pytest_collection_modifyitems(items):
    items.sort(
        key=lambda item: [folder in item.path.parents for folder in reversed(LAST)]
    )
