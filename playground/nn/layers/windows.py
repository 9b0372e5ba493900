"""Windows that slide over pictures: where they stand, for convolution and pooling alike.

The rules are those of Keras and TensorFlow. With `valid` padding a window lies wholly inside the picture; with `same` the picture gets a
rim of zeros, so wide that an output of stride 1 is as large as the input.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from playground.arrays import FloatArray
from playground.errors import SpecError


@dataclass(frozen=True)
class Windows:
    """The windows of one layer.

    Attributes:
        size: side of a window, in pixels.
        stride: from one window to the next, in pixels.
        rows: how many windows there are from top to bottom.
        columns: and from left to right.
        rim: zeros above, below, left and right of the picture.
    """

    size: int
    stride: int
    rows: int
    columns: int
    rim: tuple[int, int, int, int] = (0, 0, 0, 0)

    def parts(self, padded: FloatArray) -> Iterator[tuple[int, int, FloatArray]]:
        """For each pixel of a window, its row and column in it, and a view of the pictures `(channels, rows, columns, batch)` there."""
        for i in range(self.size):
            for j in range(self.size):
                rows = slice(i, i + self.stride * (self.rows - 1) + 1, self.stride)
                columns = slice(j, j + self.stride * (self.columns - 1) + 1, self.stride)
                yield i, j, padded[:, rows, columns]


@cache  # (for speed: layers that are made anew for each picture ask for the same few over and over)
def windows(height: int, width: int, *, size: int, stride: int, padding: str, layer: str) -> Windows:
    """The windows over pictures of a size.

    Args:
        height: of a picture, in pixels.
        width: of a picture, in pixels.
        size: side of a window.
        stride: from one window to the next.
        padding: `"valid"` or `"same"`.
        layer: what to call the layer in a message.

    Raises:
        SpecError: the picture is too small for a single window.
    """
    if padding == "same":
        rows, columns = -(-height // stride), -(-width // stride)
        tall = max((rows - 1) * stride + size - height, 0)
        wide = max((columns - 1) * stride + size - width, 0)
        return Windows(size, stride, rows, columns, (tall // 2, tall - tall // 2, wide // 2, wide - wide // 2))
    if min(height, width) < size:
        most = min(height, width)
        raise SpecError(f"{layer} of {size} by {size} does not fit in a picture of {height} by {width}; at most {most} by {most} would.")
    return Windows(size, stride, (height - size) // stride + 1, (width - size) // stride + 1)
