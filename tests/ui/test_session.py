"""What a browser session remembers, in a script as Streamlit runs it."""

from streamlit.testing.v1 import AppTest

from playground.spec import DEFAULT, from_query, preset, to_query

GAUSS = to_query(preset("gauss"))


def script() -> None:
    """A page with a control for the seed, and the browser's way back."""
    import streamlit as st

    from playground.ui import session

    def went_back() -> None:
        session.navigate(st.session_state["address"])

    st.text_input("address", key="address", on_change=went_back)
    spec = session.spec()
    seed = st.number_input("seed", value=spec.seed, key=f"seed-{session.generation()}")
    session.keep(spec.replace(seed=int(seed)))
    st.text(session.spec().seed)
    st.text(session.spec().data.dataset.name)
    st.text(session.warning() or "")


def at(query: dict[str, str], app: AppTest) -> AppTest:
    """The page after a run with this in its address."""
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def page(query: dict[str, str]) -> AppTest:
    return at(query, AppTest.from_function(script, default_timeout=30))


def shown(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def link(app: AppTest) -> dict[str, list[str]]:
    return {key: app.query_params[key] for key in app.query_params}


def test_the_link_is_opened_and_follows_the_controls() -> None:
    app = page(GAUSS)
    assert shown(app) == ["0", "gauss", ""]
    app.number_input[0].set_value(7).run()
    assert from_query(link(app)) == preset("gauss").replace(seed=7)


def test_a_run_that_brings_the_link_from_before_is_no_wish_to_go_back() -> None:
    """The browser says what its address bar has: the link that was just written may still be on its way there."""
    app = page(GAUSS)
    app.number_input[0].set_value(7).run()
    assert shown(at(GAUSS, app)) == ["7", "gauss", ""]


def test_going_back_opens_the_link_from_before() -> None:
    app = page(GAUSS)
    app.number_input[0].set_value(7).run()
    app.text_input[0].set_value("?data=xor&seed=3").run()
    assert shown(app) == ["3", "xor", ""]
    for bare in ("", "?embed=true"):
        app.text_input[0].set_value(bare).run()
        assert shown(app) == ["3", "xor", ""]  # the bare address is the way out


def test_an_address_that_is_no_link_gets_a_sentence_and_the_default() -> None:
    app = page(GAUSS)
    app.text_input[0].set_value("?data=nowhere").run()
    assert shown(app)[:2] == [str(DEFAULT.seed), DEFAULT.data.dataset.name]
    assert "Unknown data set" in shown(app)[2]
    app.text_input[0].set_value("?embed=true&data=xor" + "&seed=1" * 9000).run()
    assert "This link could not be opened" in shown(app)[2]
