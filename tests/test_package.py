"""The package from Python, as the README shows it."""

import os
import subprocess
import sys

import numpy as np
import pytest

import playground


def python(code, **environment):
    """Run code in a Python of its own, and return what it prints."""
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | environment, timeout=120).stdout


def test_a_preset_is_trained_and_asked_in_three_lines():
    spec = playground.preset("circle")
    for snapshot in playground.train(spec):
        if snapshot.epoch == 60:
            break
    inside, outside = playground.predict(spec, snapshot.parameters, [[0.0, 0.0], [4.0, 4.0]])
    assert inside > 0.9 > 0.1 > outside
    assert snapshot.metrics.test.accuracy > 0.95


def test_everything_public_is_there_and_nothing_else_is_promised():
    for name in playground.__all__:
        assert getattr(playground, name) is not None
    assert issubclass(playground.PlaygroundError, Exception)
    with pytest.raises(AttributeError, match="has no attribute 'tensorflow'"):
        playground.tensorflow  # noqa: B018


def test_one_exception_is_enough():
    with pytest.raises(playground.PlaygroundError):
        playground.preset("nope")
    with pytest.raises(playground.PlaygroundError):
        playground.RunSpec().replace(seed=-1)
    with pytest.raises(playground.PlaygroundError):
        playground.predict(playground.RunSpec(), {}, np.zeros(3))


HEAVY = "sorted(name for name in ('tensorflow', 'keras', 'streamlit', 'mlxtend', 'matplotlib') if name in sys.modules)"


def test_a_run_on_numpy_imports_nothing_heavy():
    code = f"import playground, sys; next(playground.train(playground.preset('circle'))); print({HEAVY})"
    assert python(code).strip() == "[]"


def test_the_command_line_imports_nothing_heavy():
    assert python(f"import playground.__main__, sys; print({HEAVY})").strip() == "[]"


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")


def test_the_package_leaves_the_number_of_threads_to_whoever_imports_it():
    code = "import os; before = {**os.environ}; import playground; playground.RunSpec(); print(before == {**os.environ})"
    assert python(code).strip() == "True"


@pytest.mark.parametrize(("named", "expected"), [("", "1"), ("2", "2")])
def test_the_command_line_takes_one_thread_before_numpy_is_loaded_unless_told_otherwise(named, expected):
    # An empty finder notes the environment at the moment when NumPy is looked for.
    code = f"""
import os, sys
class Finder:
    def find_spec(name, path, target=None):
        if name == "numpy":
            print(*[os.environ.get(name) for name in {THREADS}])
sys.meta_path.insert(0, Finder)
for name in {THREADS}:
    os.environ.pop(name, None)
    if {named!r}:
        os.environ[name] = {named!r}
import playground.__main__
"""
    assert python(code).split() == [expected] * len(THREADS)
