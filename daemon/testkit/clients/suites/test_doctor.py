"""`millpond doctor` finds what makes sites fail, and says what to change."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

import pytest
import rig


def doctor(folder, *words):
    done = subprocess.run([rig.BINARY, "doctor", "--data", folder, "--json", *words], capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["good"] == (done.returncode == 0)
    return {finding["about"]: finding for finding in report["findings"]}


@pytest.fixture
def gateway(tmp_path):
    gateway = rig.Gateway(str(tmp_path / "data"))
    yield gateway
    gateway.stop(signal.SIGKILL)


def test_a_fresh_directory_has_nothing_that_is_bad(gateway):
    before = doctor(gateway.folder)
    assert before["gateway"]["verdict"] == "unknown"
    assert [name for name, finding in before.items() if finding["verdict"] == "bad"] == []
    gateway.start()

    found = doctor(gateway.folder)

    assert found["gateway"]["verdict"] == "good" and str(gateway.port) in found["gateway"]["said"]
    assert found["directory"]["verdict"] == found["settings"]["verdict"] == found["room"]["verdict"] == "good"
    assert found["root key"]["verdict"] == "advice" and "reseal" in found["root key"]["remedy"]
    assert found["file system"]["said"].split(" on ")[0] in pathlib.Path("/proc/self/mounts").read_text()


def test_what_is_bad_has_a_remedy(gateway):
    os.chmod(gateway.folder, 0o755)
    config = pathlib.Path(gateway.made["config"])
    config.write_text(config.read_text() + "\nnonsense = 1\n")

    found = doctor(gateway.folder)

    assert found["directory"]["verdict"] == "bad" and "chmod 700" in found["directory"]["remedy"]
    assert found["settings"]["verdict"] == "bad" and "nonsense" in found["settings"]["said"]


def test_memory_is_no_place_for_data():
    folder = tempfile.mkdtemp(dir="/dev/shm")
    try:
        gateway = rig.Gateway(folder + "/data")
        assert doctor(gateway.folder)["file system"]["verdict"] == "bad"
    finally:
        shutil.rmtree(folder)


def test_a_route_that_fails_is_said_with_its_step(gateway):
    config = pathlib.Path(gateway.made["config"])
    config.write_text(
        config.read_text()
        + '[[upstream]]\nname = "hub"\nendpoint = "http://localhost:1"\nregion = "eu-central-1"\naccess_key_id = "AKIA"\nsecret = "hub"\n'
        + '[[route]]\nname = "r"\nfrom = "stream/s"\nupstream = "hub"\n'
    )
    subprocess.run([rig.BINARY, "secret", "set", "--data", gateway.folder, "hub"], input="x", text=True, check=True)

    found = doctor(gateway.folder)

    assert found["route"]["verdict"] == "bad" and found["route"]["said"].startswith("r, ")
    assert "route check r" in found["route"]["remedy"]
    assert "route" not in doctor(gateway.folder, "--offline")
