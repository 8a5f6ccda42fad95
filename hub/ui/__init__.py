"""The Streamlit pages: read widgets, call one Hub method, render."""
