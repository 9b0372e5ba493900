"""Everything that a spec can choose from, by heading; a new registry belongs here, and is then listed and tested."""

from collections.abc import Iterator
from typing import Any

from playground.data import DATASETS, FEATURES
from playground.nn.activations import ACTIVATIONS
from playground.nn.clipping import CLIPPINGS
from playground.nn.initializers import INITIALIZERS
from playground.nn.layers import LAYERS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS
from playground.nn.regularizers import REGULARIZERS
from playground.nn.schedules import SCHEDULES
from playground.registry import Entry, Hyperparameter, Registry

CATALOGUE: dict[str, Registry[Any]] = {
    "Layers": LAYERS,
    "Activations": ACTIVATIONS,
    "Losses": LOSSES,
    "Optimizers": OPTIMIZERS,
    "Schedules": SCHEDULES,
    "Clipping": CLIPPINGS,
    "Initializers": INITIALIZERS,
    "Regularizers": REGULARIZERS,
    "Data sets": DATASETS,
    "Features": FEATURES,
}


def catalogue_lines() -> Iterator[str]:
    """The catalogue as text: under each heading its entries, and under each entry what one can set about it."""
    for number, (heading, registry) in enumerate(CATALOGUE.items()):
        yield from [heading] if number == 0 else ["", heading]
        widths = _width(entry.name for entry in registry.values()), _width(entry.label for entry in registry.values())
        for entry in registry.values():
            yield f"  {entry.name:<{widths[0]}}  {entry.label:<{widths[1]}}  {entry.help}"
            yield from _settings(entry)


def _settings(entry: Entry) -> Iterator[str]:
    width = _width(each.name for each in entry.hyperparameters)
    for each in entry.hyperparameters:
        yield f"      {each.name:<{width}}  {each.allowed}, by default {_written(each)}. {each.help}"


def _written(each: Hyperparameter) -> str:
    return str(each.default).lower() if isinstance(each.default, bool) else str(each.default)


def _width(names: Iterator[str]) -> int:
    return max(map(len, names), default=0)
