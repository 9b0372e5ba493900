"""The worker programs: `python -m playground.worker template ENGINE PARENT`, and `... work` where processes cannot be forked."""

import sys


def main() -> None:
    """Be the program that the arguments name."""
    what, *arguments = sys.argv[1:]
    if what == "template":
        from playground.worker.lifeline import die_with

        engine, parent = arguments
        die_with(int(parent))  # before the imports below, which take a while

    import json
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the web process gets it too, and then ends this one
    from playground.worker.template import Template, work_for

    if what == "work":
        work_for(json.load(sys.stdin))
    else:
        Template(engine).serve()


if __name__ == "__main__":
    main()
