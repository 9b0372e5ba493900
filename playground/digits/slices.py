"""Work that is done in slices, so that whoever does it can answer a pen between them.

Everything here that takes longer than a few milliseconds is a generator: each `next` does one slice, a few milliseconds with a network of
the size that comes with the project, and the result is what the generator returns. What is done depends on the network and the picture,
never on the clock.

    for _ in (work := ...): answer_the_pen()        # bit by bit, or
    result = yield from work                        # as a part of other work, or
    result = finished(work)                         # at once
"""

from collections.abc import Generator
from typing import TypeAlias, TypeVar

from playground.spec import RunSpec

T = TypeVar("T")

Slices: TypeAlias = Generator[None, None, T]
"""Work in slices that ends in a `T`."""

MOST_PICTURES = 64
MOST_NUMBERS = 1_700_000
"""What the layers may keep of the pictures of one slice: about what fits into the caches of a processor, beyond which it gets slower."""


def finished(work: Slices[T]) -> T:
    """Do all that is left, at once."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            result: T = done.value
            return result


def in_a_slice(spec: RunSpec) -> int:
    """How many pictures a network is asked about in one slice."""
    return max(1, min(MOST_PICTURES, MOST_NUMBERS // spec.kept_numbers))
