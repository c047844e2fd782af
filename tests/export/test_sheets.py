"""Cells of spreadsheets."""

import pytest

from dragoman.export.sheets import defused, written


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ('"=1+1', "'\"=1+1"),
        ("＝1+1", "'＝1+1"),
        ("Mali = Mali", "Mali = Mali"),
        ("", ""),
    ],
)
def test_defused(given: str, cell: str) -> None:
    assert defused(given) == cell


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        (None, ""),
        (True, "true"),
        (-5.2, "-5.2"),
        (3, "3"),
        (("MLI", "NER"), "MLI; NER"),
        (("=A1", "NER"), "'=A1; NER"),
        ("\t=1", "'=1"),
        ("a\u202eb\nc", "a[U+202E]b c"),
    ],
)
def test_written(given: object, cell: str) -> None:
    assert written(given) == cell  # type: ignore[arg-type]
