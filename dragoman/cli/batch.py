"""`batch plan`, `run`, `status` and `gather`: millions of articles in shards, on this machine or a cluster."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.batch.folder import How, Mark, Planned, RunFolder
from dragoman.batch.running import run, standing, unfinished
from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.reading import FormatName, Mapping_, Published, published_day, show, tell
from dragoman.errors import Stop
from dragoman.news.fields import mapping_of
from dragoman.news.source import Reading
from dragoman.ontology.desk import desk_of
from dragoman.reading.runtime import Runtime
from dragoman.settings import load_settings
from dragoman.store.locating import named

Folder = Annotated[Path, Parameter(help="folder of the run")]


def batch_plan(
    inputs: Annotated[list[str], Parameter(help="files, folders, or addresses such as s3://bucket/*.parquet")],
    /,
    *,
    shards: Annotated[int, Parameter(help="how many; some thousand articles each are a good size")],
    output: Annotated[Path, Parameter(name=["--output", "-o"], help="folder of the run; an old one gets more shards")],
    format_name: FormatName = None,
    published: Published = None,
    mapping: Mapping_ = None,
) -> int:
    """Read articles and cut them into shards, by the hash of their ids; what cannot be used is written down."""
    from dragoman.batch.planning import outcomes_of, plan, sources_in

    settings = load_settings(Path.cwd())
    desk = desk_of(Path(settings.db))
    how = How(
        settings.coder,
        settings.language,
        settings.min_score,
        settings.batch,
        str(desk.absolute()) if desk.is_dir() else "",
        settings.sentences,
    )
    reading = Reading(format_name, published_day(published), fields=mapping_of(mapping) if mapping else {})
    made = plan(outcomes_of(sources_in(inputs), reading), output, shards, how, inputs)
    for each in made.rejects[:20]:
        tell(f"{each.where}: {each.reason}")
    count = sum(each.articles for each in made.new)
    show(f"{output}: {count} articles in {len(made.new)} shards; {len(made.rejects)} not usable")
    return SOME_FAILED if made.rejects else 0


def batch_run(
    folder: Folder,
    /,
    *,
    jobs: Annotated[int, Parameter(help="processes at once")] = 2,
    shard: Annotated[int | None, Parameter(help="only this one, for a Slurm array or GNU parallel")] = None,
    ray: Annotated[str | None, Parameter(help="a cluster: auto, local, or ray://head:10001")] = None,
    again: Annotated[bool, Parameter(negative=(), help="try again what was set aside")] = False,
) -> int:
    """Code the shards that are not finished, or were coded by another version of the coder."""
    run_folder = RunFolder(folder)
    if again:
        for each in run_folder.planned():
            run_folder.forgive(each)
    waiting = unfinished(run_folder, shard)
    settings = load_settings(Path.cwd())
    runtime = Runtime(settings.provider, settings.threads or 1)
    if ray is None:
        run(run_folder, waiting, jobs=jobs, report=_told, runtime=runtime)
    else:
        from dragoman.batch.cluster import run_on_ray

        run_on_ray(run_folder, waiting, address=ray, jobs=jobs, report=_told, runtime=runtime)
    return batch_status(folder)


def _told(shard: Planned, outcome: Mark | str) -> None:
    if isinstance(outcome, str):
        tell(f"shard {shard.number}: {outcome}")
    else:
        tell(f"shard {shard.number}: {outcome.articles} articles, {outcome.reports} reports, {outcome.seconds:.0f} s")


def batch_status(folder: Folder, /) -> int:
    """Say how far a run has come, what it cost so far, and what was set aside for which reason."""
    found = standing(RunFolder(folder))
    show(
        f"{folder}: {found.done} of {found.shards} shards, {found.articles_done} of {found.articles} articles; "
        f"{found.reports} reports, {found.rejects} articles refused"
    )
    if found.seconds:
        show(
            f"{found.articles_done / found.seconds:.1f} articles/s a process, peak memory {found.peak_mb} MB a process"
        )
    for number, reason in found.set_aside.items():
        show(f"shard {number} is set aside: {reason}; “batch run {folder} --again” tries it again")
    return SOME_FAILED if found.set_aside else 0


def batch_gather(
    folder: Folder,
    /,
    *,
    db: Annotated[str | None, Parameter(help="record to add it to, a file or postgresql://…")] = None,
    parquet: Annotated[Path | None, Parameter(help="folder of a lake of Parquet, by month")] = None,
    memory: Annotated[int, Parameter(help="MB of memory for sorting and joining")] = 2048,
    jobs: Annotated[int, Parameter(help="processes that compare and fold, for a lake")] = 2,
    partial: Annotated[bool, Parameter(negative=(), help="gather what is finished, though shards are missing")] = False,
    anew: Annotated[bool, Parameter(negative=(), help="join everything again, also what the lake has already")] = False,
) -> int:
    """Merge what the shards came to: copies and origins, events and their history, whatever the cut."""
    from dragoman.batch.gathering import gather_lake, gather_record

    if (db is None) == (parquet is None):
        raise Stop("where to?", remedy="Give either --db FILE or --parquet FOLDER.")
    run_folder = RunFolder(folder)
    if db is not None:
        counts = gather_record(run_folder, db, partial=partial)
    else:
        assert parquet
        counts = gather_lake(run_folder, parquet, memory=memory, jobs=jobs, partial=partial, anew=anew)
    show(f"{named(db) if db else parquet}: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    return 0
