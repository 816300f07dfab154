"""The processes behind the app, and the one that starts and ends them all.

Nothing in this package imports Streamlit; only `template` and what is forked
from it import TensorFlow.
"""
