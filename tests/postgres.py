"""A PostgreSQL server of the tests' own, in a temporary folder and on a port of the loopback, and databases in it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from dragoman.store.locating import Shared, Whereabouts, located

# No test loses power, so nothing need reach the disk.
_UNSAFE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=32MB",
    "wal_level=minimal",
    "max_wal_senders=0",
)


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest if there are several; None where no server is installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)
    found = shutil.which("initdb")
    for folder in (*([Path(found).parent] if found else []), *folders):
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file():
            return folder
    return None


def _low() -> dict[str, Any]:
    """How to start what refuses to be started by root: as a user who may little."""
    if os.geteuid() != 0:
        return {}
    names = {each.pw_name: each for each in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


_EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', name);
  END LOOP;
END $$
"""


def _quick() -> str | None:
    """A folder in memory where there is room in it, for databases are many small files; else the usual one."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 3 << 30
    return str(memory) if has_room else None


class Server:
    """A running server; `database` makes an empty one, `stop` ends it and takes away all that it held.

    It sorts text as English dictionaries do where it can, so that a question that leans on the server's order fails.
    """

    def __init__(self, binaries: Path) -> None:
        self._folder, self._binaries, self._low = Path(tempfile.mkdtemp(dir=_quick())), binaries, _low()
        self._folder.chmod(0o755)
        self._held = self._folder / "held"
        self._held.mkdir(mode=0o700)
        if self._low:
            os.chown(self._held, self._low["user"], self._low["group"])
        made = [str(binaries / "initdb"), "-D", str(self._held / "data"), "-A", "trust", "-U", "dragoman"]
        made += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        if subprocess.run([*made, "--locale-provider=icu", "--icu-locale=en"], **self._quiet()).returncode:
            subprocess.run(made, check=True, **self._quiet())
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._numbers = count(1)
        self._free: list[Shared] = []
        self.start()

    def start(self) -> None:
        """Starts the server, and waits until it answers."""
        settings = (
            *_UNSAFE,
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            f"unix_socket_directories={self._held}",
        )
        given = " ".join(f"-c {each}" for each in settings)
        log = self._held / "log"
        self._control("start", "-w", "-l", str(log), "-o", given)

    def stop(self, *, for_good: bool = True) -> None:
        """Ends the server as a cut of power would."""
        self._control("stop", "-m", "immediate")
        if for_good:
            shutil.rmtree(self._folder)

    def address(self, name: str, user: str = "dragoman") -> Shared:
        place = located(f"postgresql://{user}@127.0.0.1:{self.port}/{name}")
        assert isinstance(place, Shared)
        return place

    def take(self) -> Shared:
        """A database without a record, used before if there is one; give it back with `give`."""
        return self._free.pop() if self._free else self.database("record")

    def give(self, place: Shared) -> None:
        """Empties a database, whose tables are as Dragoman lays them, for the next test: it takes long to make one."""
        self.run(place.database, _EMPTY)
        self._free.append(place)

    def drop(self, place: Shared) -> None:
        """Takes away a database with all that it holds."""
        self.run("postgres", f'DROP DATABASE "{place.database}" WITH (FORCE)')

    def database(self, name: str = "record") -> Shared:
        """A new, empty database."""
        name = f"{name}_{next(self._numbers)}"
        self.run("postgres", f'CREATE DATABASE "{name}"')
        return self.address(name)

    def run(self, name: str, *statements: str) -> list[tuple[Any, ...]]:
        """Runs statements in a database past Dragoman; the rows of the last come back."""
        import psycopg

        with psycopg.connect(host="127.0.0.1", port=self.port, user="dragoman", dbname=name, autocommit=True) as raw:
            for statement in statements:
                done = raw.execute(statement)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []

    def _control(self, *words: str) -> None:
        command = [str(self._binaries / "pg_ctl"), "-D", str(self._held / "data"), *words]
        subprocess.run(command, check=True, **self._quiet())

    def _quiet(self) -> dict[str, Any]:
        return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **self._low}


class Databases:
    """A server as a folder of records: `databases / "a.db"` is a database, made when it is first named.

    Those that are `bare` never held a record, not even the tables of one, and are taken away afterwards.
    """

    def __init__(self, server: Server, *, bare: bool = False) -> None:
        self._server = server
        self._is_bare = bare
        self._made: dict[str, Shared] = {}

    def __truediv__(self, name: str) -> Whereabouts:
        if name not in self._made:
            self._made[name] = self._server.database("bare") if self._is_bare else self._server.take()
        return self._made[name]

    def close(self) -> None:
        """Gives back what was made."""
        for place in self._made.values():
            (self._server.drop if self._is_bare else self._server.give)(place)
