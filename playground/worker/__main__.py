"""The worker programs: `python -m playground.worker template ENGINE`, and `... run` where processes cannot be forked."""

import json
import signal
import sys

from playground.worker.template import Template, die_with_parent, run_from

if __name__ == "__main__":
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the web process gets it too, and then ends this one
    if sys.argv[1:2] == ["run"]:
        run_from(json.load(sys.stdin))
    else:
        Template(sys.argv[2]).serve()
