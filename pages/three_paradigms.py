"""Three paradigms: the same LeNet written three times, side by side, proven."""

from ui.components.waiting import tabs_when_ready
from ui.lessons import frame
from ui.lessons.three_paradigms import (
    advice,
    behaviour,
    code,
    custom_layers,
    drawing,
    export,
    history,
    proof,
    tabs,
)

HEIGHT = 600  # of a tab that waits for TensorFlow
PARTS = {
    tabs.CODE: (code.show, "It will build LeNet in all three paradigms."),
    tabs.PROOF: (proof.show, "It will run one batch through all three models."),
    tabs.BEHAVIOUR: (behaviour.show, "It will make a call on each model."),
    tabs.DRAWING: (drawing.show, "It will read the layers of each model."),
    tabs.CUSTOM_LAYERS: (custom_layers.show, "It will compare the layers."),
    tabs.HISTORY: (history.show, "It will run the code of 2019 and of today."),
    tabs.ADVICE: (advice.show, "It will run an example for the recommendation."),
    tabs.EXPORT: (export.show, "It will write the script and the notebook."),
}

frame.begin("three_paradigms")
tabs_when_ready(PARTS, tabs.TABS, HEIGHT)
frame.end(
    "three_paradigms",
    ("train", "Train the paradigm that you choose in the sidebar"),
    ("draw_a_digit", "Draw a digit, and let another paradigm classify it"),
)
