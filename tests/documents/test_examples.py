"""The examples in the docstrings of `dateline.documents` are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

import dateline.documents

MODULES = [module.name for module in iter_modules(dateline.documents.__path__, "dateline.documents.")]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_are_true(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0
