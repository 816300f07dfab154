"""The tabs of a page: their order, the way to the next one, and their notebooks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ui.components.closing import show_closing
from ui.components.notebooks import offer_notebook


@dataclass(frozen=True)
class Tabs:
    """The tabs of a lesson by their titles, each with the name of its module.

    `key` is their session key. `notebooks` is the package that has a module with a
    function `main` for each tab; those in `with_model` have the sidebar's LeNet.
    """

    lesson: str
    key: str
    modules: Mapping[str, str]
    notebooks: str
    with_model: Collection[str]

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the titles in the order of the page."""
        return tuple(self.modules)

    def notebook(self, tab: str) -> str:
        """Return the name of the function that a tab's notebook is made of."""
        return f"{self.notebooks}.{self.modules[tab]}:main"

    def close(
        self,
        tab: str,
        *showed: str,
        chosen: Mapping[str, str] = MappingProxyType({}),
        also: tuple[str, ...] = (),
    ) -> None:
        """Show what a tab showed, the way to the next one, and it as a notebook.

        `chosen` and `also` are the choices that the notebook gets: see
        `offer_notebook`.
        """
        following = self.titles[self.titles.index(tab) + 1 :]
        show_closing(showed, self.key, following[0] if following else "")
        offer_notebook(
            self.notebook(tab),
            f"{self.lesson}_{self.modules[tab]}",
            tab,
            has_model=tab in self.with_model,
            chosen=chosen,
            also=also,
        )
