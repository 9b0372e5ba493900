"""What a network learns from, as a spec has it."""

from typing import Any, Self

from pydantic import Field, model_validator

from playground.data import FEATURES, Dataset, DatasetEntry, load, painting
from playground.data.dataset import Kind, Progress, Task, no_progress
from playground.data.datasets.painted import STARTER
from playground.data.features import features_for
from playground.errors import SpecError, shown
from playground.registry import Settings
from playground.spec.choice import DatasetChoice
from playground.spec.part import Number, SpecPart, Whole
from playground.spec.table import TableSpec


class AugmentationSpec(SpecPart):
    """How each picture is changed a little, differently in each epoch: as if there were more of them."""

    shift: Number = Field(0.0, ge=0, le=4, description="How many pixels a picture may move, each way.")
    rotate: Number = Field(0.0, ge=0, le=45, description="How many degrees it may turn, each way.")
    thickness: Number = Field(0.0, ge=0, le=2, description="How many pixels its strokes may grow or shrink.")

    @property
    def any(self) -> bool:
        """Whether pictures are changed at all."""
        return self != AugmentationSpec()


class DataSpec(SpecPart):
    """What the network learns from."""

    dataset: DatasetChoice = Field(default_factory=lambda: DatasetChoice(name="circle"), description="What the network learns from.")
    samples: Whole = Field(
        500, ge=10, le=70_000, description="How many samples there are; for points and tables, training and test together."
    )
    noise: Number = Field(0.0, ge=0, le=1, description="How far the points stray: 0 is not at all, 1 is everywhere.")
    test_share: Number = Field(0.5, ge=0.05, le=0.95, description="The share of the samples that is held out, to test on.")
    features: tuple[str, ...] = Field(("x1", "x2"), max_length=len(FEATURES), description="What the first layer is given of each point.")
    augmentation: AugmentationSpec = Field(AugmentationSpec(), description="How training pictures are changed a little in each epoch.")
    table: TableSpec = Field(TableSpec(), description="Which CSV file, and which of its columns.")
    painted_points: str = Field("", description="Points that were painted, class by class; see `playground.data.painting`.")

    @property
    def entry(self) -> DatasetEntry:
        """The data set's registry entry."""
        return self.dataset.entry

    @property
    def settings(self) -> Settings:
        """The data set's settings."""
        return self.dataset.settings

    @property
    def is_image(self) -> bool:
        """Whether the data are pictures, and not points."""
        return self.entry.kind == "image"

    @property
    def is_table(self) -> bool:
        """Whether the data are rows of a table."""
        return self.entry.kind == "table"

    @property
    def is_painted(self) -> bool:
        """Whether the data are points that a person has painted."""
        return self.entry.kind == "painted"

    @property
    def has_samples(self) -> bool:
        """Whether there is anything to learn from: painted points may all have been taken away."""
        return not self.is_painted or painting.point_count(self.painted_points) > 0

    @property
    def is_regression(self) -> bool:
        """Whether a number is to be told, and not a class."""
        return self.classes == 0

    @property
    def task(self) -> Task:
        """What there is to learn about a sample."""
        return "regression" if self.is_regression else "classification"

    @property
    def classes(self) -> int:
        """How many classes there are; 0 where a number is to be told."""
        if self.is_painted:
            return painting.class_count(self.painted_points)
        return self.table.classes if self.is_table else self.entry.class_count(self.settings)

    @property
    def inputs(self) -> int:
        """How many numbers the first layer is given of each point, or of each row of a table."""
        return len(self.table.inputs) if self.is_table else len(self.features)

    def load(self, seed: int, progress: Progress = no_progress) -> Dataset:
        """Points that are generated, or pictures, as the seed has them; tables and painted points have loaders of their own.

        Raises:
            DataError: they could not be found or read.
        """
        return load(
            self.dataset.name,
            settings=self.settings,
            samples=self.samples,
            noise=self.noise,
            test_share=self.test_share,
            features=self.features,
            seed=seed,
            progress=progress,
        )

    @model_validator(mode="before")
    @classmethod
    def _suited(cls, value: object) -> object:
        """What a data set begins with where nobody says otherwise: points with one coordinate one input, painted ones two strokes."""
        if isinstance(value, dict):
            name = value.get("dataset")
            name = name.get("name") if isinstance(name, dict) else getattr(name, "name", name)
            if isinstance(name, str) and name in DatasetChoice.registry:
                return _BEGINNINGS.get(DatasetChoice.registry[name].kind, {}) | value
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        entry = self.entry
        if "samples" not in _UNUSED[entry.kind] and self.samples > entry.most:
            raise SpecError(f"{entry.label} has at most {entry.most:,} samples to give, got {self.samples:,}.")
        for name in _UNUSED[entry.kind]:
            value = getattr(self, name)
            if value != DataSpec.model_fields[name].get_default():
                got = value.model_dump(exclude_defaults=True) if isinstance(value, SpecPart) else value
                raise SpecError(f"{entry.label} has no {name.replace('_', ' ')} to set, got {shown(got)}.")
        if entry.coordinates:
            self._check_features()
        if self.is_painted:
            painting.check(self.painted_points)
        return self

    def _check_features(self) -> None:
        entry = self.entry
        known = features_for(entry.kind)
        for name in self.features:
            if FEATURES[name].name not in known:
                raise SpecError(f"{entry.label} has no second coordinate for the input feature {name}. Known: {', '.join(known)}.")
        if not self.features:
            raise SpecError(f"A network needs at least one input feature, got none. Known: {', '.join(known)}.")
        if len(set(self.features)) < len(self.features):
            raise SpecError(f"Each input feature can be used once, got {', '.join(self.features)}.")


_UNUSED: dict[Kind, tuple[str, ...]] = {
    "plane": ("augmentation", "table", "painted_points"),
    "line": ("augmentation", "table", "painted_points"),
    "painted": ("samples", "noise", "augmentation", "table"),
    "image": ("noise", "test_share", "features", "table", "painted_points"),
    "table": ("noise", "features", "augmentation", "painted_points"),
}
"""Fields that say nothing about a kind of data, and have to be as their defaults."""

_BEGINNINGS: dict[Kind, dict[str, Any]] = {"line": {"features": ("x1",)}, "painted": {"painted_points": STARTER}}
"""Fields that are not as their defaults, for kinds of data that these do not suit."""
