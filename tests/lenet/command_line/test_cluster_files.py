"""The files for a cluster: each runs or parses, with the chosen settings."""

import json
import os
import re
import shlex
import subprocess
from dataclasses import replace

import pytest

from lenet.command_line import cluster_files
from lenet.command_line.command import TRAIN, command
from lenet.command_line.options import parser, settings_from
from lenet.replicas import resolvers
from lenet.settings import Placement, Settings

CHOSEN = Settings(
    paradigm="Functional",
    source="mnist",
    limit=3000,
    epochs=7,
    batch_size=96,
    optimizer="momentum",
    learning_rate=0.03,
    seed=11,
)
HOSTS = ["lab-1.example.com", "192.168.1.11", "node7"]
SHOW = '#!/bin/sh\nprintf "%s\\n" "$TF_CONFIG" "$PWD" "$@" END\n'


def parsed(words):
    """Read a command as the command line does."""
    assert tuple(words[: len(TRAIN)]) == TRAIN
    return parser().parse_args(words[3:])


def on_cluster(kind):
    return replace(CHOSEN, placement=Placement("multi-worker", cluster=kind))


@pytest.fixture
def run(tmp_path):
    """Run a script with a `python` and an `srun` that print their arguments."""
    for name in ("python", "srun"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(SHOW)
        program.chmod(0o755)
    (tmp_path / "the folder").mkdir()

    def run(shell, name, text, *arguments, **environment):
        script = tmp_path / "the folder" / name
        script.write_text(text)
        path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [shell, script, *arguments],
            capture_output=True,
            text=True,
            env={"PATH": path, **environment},
            cwd=tmp_path,
        )

    return run


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        CHOSEN,
        Settings(placement=Placement("mirrored", logical_cpus=4)),
        Settings(
            placement=Placement("mirrored", ("gpu:0", "gpu:1"), mixed_precision=True)
        ),
        Settings(placement=Placement("one-device", ("cpu:0",))),
        on_cluster("slurm"),
    ],
)
def test_the_terminals_command_makes_the_same_settings(settings):
    assert settings_from(parsed(shlex.split(command(settings)))) == settings


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_script_exports_the_cluster_and_starts_the_training(run, index):
    [(name, text)] = cluster_files.own_machines(CHOSEN, HOSTS, 8500).items()
    ended = run("sh", name, text, str(index))
    before, _, after = ended.stdout.partition("}\n}\n")
    assert json.loads(f"{before}}}\n}}") == {
        "cluster": {"worker": [f"{host}:8500" for host in HOSTS]},
        "task": {"type": "worker", "index": index},
    }
    folder, *words, end = after.splitlines()
    assert folder.endswith("the folder")
    assert end == "END"
    options = parsed(["python", *words])
    assert settings_from(options) == on_cluster("tf-config")
    assert (options.join_timeout, options.peer_timeout) == (300, 20)
    assert str(options.checkpoint) == "checkpoint.npz"


@pytest.mark.parametrize("arguments", [(), ("3",), ("-1",), ("00",), ("",)])
def test_the_script_refuses_an_index_that_is_no_machines(run, arguments):
    [(name, text)] = cluster_files.own_machines(CHOSEN, HOSTS).items()
    ended = run("sh", name, text, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "INDEX, from 0 to 2" in ended.stderr


def test_the_batch_script_starts_one_task_a_node(run):
    [(name, text)] = cluster_files.slurm(CHOSEN, 4).items()
    asked = dict(re.findall(r"^#SBATCH --([\w-]+)=(\S+)$", text, re.M))
    assert asked["nodes"] == "4"
    assert asked["ntasks-per-node"] == "1"
    ended = run("bash", name, text, SLURM_SUBMIT_DIR="/tmp")
    _, folder, *words, end = ended.stdout.splitlines()
    assert (folder, end) == ("/tmp", "END")
    assert settings_from(parsed(words)) == on_cluster("slurm")


@pytest.mark.parametrize("name", ["train.sh", "lenet.sbatch"])
def test_the_scripts_are_sound_to_a_shell(name):
    files = cluster_files.own_machines(CHOSEN, HOSTS) | cluster_files.slurm(CHOSEN, 8)
    for shell in ("bash", "sh"):
        checked = subprocess.run(
            [shell, "-n"], input=files[name], capture_output=True, text=True
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_the_image_holds_what_the_manifest_starts():
    files = cluster_files.kubernetes(CHOSEN, 2, "lab.example.com:5000/lenet:1.0")
    recipe = files["Dockerfile"]
    assert "--tag lab.example.com:5000/lenet:1.0 " in recipe
    for copied in re.findall(r"^COPY (\S+)", recipe, re.M):
        assert (cluster_files.TEMPLATES.parents[2] / copied).exists()
    assert re.search(r"--requirement requirements.txt kubernetes==\d", recipe)


@pytest.fixture
def documents():
    files = cluster_files.kubernetes(CHOSEN, 4, "lab.example.com:5000/lenet:1.0")
    parts = files["lenet.yaml"].split("\n---\n")
    return {part["kind"]: part for part in map(read_yaml, parts)}


def test_the_job_starts_one_worker_a_node(documents):
    job = documents["Job"]["spec"]
    assert (job["completions"], job["parallelism"]) == (4, 4)
    pod = job["template"]["spec"]
    assert pod["hostNetwork"] is True
    # A worker that failed must be started again in its pod: a failed pod stays in
    # the list of workers, and then TensorFlow's resolver refuses the list.
    assert pod["restartPolicy"] == "OnFailure"
    [rule] = pod["affinity"]["podAntiAffinity"][
        "requiredDuringSchedulingIgnoredDuringExecution"
    ]
    assert rule["topologyKey"] == "kubernetes.io/hostname"
    assert rule["labelSelector"]["matchLabels"] == {"job-name": "lenet"}
    # Kubernetes gives the pods of a job its name as that label.
    assert documents["Job"]["metadata"]["name"] == "lenet"


def test_the_worker_finds_the_others_and_its_disk(documents):
    pod = documents["Job"]["spec"]["template"]["spec"]
    [worker] = pod["containers"]
    assert worker["image"] == "lab.example.com:5000/lenet:1.0"
    assert worker["ports"] == [{"containerPort": 8470}]
    host_ip, workers = worker["env"]
    assert host_ip["name"] == "HOST_IP"
    assert host_ip["valueFrom"] == {"fieldRef": {"fieldPath": "status.hostIP"}}
    assert workers == {"name": "WORKERS", "value": "4"}
    options = parsed(worker["command"])
    assert settings_from(options) == on_cluster("kubernetes")
    [mount], [volume] = worker["volumeMounts"], pod["volumes"]
    assert mount["name"] == volume["name"]
    claim = documents["PersistentVolumeClaim"]
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    for path in (options.checkpoint, options.output, options.logs):
        assert str(path).startswith(f"{mount['mountPath']}/")


def test_the_worker_may_list_the_pods(documents):
    role, binding = documents["ClusterRole"], documents["ClusterRoleBinding"]
    account = documents["ServiceAccount"]["metadata"]
    [rule] = role["rules"]
    assert rule == {"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]}
    assert binding["roleRef"]["kind"] == "ClusterRole"
    assert binding["roleRef"]["name"] == role["metadata"]["name"]
    assert binding["subjects"] == [{"kind": "ServiceAccount", **account}]
    pod = documents["Job"]["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == account["name"]


def test_the_port_is_the_one_where_workers_listen():
    assert resolvers.PORT == cluster_files.PORT


@pytest.mark.parametrize(
    "host",
    ["", "a b", "a;reboot", "$(reboot)", "a'b", 'a"b', "a\nb", "-a", ".a", "a.", "ä"],
)
def test_a_host_that_a_shell_could_misread_is_refused(host):
    with pytest.raises(ValueError, match="letters, digits"):
        cluster_files.own_machines(CHOSEN, ["fine", host])


@pytest.mark.parametrize("image", ["", "Lab", "a b", 'a"', "a\n", "a:", "$(x)"])
def test_an_image_that_is_no_name_is_refused(image):
    with pytest.raises(ValueError, match="lowercase letters, digits"):
        cluster_files.kubernetes(CHOSEN, 2, image)


@pytest.mark.parametrize(
    ("hosts", "port", "reason"),
    [
        (["a"], 8470, "machines is 1; it can be 2 to 8"),
        ([f"a{n}" for n in range(9)], 8470, "machines is 9; it can be 2 to 8"),
        (["a", "a"], 8470, "'a' is named twice"),
        (["a", "b"], 80, "port is 80; it can be 1024 to 65535"),
        (["a", "b"], 65536, "port is 65536"),
        ([f"a{n}" for n in range(5)], 8470, "96: it does not divide among 5 machines"),
    ],
)
def test_what_no_cluster_can_be_made_of_is_refused(hosts, port, reason):
    with pytest.raises(ValueError, match=reason):
        cluster_files.own_machines(CHOSEN, hosts, port)


def read_yaml(text):
    """Read the YAML that the manifest is written in, and refuse any other.

    Blocks by two spaces, "- " items, and values that are JSON or plain words.
    """
    lines = [
        (len(line) - len(line.lstrip()), line.strip())
        for line in join_flows(text).splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    value, rest = read_block(lines, 0)
    assert not rest
    return value


def join_flows(text):
    """Join a list in brackets over several lines into one line."""
    text = re.sub(r":\n +\[", ": [", text)
    return re.sub(r",\n +", ", ", text)


def read_block(lines, indent):
    value = [] if lines[0][1].startswith("- ") else {}
    while lines and lines[0][0] == indent:
        (_, line), *lines = lines
        if isinstance(value, list):
            assert line.startswith("- "), line
            item, lines = read_block([(indent + 2, line[2:]), *lines], indent + 2)
            value.append(item)
            continue
        key, _, given = line.partition(":")
        assert key not in value, f"{key} is there twice"
        if given:
            assert given[0] == " ", line
            value[key] = read_scalar(given.strip())
        else:
            assert lines[0][0] > indent or lines[0][1].startswith("- "), line
            value[key], lines = read_block(lines, lines[0][0])
    assert not lines or lines[0][0] < indent, f"odd indent: {lines[0]}"
    return value, lines


def read_scalar(text):
    if text[0] in '["{' or text in ("true", "false") or text.isdigit():
        return json.loads(text)
    assert re.fullmatch(r"[\w./-]+", text), text
    return text
