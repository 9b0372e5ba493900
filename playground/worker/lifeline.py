"""Ties a process's life to its parent's. Imports next to nothing, so that it can be called before anything that takes time."""

import os
import sys

PR_SET_PDEATHSIG = 1
SIGKILL = 9


def die_with(parent: int) -> None:
    """Have the kernel end this process when its parent does, or end now if that has happened already.

    On Linux only; elsewhere a process ends when its standard input or its socket does.

    Args:
        parent: process number of the parent, as the parent knows it: asked for here, it could be that of another process by now.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
