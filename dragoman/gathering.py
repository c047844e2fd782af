"""Sources come in; what they name is fetched by several threads and goes, with its state, into the record by one."""

import queue
import random
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from dragoman.errors import Skip
from dragoman.news.client import Later
from dragoman.news.feeds import Lead
from dragoman.news.fetching import Fetcher
from dragoman.news.politeness import Manners, origin_of
from dragoman.news.polling import Polled, poll
from dragoman.news.watchlist import Watched
from dragoman.record import Article, Reject
from dragoman.store.leads import Noted, SourceState
from dragoman.store.opening import Record
from dragoman.store.writer import Writer

TRIES = 6
"""How often a lead that cannot be had is tried before it is refused."""

THREADS = 16
BATCH = 64
"""Outcomes that are written together."""

_LINGER = 2.0
"""Seconds that an outcome waits for others to be written with it."""

_AT_ONCE = 50
_LOOK_AGAIN = 20.0
_NEVER = float("inf")
_REMEMBERED = 50_000
_LONGEST_WAIT = timedelta(days=1)

Also = Callable[[Writer, frozenset[str]], None]
Take = Callable[[list[Article | Reject], Also], None]
"""Adds articles and rejects to the record in one unit of work, and calls the second within it, with the ids of the
articles that could not be added after all."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to ask a host for: a lead of a source, or the source itself."""

    source: Watched
    lead: Noted | None = None
    state: SourceState | None = None

    @property
    def host(self) -> str:
        return origin_of(self.lead.url if self.lead else self.source.url)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a job: an article, or the id of one that is known, or a look at a source, or a failure."""

    job: _Job
    article: Article | None = None
    known: str = ""
    polled: Polled | None = None
    failed: Skip | None = None


@dataclass(slots=True)
class Tally:
    """What a run has done so far; `waiting` is what it knows to be left."""

    articles: int = 0
    refused: int = 0
    later: int = 0
    noted: int = 0
    waiting: int = 0
    troubles: dict[str, str] = field(default_factory=dict)


class Gatherer:
    """Looks at sources, fetches what they name, and hands it on to be coded and added with the state of its lead.

    A lead and its article are settled in one unit of work, and so are a source's validators and the leads that it
    named: whenever the run is ended, the next one goes on where it was. `retry` is in seconds; `report` is told of
    troubles, `progress` after each unit of work.
    """

    def __init__(
        self,
        record: Record,
        manners: Manners,
        take: Take,
        *,
        retry: float = 60.0,
        report: Callable[[str], None] = lambda _: None,
        progress: Callable[[Tally], None] = lambda _: None,
    ) -> None:
        self._record = record
        self._manners = manners
        self._fetcher = Fetcher(manners)
        self._take = take
        self._retry = retry
        self._report = report
        self._progress = progress
        self.tally = Tally()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[_Outcome] = queue.SimpleQueue()
        self._waiting: dict[str, deque[_Job]] = {}
        self._busy: set[str] = set()
        # What is among the jobs or not yet written, by source, and when each source is to be asked for more of it.
        self._held: dict[str, set[str]] = {}
        self._more_at: dict[str, float] = {}
        # When each source is to be looked at, without those that are being looked at.
        self._look_at: dict[str, float] = {}
        self._known: dict[str, str] = {}

    def run(self, sources: Sequence[Watched], *, forever: bool = False, polls: bool = True) -> Tally:
        """Looks at each source once, or again and again, and fetches all that is due; without `polls` only the latter.

        A source that is backing off is left alone until its time has come.
        """
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(min(THREADS, 2 + len(sources)))]
        for thread in threads:
            thread.start()
        self._held = {each.url: set() for each in sources}
        self._more_at = {each.url: 0.0 for each in sources}
        self._look_at = self._times(sources, forever) if polls else {}
        try:
            self._loop(sources, forever)
        finally:
            for _ in threads:
                self._jobs.put(None)
        return self.tally

    def _times(self, sources: Sequence[Watched], forever: bool) -> dict[str, float]:
        """When each source is to be looked at, by the clock of `monotonic`; one that backs off says so."""
        found = {}
        now = datetime.now(UTC)
        with self._record.leads() as leads:
            states = [leads.state(each.url) for each in sources]
        for state in states:
            wait = (state.due_at - now).total_seconds() if state.due_at else 0.0
            found[state.source] = monotonic() + wait if wait > 0 and (forever or state.failures) else 0.0
            if wait > 0 and state.failures:
                self._trouble(
                    state.source, f"{state.trouble}; it is not asked before {state.due_at:%Y-%m-%d %H:%M} UTC"
                )
        return found

    def _loop(self, sources: Sequence[Watched], forever: bool) -> None:
        gathered: list[_Outcome] = []
        began = 0.0
        while True:
            self._look(sources)
            self._fill(sources)
            self._dispatch()
            self._receive(gathered)
            began = (began or monotonic()) if gathered else 0.0
            is_idle = not self._busy and not any(self._waiting.values())
            if gathered and (len(gathered) >= BATCH or is_idle or monotonic() - began > _LINGER):
                self._settle(gathered)
                gathered.clear()
                began = 0.0
            elif not forever and is_idle and not gathered and not self._is_more():
                return

    def _receive(self, gathered: list[_Outcome]) -> None:
        """Takes what the threads have done; the first of it is waited for a moment."""
        patience = 0.1
        while len(gathered) < BATCH:
            try:
                outcome = self._outcomes.get(timeout=patience) if patience else self._outcomes.get_nowait()
            except queue.Empty:
                return
            patience = 0.0
            if not outcome.known:
                self._busy.discard(outcome.job.host)
            if outcome.article and outcome.job.lead:
                self._known[outcome.job.lead.url] = outcome.article.id
            gathered.append(outcome)

    def _is_more(self) -> bool:
        now = monotonic()
        return any(when <= now for when in (*self._more_at.values(), *self._look_at.values()))

    def _look(self, sources: Sequence[Watched]) -> None:
        """Puts the sources whose time has come among the jobs."""
        now = monotonic()
        for each in sources:
            if self._look_at.get(each.url, _NEVER) > now:
                continue
            self._look_at[each.url] = _NEVER
            with self._record.leads() as leads:
                state = leads.state(each.url)
            self._waiting.setdefault(origin_of(each.url), deque()).appendleft(_Job(each, state=state))

    def _fill(self, sources: Sequence[Watched]) -> None:
        """Puts leads that are due among the jobs, some of each source, so that none waits for another."""
        now = monotonic()
        wanting = [each for each in sources if self._more_at[each.url] <= now and len(self._held[each.url]) < _AT_ONCE]
        if not wanting:
            return
        with self._record.leads() as leads:
            for each in wanting:
                held = self._held[each.url]
                found = leads.waiting(each.url, _AT_ONCE, sorted(held))
                # Fewer than wanted: all that is due is here, and what is for later shows itself by and by.
                self._more_at[each.url] = 0.0 if len(found) == _AT_ONCE else now + _LOOK_AGAIN
                for lead in found:
                    held.add(lead.key)
                    job = _Job(each, lead)
                    self._waiting.setdefault(job.host, deque()).append(job)

    def _dispatch(self) -> None:
        """Hands out a job for each host that is not being asked; what several sources named is fetched for one."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        for host in [host for host, jobs in self._waiting.items() if jobs and host not in self._busy]:
            jobs = self._waiting[host]
            while jobs and host not in self._busy and len(self._busy) < THREADS:
                job = jobs.popleft()
                if job.lead and job.source.text == "page" and (known := self._known.get(job.lead.url)):
                    self._outcomes.put(_Outcome(job, known=known))
                else:
                    self._busy.add(host)
                    self._jobs.put(job)
            del self._waiting[host]
            if jobs:
                self._waiting[host] = jobs  # behind the others, whose turn it is

    def _work(self) -> None:
        """What each thread does: one job after another, until there is none."""
        while (job := self._jobs.get()) is not None:
            try:
                outcome = self._done(job)
            except Skip as failed:
                outcome = _Outcome(job, failed=failed)
            except Exception as broken:
                # A thread that dies would leave its host busy for ever; the fault is one job's.
                where = job.lead.url if job.lead else job.source.url
                outcome = _Outcome(job, failed=Skip(f"broke the reader ({broken!r:.100})", where=where))
            self._outcomes.put(outcome)

    def _done(self, job: _Job) -> _Outcome:
        source = job.source
        if job.lead is None:
            state = job.state or SourceState(source.url)
            found = poll(self._manners, source.url, etag=state.etag, modified=state.modified, delay=source.delay)
            return _Outcome(job, polled=found)
        lead = Lead(job.lead.key, job.lead.url, job.lead.title, job.lead.published_on, job.lead.body)
        if source.text == "feed" and lead.body:
            return _Outcome(job, article=self._fetcher.told(lead, outlet=source.name, source=source.url))
        article = self._fetcher.article(lead, outlet=source.name, source=source.url, delay=source.delay)
        return _Outcome(job, article=article)

    # ---- what came of it, written by the one thread that owns the record ---------------------------------------------

    def _settle(self, gathered: list[_Outcome]) -> None:
        """Writes outcomes in one unit of work: articles, rejects, leads, sources."""
        chunk: list[Article | Reject] = [each.article for each in gathered if each.article]
        chunk += [
            Reject.of(self._final(each.failed), each.job.lead.url)
            for each in gathered
            if each.job.lead and each.failed and not self._is_for_later(each)
        ]

        def also(writer: Writer, failed: frozenset[str]) -> None:
            for each in gathered:
                self._keep(each, writer, failed)

        self._take(chunk, also)
        for each in gathered:
            if each.job.lead is not None:
                self._held[each.job.source.url].discard(each.job.lead.key)
        self._progress(self.tally)

    def _keep(self, outcome: _Outcome, writer: Writer, failed: frozenset[str]) -> None:
        """Writes what became of one lead, or of a source."""
        lead, article, leads = outcome.job.lead, outcome.article, writer.leads
        if lead is None:
            self._keep_source(outcome, writer)
        elif outcome.known:
            leads.done(lead, outcome.known)
        elif article is not None and article.id not in failed:
            leads.done(lead, article.id)
            writer.refusals.settle(lead.url)
            self.tally.articles += 1
        elif self._is_for_later(outcome):
            leads.later(lead, self._when_again(outcome, lead.tries))
            self.tally.later += 1
        else:
            leads.refused(lead)
            self.tally.refused += 1

    def _keep_source(self, outcome: _Outcome, writer: Writer) -> None:
        source, polled = outcome.job.source, outcome.polled
        state = self._state_after(outcome)
        writer.leads.keep(state)
        self._look_at[source.url] = monotonic() + _until(state)
        self._more_at[source.url] = 0.0
        if state.trouble:
            self._trouble(source.url, state.trouble)
        if polled is None:
            return
        named = (
            Noted(
                source.url,
                each.key,
                each.url,
                each.title,
                each.published_on,
                each.body if source.text == "feed" else "",
            )
            for each in polled.leads
        )
        self.tally.noted += writer.leads.note(named)
        if polled.moved_to:
            self._trouble(source.url, f"it has moved for good to {polled.moved_to}; change the list")

    def _state_after(self, outcome: _Outcome) -> SourceState:
        """How a source stands after a look: due again after its pause, or later each time that it fails."""
        job, now = outcome.job, datetime.now(UTC)
        before = job.state or SourceState(job.source.url)
        every = timedelta(seconds=job.source.every * (1 + random.random() * 0.1))
        if outcome.polled:
            return replace(
                before,
                etag=outcome.polled.etag,
                modified=outcome.polled.modified,
                asked_at=now,
                answered_at=now,
                due_at=now + every,
                failures=0,
                trouble="",
            )
        failures = before.failures + 1
        pause = min(max(every, timedelta(seconds=self._retry)) * 2 ** min(failures - 1, 12), _LONGEST_WAIT)
        if isinstance(outcome.failed, Later):
            pause = max(pause, timedelta(seconds=outcome.failed.after))
        trouble = outcome.failed.reason if outcome.failed else ""
        return replace(before, asked_at=now, due_at=now + pause, failures=failures, trouble=trouble)

    def _is_for_later(self, outcome: _Outcome) -> bool:
        lead = outcome.job.lead
        return isinstance(outcome.failed, Later) and lead is not None and lead.tries + 1 < TRIES

    def _final(self, failed: Skip) -> Skip:
        if isinstance(failed, Later):
            return Skip(f"{failed.reason}, {TRIES} times", stage=failed.stage, where=failed.where)
        return failed

    def _when_again(self, outcome: _Outcome, tries: int) -> datetime:
        after = outcome.failed.after if isinstance(outcome.failed, Later) else 0.0
        pause = max(self._retry * 3.0**tries, after) * (1 + random.random() * 0.1)
        return datetime.now(UTC) + min(timedelta(seconds=pause), _LONGEST_WAIT)

    def _trouble(self, source: str, what: str) -> None:
        if self.tally.troubles.get(source) != what:
            self.tally.troubles[source] = what
            self._report(f"{source}: {what}")


def _until(state: SourceState) -> float:
    """Seconds until a source is to be looked at, at least one."""
    now = datetime.now(UTC)
    return max(1.0, ((state.due_at or now) - now).total_seconds())
