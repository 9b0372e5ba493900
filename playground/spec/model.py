"""`RunSpec` and its parts: frozen, and valid from the moment they exist.

A bound stands on its field and nowhere else; sliders, links and tests read it from there.
"""

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from playground.data import DATASETS, FEATURES, DatasetEntry
from playground.errors import SpecError, shown
from playground.nn.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from playground.nn.losses import LOSSES
from playground.nn.optimizers import OPTIMIZERS

MAX_HIDDEN_LAYERS = 8
MAX_UNITS = 1024
MAX_UNITS_PLANE = 32
MAX_PARAMETERS = 2_000_000

EngineName = Literal["numpy", "tensorflow"]


def _whole(value: object) -> object:
    """Refuse what Python would quietly turn into a whole number: True, 2.0, "1e9"."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    return value or 0  # -0.0 is equal to 0, but would stand as another number in the link


Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]


class SpecPart(BaseModel):
    """What all parts of a spec share: they are frozen, and know no fields but their own."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    def replace(self, **changes: Any) -> Self:
        """The same with some fields changed, validated anew.

        Raises:
            SpecError: the result would not be valid.
        """
        return parse(type(self), {name: getattr(self, name) for name in type(self).model_fields} | changes)


class DataSpec(SpecPart):
    """What the network learns from."""

    dataset: str = Field("circle", description="What the network learns from.")
    samples: Whole = Field(500, ge=10, le=70_000, description="How many points there are, training and test together.")
    noise: Number = Field(0.0, ge=0, le=1, description="How far the points stray: 0 is not at all, 1 is everywhere.")
    test_share: Number = Field(0.5, ge=0.05, le=0.95, description="The share of the points that is held out, to test on.")
    features: tuple[str, ...] = Field(("x1", "x2"), description="What the first layer is given of each point.")

    @property
    def entry(self) -> DatasetEntry:
        """The data set's registry entry."""
        return DATASETS[self.dataset]

    @property
    def is_plane(self) -> bool:
        """Whether the data are points in the plane, and not pictures."""
        return self.entry.kind == "plane"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        entry = self.entry
        if self.samples > entry.most:
            raise SpecError(f"{entry.label} has at most {entry.most:,} samples to give, got {self.samples:,}.")
        if entry.kind == "image":
            for name, unused in (("noise", 0.0), ("test_share", 0.5), ("features", ("x1", "x2"))):
                if getattr(self, name) != unused:
                    raise SpecError(f"{entry.label} has no {name.replace('_', ' ')} to set, got {getattr(self, name)!r}.")
            return self
        for name in self.features:
            FEATURES[name]
        if not self.features:
            raise SpecError(f"A network needs at least one input feature, got none. Known: {', '.join(FEATURES)}.")
        if len(set(self.features)) < len(self.features):
            raise SpecError(f"Each input feature can be used once, got {', '.join(self.features)}.")
        return self


class LayerSpec(SpecPart):
    """One hidden layer: every unit is connected to every unit of the layer before."""

    units: Whole = Field(4, ge=1, le=MAX_UNITS, description="How many units the layer has.")
    activation: str = Field("tanh", description="What each unit makes of the weighted sum of its inputs.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        if not ACTIVATIONS[self.activation].hidden:
            raise SpecError(
                f"{ACTIVATIONS[self.activation].label} belongs on the output, not in a hidden layer. "
                f"Known there: {', '.join(HIDDEN_ACTIVATIONS)}."
            )
        return self


class ModelSpec(SpecPart):
    """What the network is made of."""

    layers: tuple[LayerSpec, ...] = Field(
        (LayerSpec(units=4), LayerSpec(units=2)),
        max_length=MAX_HIDDEN_LAYERS,
        description="The hidden layers, from input to output.",
    )
    output: str = Field("sigmoid", description="What the output makes of its weighted sum; it has to fit the loss.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        ACTIVATIONS[self.output]
        return self


class TrainingSpec(SpecPart):
    """How the network trains."""

    loss: str = Field("binary_crossentropy", description="How wrong the network is, as one number to make smaller.")
    optimizer: str = Field("adam", description="How a gradient becomes a change of the weights.")
    learning_rate: Number = Field(0.003, ge=1e-6, le=10, description="The size of the steps. It can change while training.")
    batch_size: Whole = Field(10, ge=1, le=1024, description="How many samples the network sees before each update.")
    epochs: Whole = Field(1000, ge=1, le=10_000, description="How often training goes through all the data before it ends.")

    @model_validator(mode="after")
    def _known(self) -> Self:
        LOSSES[self.loss]
        OPTIMIZERS[self.optimizer]
        return self


class RunSpec(SpecPart):
    """The whole input of a run. The same spec on the same engine gives the same run, bit for bit."""

    data: DataSpec = DataSpec()
    model: ModelSpec = ModelSpec()
    training: TrainingSpec = TrainingSpec()
    engine: EngineName = Field("numpy", description="What does the arithmetic.")
    seed: Whole = Field(0, ge=0, le=2**32 - 1, description="Where chance starts from: the same seed gives the same run.")

    @property
    def output_units(self) -> int:
        """One for a yes or no, otherwise one for each class."""
        classes = self.data.entry.classes
        return 1 if classes == 2 and self.model.output != "softmax" else classes

    @property
    def widths(self) -> tuple[int, ...]:
        """Units from the inputs to the outputs."""
        inputs = len(self.data.features) if self.data.is_plane else 28 * 28
        return (inputs, *(layer.units for layer in self.model.layers), self.output_units)

    @property
    def activations(self) -> tuple[str, ...]:
        """Activation of each layer that has weights: the hidden ones and the output."""
        return (*(layer.activation for layer in self.model.layers), self.model.output)

    @property
    def parameters(self) -> int:
        """How many weights and biases there are."""
        return sum((fan_in + 1) * units for fan_in, units in zip(self.widths, self.widths[1:], strict=False))

    @model_validator(mode="after")
    def _fits(self) -> Self:
        loss = LOSSES[self.training.loss]
        if self.model.output not in loss.outputs:
            raise SpecError(f"The loss {loss.name!r} needs one of these outputs: {', '.join(loss.outputs)}; got {self.model.output!r}.")
        widest = max((layer.units for layer in self.model.layers), default=0)
        if self.data.is_plane and widest > MAX_UNITS_PLANE:
            raise SpecError(f"A layer on 2-D data has at most {MAX_UNITS_PLANE} units, got {widest}.")
        if self.parameters > MAX_PARAMETERS:
            raise SpecError(f"A network has at most {MAX_PARAMETERS:,} parameters, this one would have {self.parameters:,}.")
        return self


P = TypeVar("P", bound=SpecPart)


def parse(kind: type[P], value: object) -> P:
    """Validate something from outside: a parsed JSON object, the fields of a form.

    Args:
        kind: the part of a spec that it should be.
        value: anything.

    Raises:
        SpecError: it is not valid; the message is one sentence that names the field, what was given and what is allowed.
    """
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise SpecError(_sentence(error)) from None
    except RecursionError:
        raise SpecError("The spec is nested too deeply.") from None


def _sentence(error: ValidationError) -> str:
    """The first thing that pydantic found, in the words of this project."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "spec"
    context = first.get("ctx", {})
    got = shown(context.get("actual_length", first["input"]))
    problem = _PROBLEMS.get(first["type"], "{message}").format(message=first["msg"].removeprefix("Value error, "), **context)
    return f"{field} {problem}, got {got}."


_PROBLEMS = {
    "less_than_equal": "should be at most {le:.10g}",
    "greater_than_equal": "should be at least {ge:.10g}",
    "too_long": "should have at most {max_length} entries",
    "literal_error": "should be {expected}",
    "finite_number": "should be finite",
    "string_type": "should be text",
    "tuple_type": "should be a list",
    "model_type": "should be an object",
    "extra_forbidden": "is not a setting",
}
"""pydantic's kinds of errors, in the words of this project."""
