"""`python -m benchmarks.peers PROGRAM WORK FOLDER`: one peer, which does one round of work for each line on its stdin."""

import json
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.peers import PROGRAMS


def main() -> None:
    """Get ready, say so, and then answer each line with how much was done in a second of CPU time."""
    name, work, folder = sys.argv[1:]
    module, _, function = PROGRAMS[name].start.partition(":")
    begun = time.process_time()
    one_round = getattr(import_module(module), function)(work, Path(folder))
    print(json.dumps({"ready": time.process_time() - begun}), flush=True)
    for _ in sys.stdin:
        # All threads of this process count, so that work cannot hide in another one.
        begun = time.process_time()
        done = one_round()
        print(json.dumps({"rate": done / (time.process_time() - begun)}), flush=True)


if __name__ == "__main__":
    main()
