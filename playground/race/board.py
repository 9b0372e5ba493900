"""The leader board: who does best, how sure that is, and how fast each has got there.

Entries are ranked by the test loss, or, where they have different losses, by the score. All lanes of a seed have the same data and the same
draw of weights, so two entries are compared seed by seed.
"""

import math
from dataclasses import dataclass
from typing import Literal

from playground.race.record import LaneFacts, Record
from playground.race.statistics import SURE, Estimate, estimate, holm, paired_p

Verdict = Literal["leader", "behind", "open", "none"]


@dataclass(frozen=True)
class Row:
    """An entry on the board.

    Attributes:
        entry: its number in the comparison.
        rank: from 1.
        lanes, diverged: how many it has, and how many of them cannot go on.
        score, loss, best: newest test score and loss, and the lowest test loss so far, of the lanes that go on.
        epochs, seconds: to the target, of the lanes that have reached it.
        per_epoch: seconds of an epoch.
        verdict: beside the leader.
        p: how likely such a difference is by chance alone, corrected for the number of entries; `None` where nobody can say.
        text: the verdict in words.
    """

    entry: int
    rank: int
    lanes: int
    diverged: int
    score: Estimate | None
    loss: Estimate | None
    best: Estimate | None
    epochs: Estimate | None
    seconds: Estimate | None
    per_epoch: float | None
    verdict: Verdict
    p: float | None
    text: str


_SCORES = {False: (0.0, 1.0), True: (-math.inf, 1.0)}
"""What accuracy can be, and R² (True)."""


def board(record: Record) -> list[Row]:
    """All entries, the best first."""
    race = record.race
    by_loss = race.losses_compare
    measured = {entry: _going(record.of_entry(entry)) for entry in range(len(race.entries))}

    def order(entry: int) -> tuple[bool, bool, float]:
        """Those that all lanes of go on come first, and nobody of whom nothing is known."""
        going = measured[entry]
        values = [facts.loss if by_loss else -facts.score for facts in going]
        return not going, len(going) < race.seeds, sum(values) / max(1, len(values))

    ranked = sorted(measured, key=order)
    chances = _chances(record, ranked, by_loss=by_loss)
    return [_row(record, entry, rank, ranked[0], chances.get(entry)) for rank, entry in enumerate(ranked, 1)]


def said(record: Record, rows: list[Row]) -> str:
    """The board in a sentence or two, for those who listen."""
    first = rows[0]
    if first.loss is None or first.score is None:
        return "Nothing has been measured yet." if not any(row.diverged for row in rows) else "All lanes have diverged."
    names = [entry.label for entry in record.race.entries]
    score = "accuracy" if record.race.base.data.classes else "R²"
    text = f"{names[first.entry]} leads with a test loss of {first.loss.mean:.3g} and {score} {first.score.mean:.3f}."
    behind = [names[row.entry] for row in rows if row.verdict == "behind"]
    undecided = [names[row.entry] for row in rows if row.verdict == "open"]
    if behind:
        text += f" Behind by more than seeds explain: {', '.join(behind)}."
    if undecided:
        text += f" Not to be told apart from it: {', '.join(undecided)}."
    return text


def _going(lanes: list[LaneFacts]) -> list[LaneFacts]:
    return [facts for facts in lanes if facts.diverged is None and facts.epoch == facts.epoch]


def _chances(record: Record, ranked: list[int], *, by_loss: bool) -> dict[int, float]:
    """How likely the difference of each entry to the leader is by chance, corrected."""
    leader = record.of_entry(ranked[0])
    found: dict[int, float] = {}
    for entry in ranked[1:]:
        pairs = [pair for pair in zip(leader, record.of_entry(entry), strict=True) if len(_going(list(pair))) == 2]
        each = [[facts.loss if by_loss else facts.score for facts in side] for side in zip(*pairs, strict=True)]
        chance = paired_p(each[0], each[1]) if pairs else None
        if chance is not None:
            found[entry] = chance
    return dict(zip(found, holm(list(found.values())), strict=True))


def _row(record: Record, entry: int, rank: int, leader: int, chance: float | None) -> Row:
    lanes = record.of_entry(entry)
    going = _going(lanes)
    seconds = record.seconds_of_entry(entry)
    reached = [facts.target for facts in lanes if facts.target is not None]
    diverged = sum(facts.diverged is not None for facts in lanes)
    verdict, text = _verdict(len(lanes), diverged, chance, is_leader=entry == leader, is_measured=bool(going))
    return Row(
        entry=entry,
        rank=rank,
        lanes=len(lanes),
        diverged=diverged,
        score=estimate([facts.score for facts in going], *_SCORES[record.race.base.data.is_regression]),
        loss=estimate([facts.loss for facts in going], 0.0),
        best=estimate([facts.best for facts in going], 0.0),
        epochs=estimate(reached, 0.0),
        seconds=None if seconds is None else estimate([epoch * seconds for epoch in reached], 0.0),
        per_epoch=seconds,
        verdict=verdict,
        p=chance,
        text=text,
    )


def _verdict(lanes: int, diverged: int, chance: float | None, *, is_leader: bool, is_measured: bool) -> tuple[Verdict, str]:
    some = "All lanes have" if diverged == lanes else f"{diverged} of {lanes} lanes {'has' if diverged == 1 else 'have'}"
    if diverged and (diverged == lanes or not is_leader):
        return "none", f"{some} diverged"
    if not is_measured:
        return "none", "Not measured yet"
    if is_leader:
        return "leader", "Leads" if lanes > 1 else "Leads; one seed cannot say whether by chance"
    if chance is None:
        return "none", "One seed cannot say" if lanes == 1 else "Too few lanes to say"
    if chance < 1 - SURE:
        return "behind", f"Behind by more than seeds explain ({_written(chance)})"
    return "open", f"Seeds may explain the difference ({_written(chance)})"


def _written(chance: float) -> str:
    return "p < 0.001" if chance < 0.001 else f"p = {chance:.2g}"
