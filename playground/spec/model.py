"""`RunSpec`, the whole input of a run: frozen, and valid from the moment it exists.

A bound stands on its field, or on the hyperparameter of a registry's entry, and nowhere else; sliders, links and tests read it from there.
"""

import math
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from playground.errors import SpecError
from playground.nn.layers import Shape, Weight
from playground.registry import FrozenSettings
from playground.spec.data import DataSpec
from playground.spec.layer import LayerSpec, OutputSpec, layer
from playground.spec.part import SpecPart, Whole, parse
from playground.spec.training import TrainingSpec

MAX_HIDDEN_LAYERS = 8
"""Hidden layers with weights of their own to learn patterns with: dense and convolution."""
MAX_LAYERS = 16
"""All layers before the output."""
MAX_UNITS_PLANE = 32
MAX_PARAMETERS = 2_000_000
MAX_NUMBERS = 40_000_000
"""What training may keep of one batch in all layers together: 160 MB of float32."""

EngineName = Literal["numpy", "tensorflow"]
ENGINE_LABELS = {"numpy": "NumPy", "tensorflow": "TensorFlow"}


class ModelSpec(SpecPart):
    """What the network is made of."""

    layers: tuple[LayerSpec, ...] = Field(
        default_factory=lambda: (layer("dense", units=4), layer("dense", units=2)),
        max_length=MAX_LAYERS,
        description="The layers before the output, from input to output.",
    )
    output: OutputSpec = Field(default_factory=OutputSpec, description="What the output makes of its weighted sum; it should fit the loss.")

    @field_validator("layers", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        """Say of a wrong layer which one it is, counted as a person does: from 1."""
        if not isinstance(value, list | tuple) or len(value) > MAX_LAYERS:
            return value
        layers = []
        for number, each in enumerate(value, 1):
            try:
                layers.append(parse(LayerSpec, each))
            except SpecError as error:
                raise SpecError(f"Layer {number}: {error}") from None
        return layers

    def with_output(self, activation: str) -> Self:
        """The same with another activation on the output."""
        return self.replace(output=self.output.replace(activation=activation))


class RunSpec(SpecPart):
    """The whole input of a run. The same spec on the same engine gives the same run, bit for bit."""

    data: DataSpec = Field(default_factory=DataSpec)
    model: ModelSpec = Field(default_factory=ModelSpec)
    training: TrainingSpec = Field(default_factory=TrainingSpec)
    engine: EngineName = Field("numpy", description="What does the arithmetic.")
    seed: Whole = Field(0, ge=0, le=2**32 - 1, description="Where chance starts from: the same seed gives the same run.")

    @property
    def output_units(self) -> int:
        """One for a number, and for a yes or no; otherwise one for each class."""
        classes = self.data.classes
        return 1 if classes == 0 or (classes == 2 and self.model.output.activation.name != "softmax") else classes

    @cached_property
    def layers(self) -> tuple[LayerSpec, ...]:
        """All layers, the output as a dense one at the end."""
        output = self.model.output
        last = LayerSpec.model_construct(
            kind="dense",
            settings=FrozenSettings({"units": self.output_units}),
            activation=output.activation,
            initializer=output.initializer,
            regularizer=output.regularizer,
        )
        return (*self.model.layers, last)

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """Of the input, and of what comes out of each layer."""
        entry = self.data.entry
        shapes: list[Shape] = [(entry.side, entry.side, 1) if self.data.is_image else (self.data.inputs,)]
        for number, each in enumerate(self.layers, 1):
            where = f"Layer {number}" if number < len(self.layers) else "The output"
            try:
                shapes.append(each.entry.shape_after(shapes[-1], each.settings))
            except SpecError as error:
                raise SpecError(f"{where}: {error}") from None
        return tuple(shapes)

    @cached_property
    def layer_names(self) -> tuple[str, ...]:
        """A name for each layer, such as `dense_1` and `dense_2`; the last is `output`."""
        counts: dict[str, int] = {}
        names = []
        for each in self.model.layers:
            counts[each.kind] = counts.get(each.kind, 0) + 1
            names.append(f"{each.kind}_{counts[each.kind]}")
        return (*names, "output")

    @cached_property
    def weights(self) -> tuple[dict[str, Weight], ...]:
        """What numbers each layer has, by name."""
        return tuple(each.entry.weights(shape, **each.settings) for each, shape in zip(self.layers, self.shapes, strict=False))

    @cached_property
    def parameter_counts(self) -> tuple[int, ...]:
        """How many numbers each layer has."""
        return tuple(sum(math.prod(weight.shape) for weight in weights.values()) for weights in self.weights)

    @property
    def parameters(self) -> int:
        """How many numbers the network has."""
        return sum(self.parameter_counts)

    @cached_property
    def kept_numbers(self) -> int:
        """How many numbers training keeps in all layers for each sample of a batch."""
        each = zip(self.layers, self.shapes, strict=False)
        return sum(layer.entry.kept_numbers(shape, layer.settings) for layer, shape in each)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        weighted = sum(each.entry.activation is not None for each in self.model.layers)
        if weighted > MAX_HIDDEN_LAYERS:
            raise SpecError(f"A network has at most {MAX_HIDDEN_LAYERS} hidden layers of weights, got {weighted}.")
        units = [int(each.settings["units"]) for each in self.model.layers if each.kind == "dense"]
        if not self.data.is_image and max(units, default=0) > MAX_UNITS_PLANE:
            raise SpecError(f"A layer on {self.data.entry.label} has at most {MAX_UNITS_PLANE} units, got {max(units)}.")
        if self.parameters > MAX_PARAMETERS:
            raise SpecError(f"A network has at most {MAX_PARAMETERS:,} parameters, this one would have {self.parameters:,}.")
        self._check_memory()
        return self

    def _check_memory(self) -> None:
        numbers, batch = self.kept_numbers, self.training.batch_size
        if numbers * batch > MAX_NUMBERS:
            raise SpecError(
                f"Batches of {batch} would keep {numbers * batch:,} numbers in the layers, more than the {MAX_NUMBERS:,} that fit: "
                f"with this network a batch has at most {MAX_NUMBERS // numbers:,} samples."
            )
