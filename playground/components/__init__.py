"""Streamlit components: a typed Python function in front, small ES modules and CSS behind, no build step."""
