"""Replicas: one training step on many devices, and the same weights on all."""

import streamlit as st

from ui.components.fragments import open_tab
from ui.lessons import frame
from ui.lessons.replicas import (
    cluster,
    devices,
    mistakes,
    one_batch,
    scaling,
    tabs,
    train,
)

PARTS = {
    tabs.ONE_BATCH: one_batch.show,
    tabs.MISTAKES: mistakes.show,
    tabs.TRAIN: train.show,
    tabs.SCALING: scaling.show,
    tabs.CLUSTER: cluster.show,
}

frame.begin("replicas")
# Looking for devices takes seconds; the tabs do not wait for it.
place = st.empty()
place.skeleton(devices.HEIGHT)
open_tab(PARTS, key=tabs.TABS)
with place.container():
    devices.show()
frame.end("replicas", ("microscope", "Look at the same step on one device"))
