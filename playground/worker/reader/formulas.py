"""Formulas of the registries for pages without a typesetter: LaTeX as MathML, which every browser draws by itself."""

from functools import cache

from latex2mathml.converter import convert


@cache
def as_mathml(latex: str) -> str:
    """A formula as a `<math>` element; empty where there is none. The LaTeX is ours: nothing from outside comes here."""
    return convert(latex, display="block") if latex else ""
