"""Long work shows itself on a terminal: done, rate, time left, rejects so far; in a pipe it says nothing."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dragoman.cli.entry import STANDARD_INPUT
from dragoman.record import Article, Reject


class Progress:
    """A line on standard error that is redrawn while work goes on; `total` is in the unit of `done`, 0 if not known."""

    def __init__(self, what: str, total: float = 0.0) -> None:
        self._what = what
        self._total = total
        self._bar: Any = None
        self._task: Any = None
        self.done = 0.0
        self.articles = 0
        self.rejects = 0

    @classmethod
    def of_files(cls, sources: list[str]) -> "Progress":
        """For files, whose sizes tell how much is left; standard input tells nothing."""
        sizes = [Path(each).stat().st_size for each in sources if each != STANDARD_INPUT and Path(each).is_file()]
        return cls("reading", float(sum(sizes)) if STANDARD_INPUT not in sources else 0.0)

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(bar_width=20),
                TextColumn("{task.fields[articles]} articles · {task.fields[rate]}/s · {task.fields[rejects]} rejects"),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=self._total or None, articles=0, rate="–", rejects=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def on_bytes(self, count: int) -> None:
        """So many bytes more were read."""
        self.done += count

    def counted(self, found: Iterable[Article | Reject]) -> Iterator[Article | Reject]:
        """The same, counted as it goes by."""
        for each in found:
            yield each
            if isinstance(each, Article):
                self.articles += 1
            else:
                self.rejects += 1
            if (self.articles + self.rejects) % 16 == 0:
                self.draw()

    def draw(self, *, total: float | None = None) -> None:
        """Shows where the work stands."""
        if self._bar is None:
            return
        elapsed = self._bar.tasks[0].elapsed or 0.0
        rate = f"{self.articles / elapsed:.1f}" if elapsed > 0 else "–"
        self._bar.update(
            self._task,
            completed=self.done,
            total=total if total is not None else self._total or None,
            articles=f"{self.articles:,}",
            rate=rate,
            rejects=f"{self.rejects:,}",
        )
