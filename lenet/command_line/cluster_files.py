"""Write the files that start a training on several machines."""

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from string import Template

from lenet.command_line.command import TRAIN, options
from lenet.command_line.options import CHECKPOINT, JOIN_SECONDS, PEER_SECONDS
from lenet.replicas.members import PORT
from lenet.settings import Placement, Settings, within

TEMPLATES = Path(__file__).parent / "templates"
LEAST_MACHINES, MOST_MACHINES = 2, 8
IMAGE = "registry.example.com/lenet:1"
KEPT = "/kept"  # where a pod mounts the disk that outlives the job
# Names go into shell scripts and JSON, so no special character is allowed.
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
IMAGE_NAME = re.compile(r"[a-z0-9]([a-z0-9._/:-]{0,251}[a-z0-9])?")


class FileTemplate(Template):
    """A file with @{fields} to fill in; the $ of a shell stays as it is."""

    delimiter = "@"


def own_machines(
    settings: Settings, hosts: Sequence[str], port: int = PORT
) -> dict[str, str]:
    """Write the script that starts a worker on each of `hosts`.

    It exports TF_CONFIG; its argument is the index of this machine. Returns the
    texts by file name. Raises ValueError for a host that is not a name or an
    address, or is named twice, and for a port that only root can open.
    """
    check_hosts(hosts)
    within("port", port, 1024, 65535)
    check_machines(settings, len(hosts))
    starts = "\n".join(
        f"#   sh train.sh {index}   on {host}"
        for index, host in enumerate(hosts)
    )
    workers = json.dumps([f"{host}:{port}" for host in hosts])
    command = arguments(settings, "tf-config", CHECKPOINT)
    return {
        "train.sh": fill(
            "train.sh",
            machines=len(hosts),
            last=len(hosts) - 1,
            join=JOIN_SECONDS,
            starts=starts,
            workers=workers,
            command=for_shell(command),
        )
    }


def slurm(settings: Settings, machines: int) -> dict[str, str]:
    """Write the batch script for `machines` nodes of a Slurm cluster."""
    check_machines(settings, machines)
    command = arguments(settings, "slurm", CHECKPOINT)
    return {
        "lenet.sbatch": fill(
            "lenet.sbatch", machines=machines, command=for_shell(command)
        )
    }


def kubernetes(settings: Settings, machines: int, image: str) -> dict[str, str]:
    """Write the Dockerfile and the manifest for `machines` nodes.

    Raises ValueError if `image` is not the name of an image.
    """
    check_machines(settings, machines)
    if not IMAGE_NAME.fullmatch(image):
        raise ValueError(
            f"image is {image!r}; it must be a name such as "
            f"{IMAGE!r}: lowercase letters, digits and ._/:-"
        )
    command = [
        *arguments(settings, "kubernetes", f"{KEPT}/{CHECKPOINT}"),
        *("--output", f"{KEPT}/weights.npz"),
        *("--logs", f"{KEPT}/logs"),
    ]
    return {
        "Dockerfile": fill("Dockerfile", image=image),
        "lenet.yaml": fill(
            "lenet.yaml",
            machines=machines,
            image=json.dumps(image),
            port=PORT,
            command=for_yaml(command),
        ),
    }


def arguments(settings: Settings, cluster: str, checkpoint: str) -> list[str]:
    """Return the words of the command that each worker runs."""
    placement = Placement("multi-worker", cluster=cluster)
    return [
        *TRAIN,
        *options(replace(settings, placement=placement)),
        *("--checkpoint", checkpoint),
        *("--join-timeout", str(JOIN_SECONDS)),
        *("--peer-timeout", str(PEER_SECONDS)),
    ]


def for_shell(words: Sequence[str]) -> str:
    """Quote a command for a shell, with one option on each line."""
    return " \\\n    ".join(map(shlex.join, by_option(words)))


def for_yaml(words: Sequence[str]) -> str:
    """Quote a command as a YAML list, with one option on each line."""
    lines = (json.dumps(group)[1:-1] for group in by_option(words))
    return f",\n{' ' * 13}".join(lines)


def by_option(words: Sequence[str]) -> list[list[str]]:
    """Split a command before each of its options."""
    starts = [i for i, word in enumerate(words) if word.startswith("--")]
    ends = [*starts, len(words)]
    return [list(words[a:b]) for a, b in pairwise([0, *ends])]


def check_hosts(hosts: Sequence[str]) -> None:
    """Raise ValueError unless the hosts are different names or addresses."""
    for host in hosts:
        if not HOST.fullmatch(host):
            raise ValueError(
                f"A host is {host!r}; it must be a name or an address such as "
                "'lab-1.example.com' or '192.168.1.10': letters, digits, . "
                "and -"
            )
        if hosts.count(host) > 1:
            raise ValueError(
                f"The host {host!r} is named twice; each machine is one worker."
            )


def check_machines(settings: Settings, machines: int) -> None:
    """Raise ValueError unless the machines can share each batch equally."""
    within("machines", machines, LEAST_MACHINES, MOST_MACHINES)
    if settings.batch_size % machines:
        raise ValueError(
            f"batch_size is {settings.batch_size}: it does not divide among "
            f"{machines} machines. Change one of the two."
        )


def fill(name: str, **fields: object) -> str:
    """Read a template and fill in all its fields."""
    return FileTemplate((TEMPLATES / name).read_text("utf-8")).substitute(
        fields
    )
