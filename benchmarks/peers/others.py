"""Other Python programs that train the same networks, and the machine's own matrix multiplication."""

from pathlib import Path

import numpy as np

from benchmarks.peers import Round
from benchmarks.peers.data import digits, points

TOY_EPOCHS = 10
TORCH_SAMPLES = {"dense": 19_200, "cnn": 6_400}
SGEMM_SIDE = 1536
"""Of square matrices: large enough for the highest rate, and three of them fit into 30 MB."""


def scikit_learn(work: str, folder: Path) -> Round:
    """`MLPClassifier.partial_fit`, one call for each epoch; it has no convolutions."""
    from sklearn.neural_network import MLPClassifier

    if work == "toy":
        x, y = points(folder)
        model = MLPClassifier((8, 8, 8), activation="tanh", solver="adam", alpha=0, batch_size=10, learning_rate_init=0.003)
        epochs, counted = TOY_EPOCHS, TOY_EPOCHS
    else:
        pictures, y = digits(folder)
        x = pictures.reshape(len(y), -1) / np.float32(255)
        model = MLPClassifier((128,), activation="relu", solver="adam", alpha=0, batch_size=32, learning_rate_init=0.001)
        epochs, counted = 1, len(y)
    model.partial_fit(x[:1000], y[:1000], classes=np.unique(y))

    def one_round() -> float:
        for _ in range(epochs):
            model.partial_fit(x, y)
        return counted

    return one_round


def torch_eager(work: str, folder: Path) -> Round:
    """The usual loop, on tensors that are in memory already; a `DataLoader` would cost more."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    if work == "toy":
        inputs, labels = points(folder)
        x, y, size, epochs = torch.from_numpy(inputs), torch.from_numpy(labels)[:, None], 10, TOY_EPOCHS
        hidden = [nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh()]
        model, loss_of = nn.Sequential(*hidden, nn.Linear(8, 1)), nn.BCEWithLogitsLoss()
    else:
        pictures, classes = (array[: TORCH_SAMPLES[work]] for array in digits(folder))
        x, y, size, epochs = torch.from_numpy(pictures[:, None] / np.float32(255)), torch.from_numpy(classes).long(), 32, 1
        dense = [nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)]
        first = [nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2)]
        cnn = [*first, nn.Flatten(), nn.Linear(400, 64), nn.ReLU(), nn.Linear(64, 10)]
        model, loss_of = nn.Sequential(*(dense if work == "dense" else cnn)), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())

    def one_round() -> float:
        for _ in range(epochs):
            for batch in torch.randperm(len(x)).split(size):
                optimizer.zero_grad()
                loss_of(model(x[batch]), y[batch]).backward()
                optimizer.step()
        return epochs if work == "toy" else len(x)

    one_round()
    return one_round


def sgemm(_: str, __: Path) -> Round:
    """Large square float32 matrices, multiplied; counted in floating-point operations."""
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((SGEMM_SIDE, SGEMM_SIDE), np.float32) for _ in range(2))
    out = np.empty_like(a)

    def one_round() -> float:
        for _ in range(5):
            np.dot(a, b, out=out)
        return 5 * 2 * SGEMM_SIDE**3

    one_round()
    return one_round
