"""The quick start of the README, run as it stands there."""

import pathlib
import re
import socket
import subprocess
import sys

from rig import BINARY

README = pathlib.Path(__file__).parents[4] / "README.md"


def test_the_quick_start_works(tmp_path):
    block = re.search(r"## Quick start\n\n```\n(.*?)```", README.read_text(), re.S).group(1)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    # The build happened already, and the port must be free.
    lines = [line for line in block.splitlines() if not line.startswith("cargo build")]
    script = "\n".join(lines).replace("serve --data pond &", f"serve --data pond --listen 127.0.0.1:{port} & sleep 2")
    path = f"{pathlib.Path(BINARY).parent}:{pathlib.Path(sys.executable).parent}:/usr/bin:/bin"

    done = subprocess.run(
        ["bash", "-ec", "trap 'kill $(jobs -p)' EXIT\n" + script],
        cwd=tmp_path, env={"PATH": path, "HOME": str(tmp_path)}, capture_output=True, text=True, timeout=60,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert '"SequenceNumber"' in done.stdout and "shardId-000000000000" in done.stdout
