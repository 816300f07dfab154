"""`python -m lenet race` as a shell sees it."""

import json
import signal
import subprocess
import sys

import pytest

from lenet.command_line.options import parse, parser
from lenet.command_line.race import Json, Table, race_settings_from
from lenet.results.race import LANES, LaneTimes, Race, RaceSettings
from tests.deadlines import LONG_DEADLINE
from tests.lenet.command_line.test_command_line import run, start

__all__ = ["start"]  # a fixture
QUICK = ["race", "--kind", "predict", "--batch-size", "1024", "--repeats", "2"]


def race(repeats, *shares):
    lanes = tuple(
        LaneTimes(name, 100, 0.5, tuple(1 / n for n in range(1, repeats + 1)), shares)
        for name in LANES["predict"]
    )
    return Race(RaceSettings("predict", repeats=repeats), 2, lanes)


def test_the_table_grows_by_a_row_for_each_repeat(capsys):
    table = Table(race(1).settings)
    assert capsys.readouterr().out.splitlines()[1].split() == [*LANES["predict"]]
    table.report(None)
    table.report(race(1))
    table.report(race(1))
    assert capsys.readouterr().out.split() == ["repeat", "1", *["100"] * 4]
    table.result(race(3, 0.25, 0.5, 0.125))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == [["repeat", "2", *["200"] * 4], ["repeat", "3", *["300"] * 4]]
    assert lines[2] == ["median", *["200"] * 4]
    assert lines[4] == ["a", "kernel", "runs", *["25.0%"] * 4]
    assert lines[5:7] == [["least", *["12.5%"] * 4], ["most", *["50.0%"] * 4]]


def test_json_is_one_object_a_line(capsys):
    lines = Json(race(1).settings)
    lines.report(race(1))
    lines.result(race(2, 0.25))
    first, second, result = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["repeat"], second["repeat"]) == (1, 2)
    assert first["images_per_second"] == dict.fromkeys(LANES["predict"], 100.0)
    assert (result["kind"], result["repeats"], result["steps"]) == ("predict", 2, 2)
    lane = result["lanes"]["Eager"]
    assert (lane["least"], lane["images_per_second"], lane["most"]) == (100, 150, 200)
    assert (lane["kernel_share"], lane["times_as_fast_as_eager"]) == (0.25, 1)


def test_it_races_and_prints_the_table(tmp_path):
    ended = run(*QUICK, "--paradigm", "functional", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    heading, names, *rows = ended.stdout.splitlines()
    assert heading.startswith("predict, Functional, batch size 1024, seed 0")
    assert tuple(names.split()) == LANES["predict"]
    assert [row[:12].strip() for row in rows] == [
        *("repeat 1", "repeat 2", "median", "times eager'"),
        *("a kernel run", "least", "most", "first call"),
    ]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--batch-size", "0"], "batch_size is 0; it can be 1 to 1024."),
        (["--repeats", "99"], "repeats is 99; it can be 1 to 50."),
        (["--kind", "sing"], "invalid choice: 'sing'"),
        (["--seed", "-1"], "seed is -1; it can be 0 to 2147483647."),
        (["--epochs", "1"], "unrecognized arguments: --epochs 1"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_line(options, words, tmp_path):
    ended = run("race", *options, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_defaults_are_those_of_the_settings():
    options, _ = parse(parser(), ["race"])
    assert race_settings_from(options) == RaceSettings()


def test_ctrl_c_ends_it_without_a_traceback(start):
    process = start("race", "--repeats", "50", "--batch-size", "512", text=True)
    lines = [process.stdout.readline() for _ in range(3)]
    assert lines[2].startswith("repeat 1")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=LONG_DEADLINE)
    assert (process.returncode, errors) == (130, "Stopping after this turn.\n")


@pytest.mark.parametrize("command", [QUICK, ["train", "--epochs", "0"]])
def test_a_closed_output_is_no_traceback(command):
    line = [sys.executable, "-m", "lenet", *command]
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *line],
        stderr=subprocess.PIPE,
        text=True,
        timeout=LONG_DEADLINE,
    )
    assert "Traceback" not in ended.stderr


def test_nobody_reads_the_table(start):
    process = start("race", "--repeats", "50", "--batch-size", "512")
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    try:
        assert process.wait(timeout=LONG_DEADLINE) == 141
    except subprocess.TimeoutExpired:
        pytest.fail("it still runs")
