"""Fixtures that every wing's tests share."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold sets and data beside the checkout; the test is skipped where it is absent."""
    if not (SHARED / "score.py").is_file():
        pytest.skip("../shared is not beside this checkout")
    return SHARED
