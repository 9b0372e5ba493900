"""The sidebar of the Compare page, in a script as Streamlit runs it."""

from streamlit.testing.v1 import AppTest

from playground.race import RaceSpec
from playground.race.link import race_from_query, race_to_query
from tests.race.races import race


def script() -> None:
    """The controls, as the page draws them."""
    import streamlit as st

    from playground.errors import PlaygroundError
    from playground.ui import session
    from playground.ui.controls.race import choose_race

    found = session.race()
    try:
        session.keep_race(choose_race(found))
    except PlaygroundError as error:
        st.error(str(error))


def page(found: RaceSpec | None = None) -> AppTest:
    app = AppTest.from_function(script, default_timeout=30)
    for key, value in (race_to_query(found) if found else {}).items():
        app.query_params[key] = value
    return app.run()


def shown(app: AppTest) -> RaceSpec:
    return race_from_query({key: app.query_params[key] for key in app.query_params})


def box(app: AppTest, label: str):
    return next(each for kind in (app.selectbox, app.number_input, app.multiselect) for each in kind if each.label == label)


def test_a_link_is_shown_as_it_is_and_drawing_its_controls_changes_nothing() -> None:
    found = race("activation sigmoid relu tanh", "learning_rate 0.1 0.01", seeds=4, target={"on": "loss", "value": 0.3})
    app = page(found)
    assert not app.exception
    assert shown(app) == found


def test_values_stay_in_the_order_of_the_link_and_a_new_one_comes_last() -> None:
    app = page(race("activation sigmoid relu"))
    box(app, "Values").select("tanh").run()
    assert shown(app).axes[0].values == ("sigmoid", "relu", "tanh")


def test_amounts_in_their_order_stay_in_it() -> None:
    app = page(race("learning_rate 0.01 1"))
    box(app, "Values").select("0.1").run()
    assert shown(app).axes[0].values == ("0.01", "0.1", "1")


def test_another_target_has_a_value_at_once() -> None:
    app = page(race())
    box(app, "Target").set_value("loss").run()
    assert box(app, "to reach").value == 0.1
    assert shown(app).target.model_dump() == {"on": "loss", "value": 0.1}


def test_something_else_is_compared_with_values_around_the_present_one() -> None:
    app = page(race())
    box(app, "Compare").set_value("learning_rate").run()
    (axis,) = shown(app).axes
    assert (axis.name, "0.01" in axis.values) == ("learning_rate", True)


def test_a_second_setting_is_added_and_taken_away_again() -> None:
    app = page(race())
    box(app, "and").set_value("batch_size").run()
    assert [axis.name for axis in shown(app).axes] == ["activation", "batch_size"]
    box(app, "and").set_value("").run()
    assert [axis.name for axis in shown(app).axes] == ["activation"]


def test_no_values_and_too_many_lanes_are_a_sentence_and_the_comparison_stays() -> None:
    found = race("activation relu tanh", "learning_rate 0.1 0.01 0.001", seeds=2)
    app = page(found)
    box(app, "Values").set_value([]).run()
    assert app.error[0].value == "Activation: choose at least one value to compare."
    assert shown(app) == found


def test_another_base_is_another_comparison() -> None:
    app = page(race())
    box(app, "Data and network").set_value("xor").run()
    assert shown(app).base.data.dataset.name == "xor"


def test_the_engine_can_be_chosen() -> None:
    app = page(race())
    app.segmented_control[0].set_value("tensorflow").run()
    assert shown(app).base.engine == "tensorflow"
