"""Why a network reads a digit as it does: which pixels speak for a class, by methods that ask in different ways.

An explanation is one entry: to add one, write it beside the others and name it in `EXPLANATIONS`. The page and the tests follow.

    heatmap = finished(EXPLANATIONS["integrated_gradients"].explain(network, picture, label))   # (28, 28), weighted sum
    completeness(network, picture, label, heatmap)                                              # it adds up, and this is how exactly

All of them explain the weighted sum of a class before softmax, and all come in slices; see `playground.digits.slices`.
"""

from playground.digits.explanations import grad_cam, integrated_gradients, occlusion, saliency
from playground.digits.explanations.base import Explanation
from playground.digits.explanations.completeness import Completeness, completeness
from playground.registry import Registry

__all__ = ["EXPLANATIONS", "Completeness", "Explanation", "completeness"]

EXPLANATIONS: Registry[Explanation] = Registry("explanation", [occlusion.ENTRY, integrated_gradients.ENTRY, grad_cam.ENTRY, saliency.ENTRY])
"""Those that are easiest to read come first."""
