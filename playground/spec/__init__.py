"""The whole input of a run: what it learns from, what it is made of, how it trains, and its seed.

The link, the JSON file and the widgets are views of one `RunSpec`; every bound is declared once, on its field.
"""

from playground.spec.codec import from_json, from_query, to_json, to_query
from playground.spec.model import MAX_PARAMETERS, DataSpec, LayerSpec, ModelSpec, RunSpec, TrainingSpec, parse
from playground.spec.presets import DEFAULT, PRESETS, Preset, preset

__all__ = [
    "DEFAULT",
    "MAX_PARAMETERS",
    "PRESETS",
    "DataSpec",
    "LayerSpec",
    "ModelSpec",
    "Preset",
    "RunSpec",
    "TrainingSpec",
    "from_json",
    "from_query",
    "parse",
    "preset",
    "to_json",
    "to_query",
]
