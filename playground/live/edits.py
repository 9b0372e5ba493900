"""What a person's edits on the stage make of a spec."""

from playground.spec import RunSpec
from playground.spec.edits import with_layer, with_units, without_layer
from playground.spec.painted import taken_over, with_painted_points
from playground.worker.protocol import AddLayer, Edit, Paint, RemoveLayer, TakeOver, Units


def edited(spec: RunSpec, command: Edit) -> RunSpec:
    """The spec after an edit.

    Raises:
        SpecError: it cannot be; the message says why.
    """
    match command:
        case Units():
            return with_units(spec, command.layer, command.units)
        case AddLayer():
            return with_layer(spec, command.layer)
        case RemoveLayer():
            return without_layer(spec, command.layer)
        case Paint():
            return with_painted_points(spec, command.points)
        case TakeOver():
            return taken_over(spec)
