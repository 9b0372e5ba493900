"""What comes from outside becomes a question, or gets a sentence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import PlaygroundError, SpecError
from playground.functions import asked
from playground.live.functions import NETWORK, QUESTIONS
from playground.spec.part import SpecPart

KINDS = {**{name: kind for name, (kind, _) in QUESTIONS.items()}, **NETWORK}
ANYTHING = st.text(max_size=60) | st.sampled_from(
    ["relu", "adam~0.9", "bowl~2", "1e400", "-0", "tuned", "1,2", "nan", "9" * 40, "relu," * 20]
)


@pytest.mark.parametrize("kind", [*KINDS.values()], ids=[*KINDS])
@given(data=st.data())
def test_any_query_is_a_question_or_gets_a_sentence(kind: type[SpecPart], data: st.DataObject) -> None:
    keys = st.sampled_from([*kind.model_fields]) | st.text(max_size=12)
    query = data.draw(st.dictionaries(keys, st.lists(ANYTHING, min_size=1, max_size=2), max_size=5))
    try:
        question = asked.read(kind, query)
    except PlaygroundError as error:
        text = str(error)
        assert text.endswith(".")
        assert "\n" not in text
        assert len(text) < 400
    else:
        assert isinstance(question, kind)


@pytest.mark.parametrize(
    ("kind", "query", "sentence"),
    [
        (asked.ActivationsAsked, {"show": "rleu"}, "Unknown activation 'rleu'. Known: relu, .*"),
        (asked.ActivationsAsked, {"show": "elu~11"}, "ELU alpha should be from 0 to 10, got 11.0."),
        (asked.ActivationsAsked, {"reach": "0"}, "reach should be at least 0.5, got 0."),
        (asked.ActivationsAsked, {"target": "0"}, "spec has no setting 'target'. Known: show, reach."),
        (asked.LossesAsked, {"target": "yes"}, "The link's 'target' should be a number, got 'yes'."),
        (asked.InitializersAsked, {"fan_in": "100000"}, "fan_in should be at most 512, got 100000."),
        (asked.WalksAsked, {"show": ",".join(["sgd"] * 9)}, "show should have at most 8 entries, got 9."),
        (asked.WalksAsked, {"rates": "0.1,1000"}, "A learning rate should be from 1e-06 to 100, got 1000."),
        (asked.WalksAsked, {"surface": "moon"}, "Unknown surface 'moon'. Known: bowl, .*"),
        (
            asked.SignalAsked,
            {"activations": "relu,tanh,sigmoid", "initializers": "zeros,normal,uniform"},
            "There can be at most 8 pairs .*, got 9.",
        ),
    ],
)
def test_the_sentence_says_what_got_and_known(kind: type[SpecPart], query: dict[str, str], sentence: str) -> None:
    with pytest.raises(SpecError, match=f"^{sentence}$"):
        asked.read(kind, {key: [value] for key, value in query.items()})


def test_what_is_said_twice_is_refused() -> None:
    with pytest.raises(SpecError, match="'reach' 2 times"):
        asked.read(asked.ActivationsAsked, {"reach": ["1", "2"]})


def test_settings_stand_behind_the_name_in_the_order_of_the_registry() -> None:
    question = asked.read(asked.WalksAsked, {"show": ["adam~0.5,sgd"], "rates": ["tuned,0.1"], "surface": ["bowl~3"]})
    assert question.show[0].settings["beta_1"] == 0.5
    assert question.rates == (None, 0.1)
    assert question.surface.settings == {"curvature": 3}


@pytest.mark.parametrize("kind", [*KINDS.values()], ids=[*KINDS])
def test_every_field_says_what_it_is(kind: type[Any]) -> None:
    assert all(field.description for field in kind.model_fields.values())
    assert asked.read(kind, {}) == kind()
