"""A run's network for other pages: as a file for the Draw page, and as its numbers for the Functions page."""

from playground.digits.facts import MOST_NAME, Facts
from playground.digits.network import DigitNetwork, pack
from playground.engine import Training
from playground.functions.slice import MOST_PARAMETERS
from playground.spec import RunSpec, to_json
from playground.worker.messages import message


def exported(training: Training) -> bytes | None:
    """The network as it is now, or `None` where there is nothing to draw for: points, a network that has learned nothing, or too much."""
    spec = training.spec
    if not spec.data.is_image or training.step == 0 or training.diverged is not None:
        return None
    facts = Facts(
        name=described(spec)[:MOST_NAME],
        accuracy=training.metrics.test.accuracy,
        epochs=training.epoch,
        trained_on=len(training.data.train),
    )
    return pack(DigitNetwork(spec, training.parameters(), facts))


def numbers(training: Training, worked: float) -> bytes | None:
    """The numbers of the network as they are now, with their spec, or why it cannot be sliced; `None` of one that has learned nothing.

    Args:
        training: of the run.
        worked: when it has last become another network, in seconds since the epoch of the clock.
    """
    if training.step == 0:
        return None
    spec = training.spec
    values = {"spec": to_json(spec), "title": described(spec), "epoch": float(training.epoch), "worked": worked}
    if training.diverged is not None:
        return message("parameters", values | {"problem": "Your network has diverged: around it, the loss is no number."}, {})
    if spec.parameters > MOST_PARAMETERS:
        sentence = f"Your network has {spec.parameters:,} numbers; at most {MOST_PARAMETERS:,} can be sliced."
        return message("parameters", values | {"problem": sentence}, {})
    return message("parameters", values, training.parameters())


def described(spec: RunSpec) -> str:
    """A network in a line: its data, and the sizes of its layers."""
    sizes = [
        f"{layer.entry.label} {shape[-1]}"
        for layer, shape in zip(spec.layers[:-1], spec.shapes[1:], strict=False)
        if layer.entry.activation
    ]
    return f"{spec.data.entry.label}: {', '.join(sizes) or 'no hidden layer'}"
