"""The whole input of a run: what it learns from, what it is made of, how it trains, and its seed.

The link, the JSON file and the widgets are views of one `RunSpec`; every bound is declared once, on its field or its hyperparameter.
"""

from playground.spec.data import AugmentationSpec, DataSpec
from playground.spec.json_file import from_json, to_json
from playground.spec.layer import LayerSpec, OutputSpec, layer
from playground.spec.link import from_query, to_query
from playground.spec.model import MAX_PARAMETERS, ModelSpec, RunSpec
from playground.spec.part import SpecPart, parse
from playground.spec.presets import DEFAULT, PRESETS, Preset, preset
from playground.spec.training import StopSpec, TrainingSpec

__all__ = [
    "DEFAULT",
    "MAX_PARAMETERS",
    "PRESETS",
    "AugmentationSpec",
    "DataSpec",
    "LayerSpec",
    "ModelSpec",
    "OutputSpec",
    "Preset",
    "RunSpec",
    "SpecPart",
    "StopSpec",
    "TrainingSpec",
    "from_json",
    "from_query",
    "layer",
    "parse",
    "preset",
    "to_json",
    "to_query",
]
