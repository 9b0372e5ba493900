"""Fashion-MNIST: 70,000 pictures of clothes, made to take the place of MNIST and to be harder."""

from playground.data.dataset import DatasetEntry
from playground.data.fashion import CLASS_NAMES, load_fashion_mnist

ENTRY = DatasetEntry(
    name="fashion_mnist",
    label="Fashion-MNIST",
    help="60,000 pictures of clothes to learn from and 10,000 to test on, 28 by 28 pixels each: harder than digits.",
    kind="image",
    classes=len(CLASS_NAMES),
    class_names=CLASS_NAMES,
    samples=60_000,
    most=60_000,
    load=load_fashion_mnist,
    cached_in="fashion-mnist",
)
