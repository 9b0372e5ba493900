"""The answers to what the Functions page asks: stateless, so sliders need no script and no session; see `docs/protocol.md`."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

import anyio
import anyio.to_thread
import numpy as np
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from playground.errors import DataError, PlaygroundError, SpecError, WorkerError
from playground.functions import asked, curves, responses, signal, walks
from playground.functions.landscape import Landscape, picture
from playground.functions.surfaces import ground
from playground.live.hub import current_hub
from playground.live.slices import NoNetwork
from playground.nn.activations import Activation
from playground.nn.losses import Loss
from playground.registry import Entry
from playground.spec.part import SpecPart
from playground.worker.messages import message
from playground.worker.reader.formulas import as_mathml

MOST_QUERY_CHARACTERS = 4096
MOST_AT_ONCE = 2
"""Answers that are worked out at the same time, for all browsers together."""
MOST_WAITING = 60
"""Questions that wait for that; a page has one on its way at most."""

Answer = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What a message says: values, and arrays."""


def answerer(owner_of: Callable[[HTTPConnection], str]) -> Callable[[Request], Any]:
    """The endpoint; `owner_of` knows by its cookie which browser asks."""
    working = anyio.CapacityLimiter(MOST_AT_ONCE)

    async def work(function: Callable[..., Any], *given: Any) -> Any:
        """Answer in a thread, of which there are few, so that frames and scripts never wait for answers."""
        if working.statistics().tasks_waiting >= MOST_WAITING:
            raise WorkerError("The server has many questions to answer. Please try again in a moment.")
        return await anyio.to_thread.run_sync(function, *given, limiter=working)

    async def answer(request: Request) -> Response:
        what = request.path_params["what"]
        if request.headers.get("sec-fetch-site") == "cross-site":
            raise HTTPException(403)
        try:
            if len(request.url.query) > MOST_QUERY_CHARACTERS:
                raise SpecError(f"A query has at most {MOST_QUERY_CHARACTERS:,} characters, got {len(request.url.query):,}.")
            query = {key: request.query_params.getlist(key) for key in request.query_params}
            if what == "catalogue":
                return JSONResponse(await work(catalogue), headers=_FRESH)
            if what in NETWORK:
                content = await _of_network(what, query, owner_of(request), work)
            elif what in QUESTIONS:
                kind, respond = QUESTIONS[what]
                content = await work(_answered, what, asked.read(kind, query), respond)
            else:
                raise HTTPException(404)
        except PlaygroundError as error:
            return JSONResponse({"problem": str(error)}, _status_of(error), headers=_FRESH)
        return Response(content, media_type="application/octet-stream", headers=_FRESH)

    return answer


_STATUS: dict[type[PlaygroundError], int] = {SpecError: 400, NoNetwork: 404, DataError: 422, WorkerError: 503}
"""By it the page knows what to do: mend the question, train a network, train another one, or ask again."""


def _status_of(error: PlaygroundError) -> int:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)


def _answered(what: str, question: SpecPart, respond: Callable[[Any], Answer]) -> bytes:
    _use_one_thread()
    return message(what, *respond(question))


@cache
def _use_one_thread() -> None:
    """Have this process multiply its small matrices with one thread from now on, as every other process of ours does.

    Streamlit has loaded NumPy before anybody could say so in the environment. With two threads that wait for one another on a busy
    machine, a signal through 20 layers takes ten times as long.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


_FRESH = {"Cache-Control": "no-store"}


async def _of_network(what: str, query: Mapping[str, list[str]], owner: str, work: Callable[..., Awaitable[bytes]]) -> bytes:
    """The picture of a slice through the loss of one's own network, or walks on it."""
    question = asked.read(NETWORK[what], query)
    hub = current_hub()
    try:
        network = hub.slices.parked(owner)
    except NoNetwork:
        hub.ask_runs(owner)  # one may be in training right now: it is there when the page asks again
        raise
    found = await hub.slices.cut(network, question)
    told: dict[str, Any] = {"network": network.name}
    if isinstance(question, asked.NetworkWalksAsked):
        return await work(_answered, what, question, lambda walking: _walks(walking, found, **told))
    told |= {"title": network.about["title"], "epoch": network.about["epoch"], "samples": found.samples}
    return await work(_answered, what, question, lambda _: _surface(found, **told))


def _activations(question: asked.ActivationsAsked) -> Answer:
    return _curves(curves.activations(question))


def _losses(question: asked.LossesAsked) -> Answer:
    return _curves(curves.losses(question))


def _schedules(question: asked.SchedulesAsked) -> Answer:
    return _curves(curves.schedules(question))


def _optimizers(question: asked.OptimizersAsked) -> Answer:
    values, arrays = _curves(responses.responses(question))
    return values, {**arrays, "gradient": responses.gradient(question).astype(np.float32)}


def _curves(found: curves.Curves) -> Answer:
    arrays = {"x": found.x, "values": found.values} | ({} if found.slopes is None else {"slopes": found.slopes})
    return {}, {name: array.astype(np.float32) for name, array in arrays.items()}


def _initializers(question: asked.InitializersAsked) -> Answer:
    found = curves.initializers(question)
    arrays = {"edges": found.edges, "densities": found.densities, "deviations": found.deviations, "expected": found.expected}
    # What keeps the variance of a signal and of a gradient, whatever was chosen.
    kept = {"forward": question.fan_in**-0.5, "rectified": (2 / question.fan_in) ** 0.5, "backward": question.fan_out**-0.5}
    return kept, {name: array.astype(np.float32) for name, array in arrays.items()}


def _signal(question: asked.SignalAsked) -> Answer:
    found = signal.courses(question)
    fates = [
        {"forward": signal.fate(each.forward[0], each.forward[-1]), "backward": signal.fate(each.backward[-1], each.backward[0])}
        | {"between": signal.fate(each.between[0], each.between[-1])}
        for each in found
    ]
    # As powers of ten: float32 would not hold what explodes.
    with np.errstate(divide="ignore", invalid="ignore"):
        shape = (len(found), question.layers)
        powers = {name: np.log10([getattr(each, name) for each in found]) for name in ("forward", "between", "backward")}
    return {"fates": fates}, {name: array.astype(np.float32).reshape(shape) for name, array in powers.items()}


def _of_surface(question: asked.SurfaceAsked) -> Answer:
    return _surface(ground(question.surface.name, question.surface.settings))


def _surface(landscape: Landscape, **told: Any) -> Answer:
    window = landscape.window
    values = {"window": [window.left, window.right, window.bottom, window.top], "start": landscape.start, "minima": landscape.minima}
    return {**values, **told}, {"heights": picture(landscape)}


def _on_surface(question: asked.WalksAsked) -> Answer:
    return _walks(question, ground(question.surface.name, question.surface.settings))


def _walks(question: asked.Walking, landscape: Landscape, **told: Any) -> Answer:
    found = walks.walks(question, landscape)
    values = {"rates": [each.rate for each in found], "lost": [each.lost for each in found], "counts": [len(each.path) for each in found]}
    values |= told
    paths = np.full((len(found), question.steps + 1, 2), np.nan, np.float32)
    heights, distances = np.full((2, len(found), question.steps + 1), np.nan, np.float32)
    with np.errstate(over="ignore"):
        for k, each in enumerate(found):
            paths[k, : len(each.path)] = each.path
            heights[k, : len(each.path)] = each.heights
            if landscape.minima:
                distances[k, : len(each.path)] = each.distances(landscape.minima)
    return values, {"paths": paths, "heights": heights} | ({"distances": distances} if landscape.minima else {})


QUESTIONS: dict[str, tuple[type[SpecPart], Callable[[Any], Answer]]] = {
    "activations": (asked.ActivationsAsked, _activations),
    "losses": (asked.LossesAsked, _losses),
    "initializers": (asked.InitializersAsked, _initializers),
    "optimizers": (asked.OptimizersAsked, _optimizers),
    "schedules": (asked.SchedulesAsked, _schedules),
    "signal": (asked.SignalAsked, _signal),
    "surface": (asked.SurfaceAsked, _of_surface),
    "walks": (asked.WalksAsked, _on_surface),
}
"""What may be asked, with its bounds, and who answers."""

NETWORK: dict[str, type[asked.SliceAsked]] = {"slice": asked.SliceAsked, "network-walks": asked.NetworkWalksAsked}
"""What may be asked of one's own network."""


@cache
def catalogue() -> dict[str, Any]:
    """All that there is to choose from, with formulas and bounds; the page has no other source of them."""
    entries = {kind: [_entry(entry) for entry in registry.values()] for kind, registry in asked.registries().items()}
    kinds = {what: kind for what, (kind, _) in QUESTIONS.items()} | NETWORK
    fields = {what: {name: _field(field) for name, field in kind.model_fields.items()} for what, kind in kinds.items()}
    return {"entries": entries, "fields": fields, "most_shown": asked.MOST_SHOWN, "rates": asked.RATES}


def _entry(entry: Entry) -> dict[str, Any]:
    settings = [
        {"name": each.name, "label": each.label, "help": each.help, "default": each.default, "options": each.options}
        | ({} if each.options or isinstance(each.default, bool | str) else {"low": each.low, "high": each.high})
        for each in entry.hyperparameters
    ]
    about = {"name": entry.name, "label": entry.label, "help": entry.help, "formula": as_mathml(entry.formula), "settings": settings}
    match entry:
        case Activation():
            return about | {"company": curves.needs_company(entry)}
        case Loss():
            return about | {"probabilities": curves.takes_probabilities(entry)}
    return about


def _field(field: Any) -> dict[str, Any]:
    default = field.get_default(call_default_factory=True)
    about = {"help": field.description}
    if isinstance(default, int | float):
        about |= {"default": default, "whole": isinstance(default, int)}
    for bound in field.metadata:
        about |= {name: getattr(bound, key) for key, name in (("ge", "low"), ("le", "high")) if hasattr(bound, key)}
    return about
