import pandas as pd  # noqa: F401 - every peer's page imports it
import streamlit as st

st.title("Lesson")
for number in range(4):
    if st.button(f"choice {number}"):
        st.markdown(f"**choice {number} picked**")
