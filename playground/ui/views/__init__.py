"""One file for each page. The folder is not called `pages`: Streamlit would take each file of such a folder for a program of its own."""
