"""A page that says what it knows of its reader, and a secret."""

import streamlit as st

st.title("Treasure of the hub")
st.write("cookie" if "hub_session" in st.context.cookies else "no cookie")
if st.button("Again"):
    st.write("once more")
st.download_button("File", "treasure in a file", "treasure.txt")
st.file_uploader("Upload")
