"""The app's other processes, and the foreman, which starts and ends them.

Nothing in this package imports Streamlit; only `template` and what is forked
from it import TensorFlow.
"""
