"""What an axis of a comparison is, and how its values are read and written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.registry import Entry
from playground.spec import RunSpec
from playground.spec.choice import Choice
from playground.spec.link import read_choice, read_number, read_whole, written, written_choice
from playground.spec.part import parse


@dataclass(frozen=True, kw_only=True)
class Axis(Entry):
    """Something that can be compared.

    Attributes:
        offered: which values to offer for a spec, in menu order; others may be given, too.
        suggested: how many of those to begin with.
        apply: the spec with a value; raises SpecError where it does not fit, or is none.
        now: the value that a spec has.
        canonical: a value as it is written, whatever way it was given in; raises SpecError for what is none.
        value_label: what to call a value.
        is_amount: whether values are numbers, with an order of their own.
    """

    offered: Callable[[RunSpec], Sequence[str]]
    suggested: int = 4
    apply: Callable[[RunSpec, str], RunSpec]
    now: Callable[[RunSpec], str]
    canonical: Callable[[str], str]
    value_label: Callable[[str], str]
    is_amount: bool = False


def chosen(kind: type[Choice], text: str) -> Choice:
    """An entry with its settings, from its text.

    Raises:
        SpecError: there is no such thing.
    """
    return parse(kind, read_choice("value", kind, text))


def choice_label(kind: type[Choice], text: str) -> str:
    """The label of an entry, with those of its settings that are not as usual."""
    choice = chosen(kind, text)
    entry: Entry = kind.registry[choice.name]
    as_usual = entry.settings({})
    others = [f"{each.label.lower()} {written(choice.settings[each.name])}" for each in entry.hyperparameters]
    said = [text for text, each in zip(others, entry.hyperparameters, strict=True) if choice.settings[each.name] != as_usual[each.name]]
    return f"{entry.label} ({', '.join(said)})" if said else str(entry.label)


def canonical_choice(kind: type[Choice], text: str) -> str:
    """An entry and all of its settings, as links have them."""
    return written_choice(chosen(kind, text))


def canonical_whole(text: str) -> str:
    """A whole number as links have it."""
    return written(read_whole("value", text))


def canonical_number(text: str) -> str:
    """A number as links have it."""
    return written(read_number("value", text))


def as_written(text: str) -> str:
    """A value that can be written in one way only, or that says itself what it is."""
    return text


def usual(kind: type[Choice], name: str) -> str:
    """An entry with its usual settings, as it stands in a link."""
    return written_choice(parse(kind, {"name": name}))
