"""The pages: Streamlit's part. A page reads like a paragraph: spec, controls, stage."""
