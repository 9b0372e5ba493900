"""What is known of a trained network besides its numbers.

All of it is checked, since it may come from a file of somebody else's.
"""

from pydantic import BaseModel, ConfigDict, Field

MOST_NAME = 80
BINS = 15
"""Of a reliability diagram, equally wide."""
SURE_FROM = 0.9
"""The least confidence with which a class is named, as long as nobody has measured a better one."""


class Facts(BaseModel):
    """What a person would want to know.

    Attributes:
        name: to show.
        accuracy: on the test set, 0 to 1, or `None` where nobody has measured it.
        epochs: trained.
        trained_on: how many digits it has learned from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(min_length=1, max_length=MOST_NAME)
    accuracy: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    epochs: float = Field(default=0, ge=0, le=1e6, allow_inf_nan=False)
    trained_on: int = Field(default=0, ge=0, le=10_000_000)


class Bin(BaseModel):
    """Answers of about the same confidence.

    Attributes:
        count: how many there are.
        confidence: their mean confidence, 0 to 1.
        accuracy: the share of them that is right, 0 to 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    count: int = Field(ge=0, le=10_000_000)
    confidence: float = Field(ge=0, le=1, allow_inf_nan=False)
    accuracy: float = Field(ge=0, le=1, allow_inf_nan=False)


class Calibration(BaseModel):
    """How a network's probabilities are made honest.

    Attributes:
        temperature: what the logits are divided by before softmax; see `reading.logits`.
        before, after: reliability without and with the temperature, on digits that were neither trained on nor used to find it.
        ece_before, ece_after: expected calibration error of those, 0 to 1.
        sure_from: the least confidence, with the temperature, with which a class is named; see `calibration.least_sure`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    temperature: float = Field(ge=0.05, le=20, allow_inf_nan=False)
    before: tuple[Bin, ...] = Field(min_length=BINS, max_length=BINS)
    after: tuple[Bin, ...] = Field(min_length=BINS, max_length=BINS)
    ece_before: float = Field(ge=0, le=1, allow_inf_nan=False)
    ece_after: float = Field(ge=0, le=1, allow_inf_nan=False)
    sure_from: float = Field(default=SURE_FROM, ge=0, le=1, allow_inf_nan=False)
