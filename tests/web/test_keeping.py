"""What was made once is kept until the record is written to, and for the other processes of the server too."""

import os

import pytest

from dragoman.web.keeping import Folder, Kept


class Making:
    """Makes another answer each time, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


@pytest.fixture
def two(tmp_path):
    """What two processes keep, which share a folder."""
    both = Kept(), Kept()
    for each in both:
        each.share(Folder(tmp_path))
    return both


def test_it_is_made_anew_once_the_record_was_written_to() -> None:
    kept, make = Kept(), Making()
    assert [kept.get(written, "page", "/", make) for written in (7, 7, 8, 8)] == [1, 1, 2, 2]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept, make = Kept(most=2), Making()
    assert [kept.get(7, "page", each, make) for each in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]


def test_one_makes_it_for_all(two) -> None:
    make = Making()
    assert [each.get(7, "page", "/", make, is_shared=True) for each in (*two, *two)] == [1, 1, 1, 1]


# written, name, key of what the other process is asked for
OTHERS = [(8, "page", "/"), (7, "list", "/"), (7, "page", "/diary"), (7, "page", ("/",))]


@pytest.mark.parametrize(("written", "name", "key"), OTHERS)
def test_nothing_else_is_taken_for_it(two, written, name, key) -> None:
    make = Making()
    one, other = two
    one.get(7, "page", "/", make, is_shared=True)
    assert other.get(written, name, key, make, is_shared=True) == 2


def test_what_is_not_shared_stays(two, tmp_path) -> None:
    make = Making()
    assert [each.get(7, "acts", "MLI", make) for each in (*two, *two)] == [1, 2, 1, 2]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_cut_short_is_made_anew(two, tmp_path) -> None:
    make = Making()
    one, other = two
    one.get(7, "page", "/", make, is_shared=True)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert other.get(7, "page", "/", make, is_shared=True) == 2


def test_without_room_it_is_made_and_not_kept(tmp_path) -> None:
    kept, make = Kept(), Making()
    kept.share(Folder(tmp_path / "gone"))
    assert kept.get(7, "page", "/", make, is_shared=True) == 1


def test_what_was_kept_first_is_taken_out_first(tmp_path) -> None:
    folder = Folder(tmp_path)
    for number in range(5):
        folder.write(7, "page", number, b"x" * 1000)
        file = max(tmp_path.iterdir(), key=lambda each: each.stat().st_ctime_ns)
        os.utime(file, ns=(number, number))
    folder.trim(3200)
    assert [folder.read(7, "page", number) is not None for number in range(5)] == [False, False, True, True, True]
