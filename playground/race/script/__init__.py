"""A comparison as a program with Keras: what a student writes, with chance taken from the playground, so that the numbers are the same.

What a network is and how it learns becomes plain Keras; what all entries share stands in the code, what differs in a table at its top.
A new entry of a registry is written out from its twin in Keras, so nothing has to be added here.
"""

import json
import textwrap

from playground.race.json_file import race_to_json
from playground.race.script import network, training
from playground.race.script.source import LINE, laid_out, literal
from playground.race.script.table import Table
from playground.race.spec import RaceSpec
from playground.spec import RunSpec

NEW_PART, EMPTY_LINE = "\n\n\n", "\n\n"

_NOT_OF_MODEL = ("batch_size", "targets", "score")
"""Columns of the table that are not about the model."""

_OF_DATA = ("features", "samples", "noise")
"""What may be compared and changes nothing but the data."""


def keras_script(race: RaceSpec) -> str:
    """The program.

    Args:
        race: the comparison.

    Returns:
        Python source, which prints the leader board when it is run in the folder of this project.
    """
    specs = [entry.spec for entry in race.entries]
    table = Table()
    layers = network.network(specs, table)
    loss = training.loss(specs, table)
    optimizer, arguments, rate = training.optimizer(specs, table)
    batch_size = table.term("batch_size", [literal(spec.training.batch_size) for spec in specs])
    targets, score = training.targets(specs, table), training.score(specs, table)
    compiled = [*(line for each in rate for line in laid_out(1, each)), *_compile(optimizer, arguments, loss)]
    scheduled = any("steps_per_epoch" in line for line in rate)
    parts = [
        *table.definitions.values(),
        _table(race, table),
        _build(table, [*layers[:-1], *_on_output(specs), layers[-1]], compiled, scheduled=scheduled),
        _samples(specs[0], table, targets),
        _train(specs[0], table, score, drawing=_drawing(specs), scheduled=scheduled),
        _BOARD.splitlines(),
        _main(race),
    ]
    text = NEW_PART.join("\n".join(part) for part in parts)
    head = _head(race, drawing=_drawing(specs), ops="ops." in text)
    constants = "\n".join([*head, "", *_constants(specs, table, batch_size)])
    return f"{constants}{NEW_PART if table.definitions else EMPTY_LINE}{text}\n"


def _on_output(specs: list[RunSpec]) -> list[str]:
    """What to say of the last layer, where it stops at its sums."""
    names = {spec.model.output.activation.name for spec in specs}
    from_logits = {spec.training.loss.entry.from_logits(name) for spec in specs for name in names}
    return [f"# Only its sums: the {names.pop()} is a part of the loss."] if len(names) == 1 and from_logits == {True} else []


def _drawing(specs: list[RunSpec]) -> bool:
    """Whether some layers draw random numbers while they train."""
    return any(layer.entry.draw is not None for spec in specs for layer in spec.layers)


def _head(race: RaceSpec, *, drawing: bool, ops: bool) -> list[str]:
    seeds = "1 seed each" if race.seeds == 1 else f"{race.seeds} seeds each"
    title = f"{race.title}: {len(race.entries)} {'entry' if len(race.entries) == 1 else 'entries'}, {seeds}, with plain Keras."
    augmented = race.base.data.augmentation.any
    chance = [
        "the data",
        "the initial weights",
        "the order of the batches",
        *(["the changes of the pictures"] if augmented else []),
        *(["the random numbers of dropout and noise"] if drawing else []),
    ]
    text = (
        f"What chance decides ({', '.join(chance[:-1])} and {chance[-1]}) is taken from the playground; everything else is Keras. So the "
        "numbers are those of the playground, but for the last digits; they take longer, since one network trains after the other. To be "
        "independent of it, put arrays of your own in the place of `load_data`, leave out `initial_parameters`, and shuffle with "
        "`np.random`."
    )
    if any(spec.engine != race.entries[0].spec.engine for spec in race.lanes):
        text += " Entries that differ in their engine only come to the same here."
    imports = {
        "playground.data.augmentation": "Augmenter" if augmented else "",
        "playground.engine.base": "draws, initial_parameters" if drawing else "initial_parameters",
        "playground.engine.course": "Course",
        "playground.engine.network": "inputs",
        "playground.engine.samples": "load_data",
        "playground.race.json_file": "race_from_json",
    }
    return [
        f'"""{title}',
        "",
        "Put it into the folder of the neural network playground, and run it there with the same Python:",
        "",
        "    .venv/bin/python compare.py",
        "",
        *textwrap.wrap(text, LINE),
        '"""',
        "",
        "import keras",
        "import numpy as np",
        f"from keras import layers{', ops' if ops else ''}",
        "from scipy import stats",
        "",
        *(f"from {module} import {names}" for module, names in imports.items() if names),
    ]


def _constants(specs: list[RunSpec], table: Table, batch_size: str) -> list[str]:
    sizes = [] if batch_size in table.columns else [f"BATCH_SIZE = {batch_size}"]
    if _drawing(specs):
        sizes.append(f"LARGEST_BATCH = {max(spec.training.batch_size for spec in specs)}")
    return [f"EPOCHS = {specs[0].training.epochs}", *sizes]


def _table(race: RaceSpec, table: Table) -> list[str]:
    names = [axis.name for axis in race.axes if axis.name in _OF_DATA]
    besides = f" ({' and '.join(names).capitalize()}: see the comparison below.)" if names else ""
    tree = json.dumps(json.loads(race_to_json(race)), ensure_ascii=False)
    return [
        f"# What differs from entry to entry.{besides}",
        "ENTRIES = {",
        *_rows(race, table),
        "}",
        "",
        "# The whole comparison, as the playground has it: for its data, and for its chance.",
        'COMPARISON = """',
        *textwrap.wrap(tree, LINE, break_long_words=False, break_on_hyphens=False),
        '"""',
    ]


def _rows(race: RaceSpec, table: Table) -> list[str]:
    labels = [entry.label for entry in race.entries]
    rows = []
    for number, label in enumerate(labels):
        name = literal(label if labels.count(label) == 1 else f"{label} ({number + 1})")
        cells = [f"{literal(column)}: {sources[number]}" for column, sources in table.columns.items()]
        rows += laid_out(1, f"{name}: {{{', '.join(cells)}}},")
    return rows


def _compile(optimizer: str, arguments: list[str], loss: str) -> list[str]:
    return [
        "    model.compile(",
        *laid_out(2, f"optimizer={optimizer}({', '.join(arguments)}),"),
        *laid_out(2, f"loss={loss},"),
        "        jit_compile=False,  # for networks as small as these, compiling takes longer than it saves",
        "    )",
    ]


def _build(table: Table, layers: list[str], compiled: list[str], *, scheduled: bool) -> list[str]:
    columns = [name for name in table.columns if name not in _NOT_OF_MODEL]
    return [
        *laid_out(0, f"def build({', '.join(['shape', *(['steps_per_epoch'] if scheduled else []), *columns])}):"),
        '    """A network of one entry, and how it learns, for inputs of this shape."""',
        "    model = keras.Sequential(",
        "        [",
        "            keras.Input(shape),",
        *(each for line in layers for each in ([f"{' ' * 12}{line}"] if line.startswith("#") else laid_out(3, f"{line},"))),
        "        ]",
        "    )",
        *compiled,
        "    return model",
    ]


def _samples(spec: RunSpec, table: Table, targets: str) -> list[str]:
    shape = f".reshape(-1, {', '.join(map(str, spec.shapes[0]))})" if spec.data.is_image else ""
    arguments = ", targets" if "targets" in table.columns else ""
    given = "pictures, from 0 for paper to 1 for ink" if spec.data.is_image else "the input features"
    return [
        f"def samples(spec, raw, labels{arguments}):",
        f'    """What the network is given, {given}, and what its outputs should say."""',
        f"    y = {targets}",
        f'    return inputs(spec, raw){shape}, y.astype("float32")',
    ]


def _train(spec: RunSpec, table: Table, score: str, *, drawing: bool, scheduled: bool) -> list[str]:
    own = [name for name in _NOT_OF_MODEL if name in table.columns]
    rest = ["**entry"] if len(own) < len(table.columns) else []
    batch_size = "batch_size" if "batch_size" in own else "BATCH_SIZE"
    targets = ", targets" if "targets" in own else ""
    lines = [
        f"def train({', '.join(['spec', *own, *rest])}):",
        '    """Train a network with the seed of its spec: its loss on the test data, and how much of those it gets right."""',
        "    data = load_data(spec)",
        f"    x, y = samples(spec, data.train.raw, data.train.labels{targets})",
        "    course = Course(spec, len(x))",
        f"    model = build({', '.join(['x.shape[1:]', *(['course.steps_per_epoch'] if scheduled else []), *rest])})",
    ]
    if drawing:
        lines += [
            '    weights = [weight for weight in model.weights if weight.name != "draw"]',
            "    for weight, start in zip(weights, initial_parameters(spec).values(), strict=True):",
            "        weight.assign(start)",
        ]
    else:
        lines += ["    model.set_weights(list(initial_parameters(spec).values()))"]
    if spec.data.augmentation.any:
        lines += ["    augmenter = Augmenter(**spec.data.augmentation.model_dump(), seed=spec.seed)"]
    lines += [
        "    for epoch in range(EPOCHS):",
        "        (order,) = course.orders(epoch, 1)  # all samples, shuffled anew",
    ]
    if spec.data.augmentation.any:
        lines += [
            "        changed = augmenter.augmented(data.train.raw, np.arange(len(x)), epoch)",
            f"        x, y = samples(spec, changed, data.train.labels{targets})",
        ]
    lines += [
        f"        for start in range(0, len(x), {batch_size}):",
        f"            batch = order[start : start + {batch_size}]",
    ]
    if drawing:
        lines += [
            "            # What dropout and noise draw for this update; a smaller last batch needs only the first of it.",
            f"            step = epoch * course.steps_per_epoch + start // {batch_size}",
            "            for layer, draw in zip(model.layers, draws(spec, step, len(batch)), strict=True):",
            "                if draw is not None:",
            "                    layer.draw.assign(np.resize(draw, layer.draw.shape))",
        ]
    lines += [
        "            model.train_on_batch(x[batch], y[batch])",
        f"    x, y = samples(spec, data.test.raw, data.test.labels{targets})",
        "    # Not by `predict`, which compiles the network once more; and in parts, since many pictures need much memory.",
        "    a = np.concatenate([model(x[first : first + 1000]) for first in range(0, len(x), 1000)])",
        f"    return float(model.loss(y, a)), float({score})",
    ]
    return lines


_BOARD = '''\
def estimate(values):
    """The mean over seeds, and how far from it the true one may be: in 95 of 100 cases no further, by Student's t."""
    if len(values) < 2:
        return f"{np.mean(values):.5g}" if values else "diverged"
    reach = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    return f"{np.mean(values):.5g} ± {reach:.2g}"'''


def _main(race: RaceSpec) -> list[str]:
    name, of = ("R²", "R² of the test data") if race.base.data.is_regression else ("accuracy", "accuracy on the test data")
    ranked = "np.sum(losses[label])" if race.losses_compare else "-np.sum(scores[label])"
    why = "the loss" if race.losses_compare else f"the {of}, since losses of different kinds do not compare"
    return [
        "def main():",
        '    """Train every entry with every seed, and print who does best."""',
        "    race = race_from_json(COMPARISON)",
        "    losses, scores = {}, {}",
        "    for (label, entry), of_entry in zip(ENTRIES.items(), race.entries, strict=True):",
        "        found = []",
        "        for seed in race.seed_list:",
        "            found.append(train(of_entry.spec.replace(seed=seed), **entry))",
        f'            print(f"{{label}}, seed {{seed}}: test loss {{found[-1][0]:.5g}}, {name} {{found[-1][1]:.4g}}", flush=True)',
        "        going = [pair for pair in found if np.isfinite(pair[0])]  # (a loss that is no number has diverged)",
        "        losses[label], scores[label] = [loss for loss, _ in going], [score for _, score in going]",
        "",
        *(f"    # {line}" for line in textwrap.wrap(f"The best first, by {why}; entries with a seed that diverged come last.", LINE - 6)),
        f"    ranked = sorted(ENTRIES, key=lambda label: (-len(losses[label]), {ranked}))",
        "    width = max(map(len, ENTRIES))",
        f"    print(f\"\\n    {{'entry':<{{width}}}}  {{'test loss':<22}}  {name}\")",
        "    for rank, label in enumerate(ranked, 1):",
        '        print(f"{rank:>3} {label:<{width}}  {estimate(losses[label]):<22}  {estimate(scores[label])}")',
        "",
        "",
        'if __name__ == "__main__":',
        "    main()",
    ]
