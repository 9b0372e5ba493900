"""The commands that a run obeys, and those of them that a browser may give: one validator for what comes from either."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from playground.data.painting import MOST_CHARACTERS
from playground.digits.drawn import DrawnDrawing
from playground.doctor import Back
from playground.errors import PlaygroundError

MOST_COMMAND_CHARACTERS = 65_536
MOST_WEIGHT = 100
MOST_LAYERS = 1000


class CommandBase(BaseModel):
    """What all commands share: they are frozen, and know no fields but their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Play(CommandBase):
    """Train."""

    type: Literal["play"] = "play"


class Pause(CommandBase):
    """Stop training, and keep everything."""

    type: Literal["pause"] = "pause"


class Step(CommandBase):
    """Train to the end of one epoch, or on one batch, then pause."""

    type: Literal["step"] = "step"
    unit: Literal["epoch", "batch"] = "epoch"


Mark = Annotated[int, Field(ge=0)]
"""Number of a moment that the run keeps, so that one can go back to it. The server gives it, not the page."""


class Reset(CommandBase):
    """Back to the initial weights of the seed."""

    type: Literal["reset"] = "reset"
    keep: Mark | None = None


class SetWeight(CommandBase):
    """Put another number in the place of a weight or a bias."""

    type: Literal["weight"] = "weight"
    name: Annotated[str, Field(max_length=64)]
    index: Annotated[int, Field(ge=0)]
    value: Annotated[float, Field(ge=-MOST_WEIGHT, le=MOST_WEIGHT, allow_inf_nan=False)]
    keep: Mark | None = None


class Speed(CommandBase):
    """Train no faster than this; `None` is as fast as it goes."""

    type: Literal["speed"] = "speed"
    epochs_per_second: Annotated[float, Field(ge=1e-5, le=1000, allow_inf_nan=False)] | None


class Draw(DrawnDrawing):
    """The whole drawing. No strokes clears it."""

    type: Literal["draw"] = "draw"


MOST_INDEX = 1_000_000
Index = Annotated[int, Field(ge=0, le=MOST_INDEX)]
ClassNumber = Annotated[int, Field(ge=0, le=255)]


class Look(CommandBase):
    """Look at what the network makes of a test picture; `None` is the drawing, or the first one. And at one of its units closely."""

    type: Literal["look"] = "look"
    sample: Index | None
    unit: tuple[Annotated[int, Field(ge=1, le=MOST_INDEX)], Index] | None = None


class Mistakes(CommandBase):
    """Show the test pictures that the network is most surely wrong about, or no longer."""

    type: Literal["mistakes"] = "mistakes"
    shown: bool


class Cell(CommandBase):
    """Show the test pictures behind a cell of the confusion matrix, or none."""

    type: Literal["cell"] = "cell"
    answer: ClassNumber | None
    guess: ClassNumber | None


class Speaking(CommandBase):
    """Show which units speak for each class, or no longer."""

    type: Literal["speaking"] = "speaking"
    shown: bool


class Ack(CommandBase):
    """A frame has been taken: the next may come."""

    type: Literal["ack"] = "ack"


class Bend(CommandBase):
    """Show in each frame how a layer bends the plane: its number in the scene's layers, 0 is the input. `None` is none."""

    type: Literal["bend"] = "bend"
    layer: Annotated[int, Field(ge=0, le=MOST_LAYERS)] | None


class Undo(CommandBase):
    """Back to before the last edit."""

    type: Literal["undo"] = "undo"


class Redo(CommandBase):
    """Forward again to what was undone last."""

    type: Literal["redo"] = "redo"


class Units(CommandBase):
    """Give a dense layer another number of units; layers count from 1, as a person does."""

    type: Literal["units"] = "units"
    layer: Annotated[int, Field(ge=1)]
    units: int


class AddLayer(CommandBase):
    """Add a dense layer, which then has this number."""

    type: Literal["add_layer"] = "add_layer"
    layer: Annotated[int, Field(ge=1)]


class RemoveLayer(CommandBase):
    """Take a layer away."""

    type: Literal["remove_layer"] = "remove_layer"
    layer: Annotated[int, Field(ge=1)]


class FixIt(CommandBase):
    """Do what the doctor advises."""

    type: Literal["fix"] = "fix"
    rule: Annotated[str, Field(max_length=64)]


class Paint(CommandBase):
    """Other painted points, all of them.

    Attributes:
        points: as the spec has them.
        stroke: number of the stroke that they are part of; all of one stroke is taken back at once.
        done: whether the stroke ends here, so that the page's controls have to follow.
    """

    type: Literal["paint"] = "paint"
    points: Annotated[str, Field(max_length=MOST_CHARACTERS)]
    stroke: Annotated[int, Field(ge=0, le=2**53)]
    done: bool = True


class TakeOver(CommandBase):
    """Make painted points of the present ones."""

    type: Literal["take_over"] = "take_over"


class Change(CommandBase):
    """Go on by another spec, with the weights that stay. Comes from the server, never from a socket.

    Attributes:
        spec: as JSON.
        keep: number under which to keep the moment before the change; none where that is kept already.
        restore: number of the moment to go back to.
        back: which of the moments that the doctor keeps to go back to, if no other.
    """

    type: Literal["change"] = "change"
    spec: str
    keep: Mark | None
    restore: Mark | None = None
    back: Back | None = None


class Export(CommandBase):
    """Hand out the network as it is now. Comes from the server, never from a socket."""

    type: Literal["export"] = "export"


Edit = Units | AddLayer | RemoveLayer | Paint | TakeOver
"""What changes the spec from the page's stage."""

Show = Draw | Look | Mistakes | Cell | Speaking | Bend
"""What changes nothing but what is shown."""

BrowserCommand = Play | Pause | Step | Reset | Speed | Show | Ack | SetWeight | Undo | Redo | FixIt | Edit
Command = Play | Pause | Step | Reset | Speed | Show | Ack | SetWeight | Change | Export

Known = TypeVar("Known")

_FROM_BROWSER: TypeAdapter[BrowserCommand] = TypeAdapter(Annotated[BrowserCommand, Field(discriminator="type")])
_ANY: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="type")])


def browser_command(text: str) -> BrowserCommand:
    """Validate what a browser sent; errors are those of `command_of`."""
    return command_of(_FROM_BROWSER, text)


def command_of(known: TypeAdapter[Known], text: str) -> Known:
    """A command from outside.

    Args:
        known: what may be said.
        text: one command as JSON.

    Raises:
        PlaygroundError: it is too long, or no command.
    """
    if len(text) > MOST_COMMAND_CHARACTERS:
        raise PlaygroundError(f"A command has at most {MOST_COMMAND_CHARACTERS:,} characters, got {len(text):,}.")
    try:
        return known.validate_json(text)
    except ValidationError:
        raise PlaygroundError(f"Not a command: {text[:40]!r}.") from None


def run_command(content: bytes) -> Command:
    """What the web process sent to a run."""
    return _ANY.validate_json(content)
