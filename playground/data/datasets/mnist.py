"""MNIST: 70,000 handwritten digits, the fruit fly of machine learning."""

from playground.data.dataset import DatasetEntry
from playground.data.mnist import load_mnist
from playground.registry import Hyperparameter

ENTRY = DatasetEntry(
    name="mnist",
    label="MNIST digits",
    help="60,000 handwritten digits to learn from and 10,000 to test on, 28 by 28 pixels each.",
    hyperparameters=(
        Hyperparameter(
            name="source",
            label="Source",
            help="All 60,000 digits to learn from, or the 5,000 that need no download.",
            default="full",
            options=("full", "small"),
        ),
    ),
    kind="image",
    classes=10,
    samples=60_000,
    most=60_000,
    load=load_mnist,
    cached_in="mnist*",
)
