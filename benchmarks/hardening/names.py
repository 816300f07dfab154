"""Hostile names: directories in the terminal, and folders in the log directory."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.hardening.figures import Figure, exactly
from lenet.tensorboard.runs import enforce_quota, find_run, new_run
from tests.browser.conftest import FLAGS
from tests.deadlines import LONG_DEADLINE
from tests.hostile import MARKUP, NAMES
from tests.server import ROOT, running_server

TRAINING = [
    *(sys.executable, "-m", "lenet", "train"),
    *("--limit", "64", "--epochs", "1", "--json"),
]
RUNS = ("../../x", "/etc", "a\0b", MARKUP)


def folders(folder: Path) -> list[Figure]:
    """Train into directories of hostile names, and show folders of such names."""
    elsewhere = [
        file
        for name in ("../../x", str(folder / "absolute"), MARKUP)
        for file in files_elsewhere(folder / "a" / "b", folder, name)
    ]
    logs, secret = folder / "logs", folder / "secret"
    shutil.copytree(folder / "absolute" / "fit", secret)
    make_runs(logs, secret)
    enforce_quota(logs, 10**9)
    injected, listed = shown(folder)
    enforce_quota(logs, 0)
    return [
        exactly("files outside the folder given", elsewhere, []),
        exactly("names refused as a run", refused(logs), len(RUNS)),
        exactly("hostile folders that TensorBoard lists", listed, len(NAMES)),
        exactly("injected nodes and dialogs", injected, 0),
        exactly("the quota deletes behind a link", not any(secret.iterdir()), False),
    ]


def files_elsewhere(here: Path, around: Path, name: str) -> list[str]:
    """Train with logs in `name`; return the new files that are neither there nor here.

    The weights are written here, where the command runs.
    """
    here.mkdir(parents=True, exist_ok=True)
    before = set(around.rglob("*"))
    subprocess.run(
        [*TRAINING, "--logs", name],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        timeout=LONG_DEADLINE,
    )
    new = {each for each in set(around.rglob("*")) - before if each.is_file()}
    logs = (here / name).resolve()
    apart = {each for each in new if not each.is_relative_to(logs)}
    return [str(each) for each in apart if each.parent != here]


def make_runs(logs: Path, run: Path) -> None:
    """Copy a run under hostile names, and put a link to it among the runs."""
    [content] = run.iterdir()
    for name in NAMES:
        shutil.copytree(content, logs / "fit" / name)
    shutil.copytree(content, new_run(logs), dirs_exist_ok=True)
    (logs / "fit" / "20200101-000000").symlink_to(run)


def refused(logs: Path) -> int:
    """Count the names that are not taken for those of runs."""
    count = 0
    for name in RUNS:
        try:
            find_run(logs, name)
        except ValueError:
            count += 1
    return count


def shown(folder: Path) -> tuple[int, int]:
    """Open TensorBoard's page; return what was injected, and the folders it lists."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with running_server(folder) as server, sync_playwright() as playwright:
        server.wait_until_ready()
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append("one"), dialog.dismiss()))
        page.goto(f"{server.url}/tensorboard")
        board = page.frame_locator("iframe[src*=tensorboard]")
        expect(board.get_by_text(MARKUP).first).to_be_visible(timeout=60_000)
        nodes = injected_in(page)
        browser.close()
        with urllib.request.urlopen(f"{server.url}/tensorboard/data/runs") as answer:
            runs = json.load(answer)
    listed = [name for name in NAMES if any(name in run for run in runs)]
    return nodes + len(dialogs), len(listed)


def injected_in(page: Page) -> int:
    """Count the nodes in all frames that a name made, were it read as HTML."""
    return sum(frame.locator('img[src="x"]').count() for frame in page.frames)
