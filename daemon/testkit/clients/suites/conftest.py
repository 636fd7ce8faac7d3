"""Fixtures, and the rule that boto3 has exercised every honoured operation at least once."""

import itertools
import os
import pathlib
import signal
import tomllib

import pytest
import rig

SERVICES = pathlib.Path(__file__).parents[3] / "services"
serial = itertools.count(1)


@pytest.fixture(scope="session")
def gateway(tmp_path_factory):
    """Shared by most tests, which therefore use names of their own."""
    gateway = rig.Gateway(str(tmp_path_factory.mktemp("millpond") / "data"))
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture
def own_gateway(tmp_path):
    gateway = rig.Gateway(str(tmp_path / "data"))
    gateway.start()
    yield gateway
    gateway.stop(signal.SIGKILL)


@pytest.fixture
def name():
    """A name that no other test uses."""
    return f"n{os.getpid()}-{next(serial)}"


def honoured():
    for path in sorted(SERVICES.glob("*/coverage.toml")):
        for operation in tomllib.loads(path.read_text())["honoured"]:
            yield path.parent.name, operation


def pytest_sessionfinish(session):
    """Only a complete and successful run can say that something was never called."""
    whole = session.config.args == [str(pathlib.Path(__file__).parent)] and not session.config.option.keyword
    if whole and session.testsfailed == 0 and session.testscollected:
        missing = [f"{service}:{operation}" for service, operation in honoured() if (service, operation) not in rig.succeeded]
        session.config.missing = missing
        if missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    missing = getattr(config, "missing", None)
    if missing:
        terminalreporter.write_line(f"honoured but never called through boto3: {', '.join(missing)}", red=True)
    elif missing is not None:
        terminalreporter.write_line(f"boto3 called all {len(list(honoured()))} honoured operations")
