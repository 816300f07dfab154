"""How much memory there is for replicas, and which numbers of them are refused."""

import pytest

from lenet.machine import memory

GB = 1_000_000_000


@pytest.fixture
def system(tmp_path):
    """Return a function that writes files into a root of Linux's files."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def machine(total, available):
    text = f"MemTotal: {total // 1024} kB\nMemAvailable: {available // 1024} kB\n"
    return {"proc/meminfo": text + "HugePages_Total: 0\n"}


def test_without_limits_it_is_what_the_machine_has(system):
    root = system(machine(1024 * 4000, 1024 * 3000))
    assert memory.free(root) == 1024 * 3000
    assert memory.total(root) == 1024 * 4000


def test_where_nobody_says_nothing_is_known(tmp_path):
    assert memory.free(tmp_path) is None
    assert memory.total(tmp_path) is None
    assert memory.own(tmp_path) is None


def test_what_a_process_shares_is_not_its_own(system):
    rollup = (
        "5606-7ffd ---p 00000000 00:00 0    [rollup]\nRss: 900 kB\n"
        "Shared_Clean: 500 kB\nPrivate_Clean: 100 kB\nPrivate_Dirty: 300 kB\n"
        "Private_Hugetlb: 0 kB\nSwap: 7 kB\n"
    )
    assert memory.own(system({"proc/self/smaps_rollup": rollup})) == 1024 * 400


def test_more_memory_is_more_of_its_own():
    before = memory.own()
    kept = bytearray(50_000_000)
    assert memory.own() > before + 40_000_000
    del kept


def test_a_group_of_version_two_limits_it(system):
    folder = "sys/fs/cgroup/user/job"
    root = system(
        machine(8 * GB, 7 * GB)
        | {
            "proc/self/cgroup": "0::/user/job\n",
            f"{folder}/memory.max": f"{2 * GB}\n",
            f"{folder}/memory.current": f"{GB}\n",
            f"{folder}/memory.stat": f"anon 5\ninactive_file {GB // 4}\n",
            "sys/fs/cgroup/user/memory.max": "max\n",
        }
    )
    assert memory.free(root) == GB + GB // 4  # the file cache can be given back
    assert memory.total(root) == 2 * GB


def test_the_tightest_of_a_groups_ancestors_limits_it(system):
    root = system(
        machine(8 * GB, 7 * GB)
        | {
            "proc/self/cgroup": "0::/user/job\n",
            "sys/fs/cgroup/user/memory.max": f"{3 * GB}",
            "sys/fs/cgroup/user/memory.current": f"{2 * GB}",
            "sys/fs/cgroup/user/job/memory.max": f"{4 * GB}",
            "sys/fs/cgroup/user/job/memory.current": f"{2 * GB}",
        }
    )
    assert memory.free(root) == GB
    assert memory.total(root) == 3 * GB


def test_a_group_of_version_one_limits_it(system):
    # A container sees its group as the top, not under the name that it is told.
    folder = "sys/fs/cgroup/memory"
    root = system(
        machine(8 * GB, 7 * GB)
        | {
            "proc/self/cgroup": "5:cpu,cpuacct:/\n4:memory:/docker/abc\n1:name=x:/\n",
            f"{folder}/memory.limit_in_bytes": f"{2 * GB}",
            f"{folder}/memory.usage_in_bytes": f"{GB}",
            f"{folder}/memory.stat": f"cache 7\ntotal_inactive_file {GB // 2}\n",
        }
    )
    assert memory.free(root) == GB + GB // 2


def test_a_full_group_has_nothing_free(system):
    root = system(
        {
            "proc/self/cgroup": "0::/\n",
            "sys/fs/cgroup/memory.max": f"{GB}",
            "sys/fs/cgroup/memory.current": f"{GB + 1}",
        }
    )
    assert memory.free(root) == 0


@pytest.mark.parametrize("replicas", [1, 7, 64])
def test_as_many_as_fit_are_taken_and_one_more_is_refused(replicas):
    room = memory.needed(replicas)
    memory.check_room(replicas, room)
    with pytest.raises(ValueError, match=rf"take {replicas} or fewer\.$"):
        memory.check_room(replicas + 1, room)


def test_the_refusal_says_what_is_needed_and_what_is_there():
    with pytest.raises(ValueError, match=r"^64 replicas need about 1\.4 GB, this"):
        memory.check_room(64, GB)
    with pytest.raises(ValueError, match=r"has 0\.1 GB free: too few for one\.$"):
        memory.check_room(1, GB // 10)


def test_where_nobody_knows_nothing_is_refused():
    memory.check_room(64, None)
