"""How a network trains, as a spec has it."""

from pydantic import Field

from playground.spec.choice import ClippingChoice, LossChoice, OptimizerChoice, ScheduleChoice
from playground.spec.part import Number, SpecPart, Whole


class StopSpec(SpecPart):
    """What ends training before its last epoch; a condition that is not given never does. All look at the test data, after each epoch."""

    seconds: Number | None = Field(None, ge=1, le=600, description="Ends after so many seconds of training.")
    loss: Number | None = Field(None, ge=0, le=1e6, description="Ends when the test loss is as low as this.")
    accuracy: Number | None = Field(None, ge=0, le=1, description="Ends when the test accuracy is as high as this; for numbers, R².")
    patience: Whole | None = Field(
        None, ge=1, le=1000, description="Ends when the test loss has not fallen for so many epochs, and goes back to the best weights."
    )


class TrainingSpec(SpecPart):
    """How the network trains."""

    loss: LossChoice = Field(
        default_factory=lambda: LossChoice(name="binary_crossentropy"),
        description="How wrong the network is, as one number to make smaller.",
    )
    optimizer: OptimizerChoice = Field(
        default_factory=lambda: OptimizerChoice(name="adam"), description="How a gradient becomes a change of the weights."
    )
    learning_rate: Number = Field(0.003, ge=1e-6, le=10, description="The size of the steps. It can change while training.")
    schedule: ScheduleChoice = Field(
        default_factory=lambda: ScheduleChoice(name="constant"), description="How the learning rate changes from epoch to epoch."
    )
    warm_up: Number = Field(0.0, ge=0, le=1000, description="Epochs in which the learning rate grows from 0 to its full size.")
    clipping: ClippingChoice = Field(
        default_factory=lambda: ClippingChoice(name="none"), description="What is done about gradients that are too large."
    )
    batch_size: Whole = Field(10, ge=1, le=1024, description="How many samples the network sees before each update.")
    epochs: Whole = Field(1000, ge=1, le=10_000, description="How often training goes through all the data before it ends.")
    stop: StopSpec = Field(StopSpec(), description="What ends training before its last epoch.")
