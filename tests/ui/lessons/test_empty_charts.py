"""Charts without points yet: their axes are those of a usual run."""

from lenet.results.race import LANES, LaneTimes, Race, RaceSettings
from lenet.results.scaling import Throughput
from lenet.settings import PARADIGM_NAMES
from ui.lessons.replicas.charts import throughputs
from ui.lessons.sessions_vs_eager.race import charts as race_charts
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


def test_the_lanes_of_the_race_have_their_places_before_it_starts():
    for kind, names in LANES.items():
        for empty in (race_charts.speeds(kind, ()), race_charts.split(kind, ())):
            assert empty.layout.yaxis.categoryarray == names
            assert empty.layout.yaxis.tickvals == names
            assert empty.layout.xaxis.range[1] > 100
        sizes = race_charts.sizes(kind, ())
        assert [line.name for line in sizes.data] == list(names)
        assert sizes.layout.yaxis.range == (2, 5)
    assert len(race_charts.split_by_size(()).data) == 4


def test_the_races_axes_follow_its_numbers():
    lanes = tuple(
        LaneTimes(name, 64, 0.5, (0.01, 0.02, 0.04), (0.25,)) for name in LANES["train"]
    )
    made = Race(RaceSettings(), 1, lanes)
    (bars,) = race_charts.speeds("train", lanes).data
    assert bars.x == (3200,) * 5
    assert bars.error_x.array == (3200,) * 5  # to 6,400
    assert bars.error_x.arrayminus == (1600,) * 5
    kernels, rest = race_charts.split("train", lanes).data
    assert kernels.x[0] == 1000 * 1000 / 3200 / 4
    assert rest.x[0] == 3 * kernels.x[0]
    sizes = race_charts.sizes("train", [made])
    assert (sizes.data[0].x, sizes.data[0].y) == ((64,), (3200,))
    assert 64 in sizes.layout.xaxis.tickvals
    assert sizes.layout.yaxis.range is None
