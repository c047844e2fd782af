"""Every benchmark can be loaded: none asks for what the package or the tests have no more."""

import importlib
import pkgutil

import pytest

import benchmarks

MODULES = sorted(each.name for each in pkgutil.walk_packages(benchmarks.__path__, "benchmarks."))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_a_benchmark_loads(name: str) -> None:
    importlib.import_module(name)
