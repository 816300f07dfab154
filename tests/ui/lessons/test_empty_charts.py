"""Charts without points yet: their axes are those of a usual run."""

from lenet.results.scaling import Throughput
from lenet.settings import PARADIGM_NAMES
from ui.lessons.replicas.charts import throughputs
from ui.lessons.three_paradigms.charts import race


def test_the_throughputs_axis_has_usual_numbers_until_there_is_a_point():
    point = Throughput(1, 16, 10, 1.0, 0.25, 324_776, ("CPU:0",))
    assert throughputs([], [], 4).layout.yaxis.range[1] > 100
    assert throughputs([point], [], 4).layout.yaxis.range is None


def test_the_races_axes_have_usual_numbers_until_there_is_a_point():
    empty = race(dict.fromkeys(PARADIGM_NAMES, ()))
    assert [line.name for line in empty.data] == list(PARADIGM_NAMES)
    assert (empty.layout.xaxis.range, empty.layout.yaxis.range) == ((0, 20), (0, 2.5))
    drawn = race({name: [2.3, 2.2] for name in PARADIGM_NAMES})
    assert drawn.layout.xaxis.range is drawn.layout.yaxis.range is None
