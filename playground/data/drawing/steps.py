"""The steps from a drawing to what a network sees, in the order in which they are taken, and the words for them.

To take a step away is to see what it is for: what the network then gets is not what it was trained on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from playground.errors import DataError, shown
from playground.registry import Entry, Registry


@dataclass(frozen=True, kw_only=True)
class Step(Entry):
    """One step of the way; its name is what `stages` is told to leave out."""


STEPS = Registry(
    "step",
    [
        Step(
            name="ink",
            label="What you drew",
            help="Your whole canvas, made as small as the pictures that the network learned from: each pixel says how much ink lies on it.",
        ),
        Step(
            name="box",
            label="Cut out",
            help="The empty space around your digit is cut away, because the network should not mind where on the canvas you drew.",
        ),
        Step(
            name="scaled",
            label="Scaled",
            help="The digit is made as large as all those in training, with a margin around it, so that big and small ones look alike.",
        ),
        Step(
            name="thickened",
            label="Thickened",
            help="The lines are made as thick as those in training, because a thin pen and a broad one leave very different pixels.",
        ),
        Step(
            name="centred",
            label="Centred",
            help="The picture is moved until the digit's weight is in the middle, which is where the network looks for it.",
        ),
    ],
)


def check_off(names: Iterable[str]) -> None:
    """See that all of some steps can be left out; the first one has to be taken.

    Raises:
        DataError: one of them is unknown, or has to be taken.
    """
    optional = list(STEPS)[1:]
    for name in names:
        if name not in optional:
            raise DataError(f"A step that can be left out is one of {', '.join(optional)}, got {shown(name)}.")
