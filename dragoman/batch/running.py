"""A planned run comes in; its unfinished shards are coded by processes of this machine, and how each went goes out."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.batch.folder import FAILURES, How, Mark, Planned, RunFolder
from dragoman.batch.shard import COLUMNS
from dragoman.batch.worker import ONE_CORE, PATIENCE, ShardFailed, Worker
from dragoman.coding.coder import load_coder
from dragoman.errors import Stop
from dragoman.pipeline import Pipeline
from dragoman.reading.runtime import Runtime

Outcome = Mark | str
"""The mark of a shard that was finished, or why it failed."""

LESSONS = 30
"""How often a shard may lose its process over articles before it is set aside: then it is no single article's doing."""

Report = Callable[[Planned, Outcome], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run has come, in shards and in articles, and why shards were set aside."""

    shards: int
    done: int
    articles: int
    articles_done: int
    reports: int
    rejects: int
    seconds: float
    peak_mb: int
    set_aside: dict[int, str]


def pipeline_of(how: How, runtime: Runtime = ONE_CORE) -> Pipeline:
    """The flow as a run's plan says; `runtime` is a machine's own."""
    made = Pipeline(
        coder=how.coder,
        language=how.language,
        batch=how.batch,
        desk=Path(how.desk) if how.desk else None,
        min_score=how.min_score or None,
        runtime=runtime,
    )
    made.reader.skims = how.sentences == "named"
    return made


def unfinished(folder: RunFolder, only: int | None = None) -> list[Planned]:
    """The shards that are to be coded: neither finished by the coder that is installed nor set aside; or one of them.

    Stop if there is no shard of that number.
    """
    planned = folder.planned()
    coder = load_coder(folder.how().coder)
    if only is not None:
        if not 0 <= only < len(planned):
            raise Stop(f"there is no shard {only}.", remedy=f"They are numbered from 0 to {len(planned) - 1}.")
        planned = [planned[only]]
    return [
        each
        for each in planned
        if not folder.is_done(each, coder.name, coder.version, COLUMNS) and not folder.is_set_aside(each)
    ]


def standing(folder: RunFolder) -> Standing:
    """How far a run has come."""
    planned = folder.planned()
    coder = load_coder(folder.how().coder)
    done = [each for each in planned if folder.is_done(each, coder.name, coder.version, COLUMNS)]
    marks = [mark for each in done if (mark := folder.mark(each))]
    return Standing(
        shards=len(planned),
        done=len(done),
        articles=sum(each.articles for each in planned),
        articles_done=sum(each.articles for each in done),
        reports=sum(each.reports for each in marks),
        rejects=sum(each.rejects for each in marks),
        seconds=sum(each.seconds for each in marks),
        peak_mb=max((each.peak_mb for each in marks), default=0),
        set_aside={each.number: folder.failures(each)[-1] for each in planned if folder.is_set_aside(each)},
    )


class _Pool:
    """Shards that wait, and the threads that each have a child code one after another."""

    def __init__(
        self, folder: RunFolder, shards: Iterable[Planned], report: Report, made: Callable[[], Worker]
    ) -> None:
        self._folder = folder
        self._waiting = deque(shards)
        self._report = report
        self._made = made
        self._lock = threading.Lock()
        self.stopped: BaseException | None = None

    def work(self) -> None:
        """What each thread does, until nothing waits or somebody must change something."""
        worker = self._made()
        try:
            while (shard := self._next()) is not None:
                self._code(worker, shard)
        except BaseException as stopped:
            self.stopped = stopped
        finally:
            worker.close()

    def _next(self) -> Planned | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting and self.stopped is None else None

    def _code(self, worker: Worker, shard: Planned) -> None:
        outcome = code_with(worker, self._folder, shard, lambda why: self._told(shard, why))
        if outcome is not None:
            self._told(shard, outcome)

    def _told(self, shard: Planned, outcome: Outcome) -> None:
        with self._lock:
            self._report(shard, outcome)


def code_with(worker: Worker, folder: RunFolder, shard: Planned, told: Callable[[str], None]) -> Mark | None:
    """Has a worker code a shard, again if it fails; None if it is set aside. `told` is told of each failure."""
    lessons = 0
    while True:
        try:
            return worker.run(shard)
        except ShardFailed as failed:
            told(str(failed))
            lessons += failed.is_lesson
            if failed.is_lesson and lessons <= LESSONS:
                continue
            while folder.fail(shard, str(failed)) < FAILURES and failed.is_lesson:
                pass  # it learnt enough for all its tries
            if folder.is_set_aside(shard):
                return None


def run(
    folder: RunFolder,
    shards: Iterable[Planned],
    *,
    jobs: int = 2,
    report: Report = lambda *_: None,
    patience: float = PATIENCE,
    runtime: Runtime = ONE_CORE,
) -> None:
    """Codes shards by `jobs` processes at once; Stop if somebody must change something first, such as a full disk."""
    pool = _Pool(folder, shards, report, lambda: Worker(folder, patience, runtime))
    threads = [threading.Thread(target=pool.work, daemon=True) for _ in range(max(1, jobs))]
    for each in threads:
        each.start()
    for each in threads:
        while each.is_alive():
            each.join(0.5)  # in slices, so that an interrupt is heard
    if pool.stopped is not None:
        raise pool.stopped
