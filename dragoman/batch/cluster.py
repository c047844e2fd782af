"""A planned run and the address of a Ray cluster come in; its shards are coded there by warm actors, as here.

Ray Data hands each actor one shard at a time, so that what waits stays in the plan. Each actor has a child that codes,
as on one machine: a document that ends the child does not end the actor. An actor that is lost is made anew by Ray, and
its shard begun again.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dragoman.batch.folder import Mark, Planned, RunFolder
from dragoman.batch.running import Report, code_with
from dragoman.batch.worker import ONE_CORE, Worker
from dragoman.errors import Stop
from dragoman.reading.runtime import Runtime


class ShardActor:
    """What lives on the cluster: a warm worker over the run's folder, which all machines must see under one path."""

    def __init__(self, folder: str, runtime: Runtime) -> None:
        self._folder = RunFolder(Path(folder))
        self._worker = Worker(self._folder, runtime=runtime)
        self._planned = self._folder.planned()

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        """Codes the shards whose numbers come in; what came of each goes out as a row."""
        rows = [self._coded(self._planned[int(number)]) for number in batch["shard"]]
        return {name: [row[name] for row in rows] for name in ("shard", "mark", "why", "stop")}

    def _coded(self, shard: Planned) -> dict[str, Any]:
        why: list[str] = []
        row = {"shard": shard.number, "mark": "", "why": "", "stop": ""}
        try:
            mark = code_with(self._worker, self._folder, shard, why.append)
        except Stop as stopped:
            return {**row, "stop": str(stopped)}
        return {**row, "mark": json.dumps(asdict(mark)) if mark else "", "why": "\n".join(why)}


def run_on_ray(
    folder: RunFolder,
    shards: Iterable[Planned],
    *,
    address: str = "auto",
    jobs: int = 2,
    runtime: Runtime = ONE_CORE,
    report: Report = lambda *_: None,
) -> None:
    """Codes shards on a Ray cluster by up to `jobs` actors, each with a processor a thread, and a GPU if so asked.

    `address` is `auto` for the cluster of this machine, `local` for one that is started here and ended after, or
    ray://HOST:PORT. Stop if Ray is not installed, or if somebody must change something first.
    """
    try:
        import ray
        import ray.data
    except ImportError:
        raise Stop("--ray needs Ray.", remedy="pip install 'dragoman[ray]'") from None
    waiting = [{"shard": each.number} for each in shards]
    if not waiting:
        return
    planned = folder.planned()
    is_ours = not ray.is_initialized()
    if is_ours:
        _join(ray, address, jobs)
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        found = ray.data.from_items(waiting, override_num_blocks=len(waiting)).map_batches(
            ShardActor,
            fn_constructor_args=(str(folder.path.absolute()), runtime),
            batch_size=1,
            num_cpus=max(1, runtime.threads),
            num_gpus=None if runtime.provider == "cpu" else 1,
            compute=ray.data.ActorPoolStrategy(size=max(1, min(jobs, len(waiting)))),
        )
        for row in found.iter_rows():
            if row["stop"]:
                raise Stop(row["stop"])
            shard = planned[row["shard"]]
            for why in filter(None, row["why"].split("\n")):
                report(shard, why)
            if row["mark"]:
                report(shard, Mark(**json.loads(row["mark"])))
    finally:
        if is_ours:
            ray.shutdown()


def _join(ray: Any, address: str, jobs: int) -> None:
    try:
        if address == "local":
            ray.init(num_cpus=jobs, include_dashboard=False, log_to_driver=False, logging_level="warning")
        else:
            ray.init(address=address, log_to_driver=False, logging_level="warning")
    except (ConnectionError, ValueError) as refused:
        raise Stop(
            f"no Ray cluster answers at {address}: {str(refused)[:150]}",
            remedy="“ray start --head” starts one; --ray local makes one for this run.",
        ) from None
