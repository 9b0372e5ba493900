"""The commands that a reader of drawings obeys, and those that a browser may give to a Draw page: one validator for either."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from playground.digits.drawn import DrawnDrawing
from playground.worker.envelope import Kind
from playground.worker.protocol import MOST_INDEX, Ack, ClassNumber, CommandBase, Index, command_of

Name = Annotated[str, Field(max_length=40)]
Number = Annotated[int, Field(ge=0, le=2**53)]


class Draw(DrawnDrawing):
    """What is on the pad.

    Attributes:
        number: by which its reading is known.
        picture: number of the picture that lies under the strokes, as the reader has given it; `None` for none.
    """

    type: Literal["draw"] = "draw"
    number: Number
    picture: Number | None = None


class Steps(CommandBase):
    """Leave out some of the steps from the drawing to what the network sees."""

    type: Literal["steps"] = "steps"
    off: Annotated[list[Name], Field(max_length=10)]


class Why(CommandBase):
    """Show why the network reads what it reads, or no longer; of another class than it reads if one is named."""

    type: Literal["why"] = "why"
    shown: bool
    label: ClassNumber | None = None


class Mind(CommandBase):
    """Show what would change its mind, or no longer.

    Attributes:
        shown: whether to.
        method: name of the attack.
        budget: the most that a pixel may change by; `None` looks for the smallest that is enough.
        target: the class that it should become; `None` is any other.
    """

    type: Literal["mind"] = "mind"
    shown: bool
    method: Name = "pgd"
    budget: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None
    target: ClassNumber | None = None


class Layers(CommandBase):
    """Show the drawing's way through the network, or no longer; and one of its units closely."""

    type: Literal["layers"] = "layers"
    shown: bool
    unit: tuple[Annotated[int, Field(ge=1, le=MOST_INDEX)], Index] | None = None


class Keep(DrawnDrawing):
    """Add a drawing to one's own digits, with what it is, and a number by which the page knows it."""

    type: Literal["keep"] = "keep"
    number: Number
    label: ClassNumber


class Drop(CommandBase):
    """Take one of one's own digits away; `None` is all of them."""

    type: Literal["drop"] = "drop"
    number: Number | None = None


class Teach(CommandBase):
    """Have the network learn one's own digits, with or without digits that it has learned before."""

    type: Literal["teach"] = "teach"
    rehearse: bool = True


class Unlearn(CommandBase):
    """Stop the lesson, and go back to the network as it was before."""

    type: Literal["unlearn"] = "unlearn"


class Choose(CommandBase):
    """Read with another network."""

    type: Literal["choose"] = "choose"
    network: Name


class Refresh(CommandBase):
    """Have all runs of this browser show their networks as they are now."""

    type: Literal["networks"] = "networks"


@dataclass(frozen=True)
class File:
    """A file that a person has put on the page: a picture, or drawings that were kept."""

    content: bytes


@dataclass(frozen=True)
class Network:
    """A network to read with; without content that which comes with the project."""

    content: bytes


Spoken = Draw | Steps | Why | Mind | Layers | Keep | Drop | Teach | Unlearn | Ack
"""What a reader is told in words."""

FromBrowser = Spoken | Choose | Refresh
ReaderCommand = Spoken | File | Network

_FROM_BROWSER: TypeAdapter[FromBrowser] = TypeAdapter(Annotated[FromBrowser, Field(discriminator="type")])
_SPOKEN: TypeAdapter[Spoken] = TypeAdapter(Annotated[Spoken, Field(discriminator="type")])


def drawing_command(text: str) -> FromBrowser:
    """Validate what a browser sent; errors are those of `command_of`."""
    return command_of(_FROM_BROWSER, text)


def reader_command(kind: Kind, content: bytes) -> ReaderCommand:
    """What the web process sent to a reader."""
    if kind is Kind.FILE:
        return File(content)
    if kind is Kind.NETWORK:
        return Network(content)
    return _SPOKEN.validate_json(content)
