"""A script that runs here ends like the training that it was made of."""

from pathlib import Path

from lenet.export import rerun
from lenet.settings import Settings


def test_the_script_and_the_app_end_alike():
    here, told = Path.cwd(), []
    settings = Settings(
        source="mnist", batch_size=512, learning_rate=0.01, epochs=20, seed=5
    )
    found = rerun.rerun(settings, told.append)
    assert found.images == 512
    assert found.script.checksum == found.here.checksum
    assert abs(found.script.accuracy - found.here.accuracy) < 1e-4
    assert [each.part for each in told] == [1, 2]
    assert Path.cwd() == here


def test_another_seed_ends_with_other_weights():
    checksums = {
        rerun.rerun(Settings(loop="eager", seed=seed)).script.checksum
        for seed in (0, 1)
    }
    assert len(checksums) == 2
