"""What a browser may ask of a comparison, and what a crew is told of it."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from playground.race.spec import MOST_SEEDS, TargetSpec
from playground.worker.envelope import Kind
from playground.worker.protocol import Ack, CommandBase, Speed, command_of

MOST_EPOCHS = 10_000


class Go(CommandBase):
    """Race, to the last epoch."""

    type: Literal["go"] = "go"


class Freeze(CommandBase):
    """Stand still."""

    type: Literal["freeze"] = "freeze"


class StepOn(CommandBase):
    """All lanes to the end of the next epoch."""

    type: Literal["step"] = "step"


class StartOver(CommandBase):
    """Back to the start."""

    type: Literal["reset"] = "reset"


class At(CommandBase):
    """Show the pictures of the moment nearest to an epoch; `None` is the newest."""

    type: Literal["at"] = "at"
    epoch: Annotated[float, Field(ge=0, le=MOST_EPOCHS, allow_inf_nan=False)] | None


class SeedShown(CommandBase):
    """Show the pictures of another seed: its position in the list of seeds."""

    type: Literal["seed"] = "seed"
    position: Annotated[int, Field(ge=0, lt=MOST_SEEDS)]


class CrewAck(CommandBase):
    """The newest pictures of a crew were drawn."""

    type: Literal["ack"] = "ack"
    crew: Annotated[int, Field(ge=0, le=64)] = 0


class Until(CommandBase):
    """Train up to an epoch, and wait there. Comes from the server."""

    type: Literal["until"] = "until"
    epoch: float


class Again(CommandBase):
    """Back to the start, under another number. Comes from the server."""

    type: Literal["again"] = "again"
    number: int


class Retarget(CommandBase):
    """The same race with something else to reach. Comes from the server."""

    type: Literal["retarget"] = "retarget"
    target: TargetSpec


FromBrowser = Go | Freeze | StepOn | StartOver | Speed | At | SeedShown | CrewAck
CrewCommand = Until | Again | Retarget | At | SeedShown | Ack

_FROM_BROWSER: TypeAdapter[FromBrowser] = TypeAdapter(Annotated[FromBrowser, Field(discriminator="type")])
_CREW: TypeAdapter[CrewCommand] = TypeAdapter(Annotated[CrewCommand, Field(discriminator="type")])


def race_command(text: str) -> FromBrowser:
    """Validate what a browser sent; errors are those of `command_of`."""
    return command_of(_FROM_BROWSER, text)


def crew_command(_: Kind, content: bytes) -> CrewCommand:
    """What the web process sent to a crew."""
    return _CREW.validate_json(content)
