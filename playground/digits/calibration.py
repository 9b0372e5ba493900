"""How sure a network may be: temperature scaling, and how far its confidence is from its accuracy before and after.

Guo et al., On calibration of modern neural networks, 2017.
"""

from pydantic import BaseModel, ConfigDict, Field

BINS = 15


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
        temperature: what the weighted sums of the outputs are divided by before softmax.
        before, after: reliability without and with the temperature, on digits that were neither trained on nor used to find it.
        ece_before, ece_after: expected calibration error of those, 0 to 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    temperature: float = Field(ge=0.05, le=20, allow_inf_nan=False)
    before: tuple[Bin, ...] = Field(min_length=BINS, max_length=BINS)
    after: tuple[Bin, ...] = Field(min_length=BINS, max_length=BINS)
    ece_before: float = Field(ge=0, le=1, allow_inf_nan=False)
    ece_after: float = Field(ge=0, le=1, allow_inf_nan=False)
