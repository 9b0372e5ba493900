"""One thread for each process, as every program of this project has it. Imports nothing that reads these settings.

The matrices here are small: threads that wait for one another cost more than they bring, and runs side by side would fight over the cores.
"""

import os

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
"""Settings that NumPy and TensorFlow read once, when they are loaded."""


def use_one_thread() -> None:
    """Say so to this process, before NumPy and TensorFlow are loaded; what a person has set stays as it is."""
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
