"""How far the visitor is on the route: on one page, and on all of them."""

from ui.lessons import LESSONS, Page
from ui.visitor import route


def done_of(page: Page) -> int:
    """Return how many parts of a page are done."""
    return len(route.parts_done(page.name, page.parts))


def parts_of(page: Page) -> int:
    """Return how many parts a page has: one if it has no tabs."""
    return len(page.parts) or 1


def is_done(page: Page) -> bool:
    """Return whether all parts of a page are done."""
    return done_of(page) == parts_of(page)


def left() -> list[Page]:
    """Return the lessons that are not done, in the order of the course."""
    return [page for page in LESSONS if not is_done(page)]
