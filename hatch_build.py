"""Build hook: the shelves of the actor book → dragoman/ontology/book.index, which travels in the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = "dragoman/ontology/book.index"


class BookIndexHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the book before a wheel is put together, for editable installs too; needs the standard library only."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the index and have the wheel carry it although git ignores it."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from dragoman.ontology.compile import write_shipped_index

            write_shipped_index(root / "dragoman" / "ontology" / "shelves", root / INDEX)
        finally:
            sys.path.remove(str(root))
        build_data["artifacts"].append(INDEX)

    def clean(self, versions: list[str]) -> None:
        """Remove the index."""
        (Path(self.root) / INDEX).unlink(missing_ok=True)
