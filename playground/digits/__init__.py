"""Reading drawn digits with a trained network, and saying why it reads what it reads.

    from playground import digits
    from playground.data.drawing import to_digit

    picture = to_digit(strokes, canvas_size=280, brush=22)
    digits.classify(picture)            # ten probabilities, by the network that comes with the project

What a network makes of a picture is in `reading.py`; why, in `explanations/`, `loudest.py` and `neighbours.py`; what would change its mind,
in `attacks/`; how sure it may be, in `calibration.py` and `sureness.py`, both measured by `assessing.py`; how it learns one's own digits,
in `teaching.py`; how a file of those is read, in `own_digits.py`. All of it is NumPy, whichever engine trained the network.

Explanations, attacks, neighbours and lessons take longer than a stroke of a pen may wait. They are generators that do a few milliseconds of
work at each `next`, so that others can be served in between; `slices.finished` does it all at once.
"""

from playground.digits.network import DigitNetwork, shipped
from playground.digits.reading import classify, probabilities

__all__ = ["DigitNetwork", "classify", "probabilities", "shipped"]
