"""From a drawing to the picture that a network trained on handwritten digits expects, step by step.

MNIST's digits are scaled into a 20x20 box, keep their proportions, have strokes about 2.5 pixels wide, and are centred by their mass.
scikit-learn's were drawn on 32x32 pixels, from the top to the bottom, with a pen so wide that each has about as much ink, and reduced to
8x8 by counting. A drawing that is not brought into the same shape is misread, above all for its size and place.

The steps and their words are in `steps.py`, the measures of the two data sets in `style.py`. Strokes are kept as lists of points, so they
are scaled first and inked afterwards (`inking.py`): the line is then as wide as it should be, at whatever size one drew. An uploaded
picture has only pixels: they are scaled by area, and its lines are measured and made thicker or thinner (`raster.py`).
"""

from playground.data.drawing.emptiness import emptiness
from playground.data.drawing.pipeline import seen, stages, to_digit
from playground.data.drawing.steps import STEPS, Step, check_off
from playground.data.drawing.strokes import Drawing, Stroke
from playground.data.drawing.style import BOX, SIDE, SMALL_INK, SMALL_SIDE, STROKE

__all__ = [
    "BOX",
    "SIDE",
    "SMALL_INK",
    "SMALL_SIDE",
    "STEPS",
    "STROKE",
    "Drawing",
    "Step",
    "Stroke",
    "check_off",
    "emptiness",
    "seen",
    "stages",
    "to_digit",
]
