"""Replicas: one training step on many devices, and the same weights on all."""

import streamlit as st

from ui.components.fragments import open_tab
from ui.lessons import frame
from ui.lessons.replicas import cluster, devices, mistakes, one_batch, scaling, train
from ui.visitor import keys

PARTS = {
    "One batch, split": one_batch.show,
    "Make the mistake": mistakes.show,
    "Train": train.show,
    "Does it pay?": scaling.show,
    "Take it to a cluster": cluster.show,
}

frame.begin("replicas")
devices.show()
open_tab(PARTS, key=keys.of("replicas")("part"))

st.subheader("What to take away")
st.markdown(
    "- Each replica has **all of the weights** and **a slice of the batch**.\n"
    "- It divides the sum of its losses by the **global** batch. So the shares "
    "add up to the mean over the batch, and their gradients to the one of one device.\n"
    "- The **all-reduce** gives every replica that same sum. From equal weights and "
    "equal gradients, equal optimizers make equal weights: nobody has to send them."
)
frame.end("replicas", ("microscope", "Look at the same step on one device"))
