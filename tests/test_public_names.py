"""The public names are complete and load only when used."""

import subprocess
import sys

import pytest

import kopa_sim


@pytest.mark.parametrize("name", kopa_sim.__all__)
def test_every_public_name_can_be_used_and_is_documented(name):
    assert getattr(kopa_sim, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute"):
        kopa_sim.no_such_thing  # noqa: B018


def test_importing_the_package_loads_no_heavy_library():
    heavy = "import sys, kopa_sim; print([m for m in ('numpy','pandas','matplotlib','scipy') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
