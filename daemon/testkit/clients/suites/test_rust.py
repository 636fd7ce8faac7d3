"""AWS's SDK for Rust. It takes minutes to build, so only `cargo xtask clients --all` builds and runs it."""

import os
import subprocess

import pytest

PROGRAM = os.environ.get("MILLPOND_RUST_CLIENT")

if PROGRAM:

    @pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
    def test_the_sdk_for_rust(gateway, secure):
        env = gateway.environment()
        if secure:
            env.update(AWS_ENDPOINT_URL=gateway.secure_endpoint, CERTIFICATE=gateway.certificate)

        done = subprocess.run([PROGRAM], env=env, capture_output=True, text=True, timeout=60)

        assert done.returncode == 0, done.stderr
