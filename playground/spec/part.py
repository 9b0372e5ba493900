"""What all parts of a spec share, and how anything from outside becomes one."""

from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from playground.errors import SpecError, shown


def _whole(value: object) -> object:
    """Refuse what Python would quietly turn into a whole number: True, 2.0, "1e9"."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    return value or 0  # -0.0 is equal to 0, but would stand as another number in the link


Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]


class SpecPart(BaseModel):
    """What all parts of a spec share: they are frozen, and know no fields but their own."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    def replace(self, **changes: Any) -> Self:
        """The same with some fields changed, validated anew.

        Raises:
            SpecError: the result would not be valid.
        """
        return parse(type(self), {name: getattr(self, name) for name in type(self).model_fields} | changes)


P = TypeVar("P", bound=SpecPart)


def parse(kind: type[P], value: object) -> P:
    """Validate something from outside: a parsed JSON object, the fields of a form.

    Args:
        kind: the part of a spec that it should be.
        value: anything.

    Raises:
        SpecError: it is not valid; the message is one sentence that names the field, what was given and what is allowed.
    """
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise SpecError(_sentence(kind, error)) from None
    except RecursionError:
        raise SpecError("The spec is nested too deeply.") from None


def _sentence(kind: Any, error: ValidationError) -> str:
    """The first thing that pydantic found, in the words of this project."""
    first = error.errors(include_url=False)[0]
    path = [str(part) for part in first["loc"]]
    if first["type"] in {"extra_forbidden", "invalid_key"}:
        name = path.pop()  # from outside, and of any length
        for part in path:
            kind = kind.model_fields[part].annotation
        return f"{'.'.join(path) or 'spec'} has no setting {shown(name)}. Known: {', '.join(kind.model_fields)}."
    field = ".".join(path) or "spec"
    context = first.get("ctx", {})
    got = shown(context.get("actual_length", first["input"]))
    problem = _PROBLEMS.get(first["type"], "{message}").format(message=first["msg"].removeprefix("Value error, "), **context)
    return f"{field} {problem}, got {got}."


_PROBLEMS = {
    "less_than_equal": "should be at most {le:.10g}",
    "greater_than_equal": "should be at least {ge:.10g}",
    "too_long": "should have at most {max_length} entries",
    "literal_error": "should be {expected}",
    "finite_number": "should be finite",
    "float_type": "should be nearer to 0",  # a whole number that no float can hold: others do not come this far
    "string_type": "should be text",
    "tuple_type": "should be a list",
    "model_type": "should be an object",
    "missing": "is missing",
}
"""pydantic's kinds of errors, in the words of this project."""
