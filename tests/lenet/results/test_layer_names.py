"""Both names of each call in a forward pass: LeCun's, and the one in the code."""

import pytest

from lenet.models import PARADIGMS
from lenet.results.layer_names import names_of_calls
from lenet.tape.layer_calls import forward_pass


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_each_call_has_its_names(paradigm):
    names = [call.layer for call in forward_pass(PARADIGMS[paradigm]())]
    both = names_of_calls(names)
    assert [each.split()[-1] for each in both] == names
    assert [each.split()[0] for each in both] == [
        *("C1", "S2", "C3", "S4", "flatten", "F5", "F6", "Output")
    ]


def test_calls_that_lecun_did_not_name_are_counted():
    names = ["same", "other", "same"]
    assert names_of_calls(names) == ["same, call 1", "other", "same, call 2"]
