"""A record in PostgreSQL as a user works with it: added to, copied, verified, judged; its password never shown."""

import json

import pytest

from dragoman.store.locating import located, named
from tests.cli.test_answers import STORIES, call
from tests.postgres import Databases


@pytest.fixture(scope="module")
def desk(tmp_path_factory, postgres):
    """The demo's stories in a file, and the address, with a password, of a database that they were copied into."""
    file, shared = tmp_path_factory.mktemp("desk") / "a.db", Databases(postgres)
    place = shared / "a.db"
    address = place.url.set(drivername="postgresql", password="s3cret").render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DRAGOMAN_CODER", "rules")
        assert call("add", str(STORIES), "--db", str(file)).code == 0
        copied = call("copy", address, "--db", str(file))
    assert copied.code == 0, copied.err
    assert "s3cret" not in copied.out
    yield str(file), address
    shared.close()


@pytest.mark.parametrize(
    "command",
    [
        "events --json",
        "events --actor MLI --known-by 2025-04-01 --json",
        "timeline AES RUS --json",
        "diary --week 2025-04-02 --region sahel --known-by 2025-04-05",
        "due --known-by 2025-04-20",
        "changes --since 2025-04-01 --known-by 2025-04-05 --json",
        "relation MLI RUS --json",
        "log --writes --json",
        "rejects list",
    ],
)
def test_it_says_what_the_file_says(desk, command):
    in_file, in_server = (call(*command.split(), "--db", db) for db in desk)
    assert (in_server.code, in_server.out) == (in_file.code, in_file.out)


def test_what_is_added_again_is_known_and_what_is_copied_is_whole(desk, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_CODER", "rules")
    _, address = desk
    again = call("add", str(STORIES), "--db", address)
    assert "0 articles added" in again.out
    verified = call("verify", "--db", address)
    assert verified.code == 0
    assert f"{named(address)}: 13 articles" in verified.out
    assert "s3cret" not in again.out + verified.out + again.err


def test_what_is_judged_there_is_obeyed_there(desk):
    _, address = desk
    first = json.loads(call("events", "--json", "--db", address).out.splitlines()[0])["event"]
    assert call("judge", first, "wrong", "--by", "A. Reader", "--db", address).code == 0
    assert first not in call("events", "--json", "--db", address).out
    assert call("undo", "--db", address).code == 0
    assert first in call("events", "--json", "--db", address).out
    assert call("verify", "--db", address).code == 0


def test_a_record_is_not_copied_over_another(desk):
    file, address = desk
    for db, to in ((file, address), (address, file), (file, file)):
        done = call("copy", to, "--db", db)
        assert done.code != 0
        assert "is a record already" in done.err
        assert "s3cret" not in done.err


def test_a_server_that_is_not_there_is_said_so_without_the_password(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("events", "--db", "postgresql://ann:s3cret@127.0.0.1:1/sahel")
    assert done.code != 0
    assert "postgresql://ann@127.0.0.1:1/sahel cannot be reached" in done.err
    assert "s3cret" not in done.err
    assert located("postgresql://ann:s3cret@127.0.0.1:1/sahel").url.password == "s3cret"
