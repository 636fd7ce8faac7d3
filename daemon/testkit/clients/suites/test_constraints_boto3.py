"""Every demand of the newest model, broken one at a time, in every honoured operation; boto3's own checks are off.

A demand that the gateway does not know of lets a broken request through, and fails here. Operations that are honoured
later are found in their coverage.toml.
"""

import re
import tomllib

import botocore.config
import botocore.loaders
import botocore.session
import constraints
import pytest
import rig
from botocore.exceptions import ClientError
from conftest import SERVICES, honoured

# How each service names a request that breaks its model.
CODES = {
    "cloudwatch": "ValidationError",
    "dynamodb": "ValidationException",
    "iam": "ValidationError",
    "kinesis": "ValidationException",
    "kms": "ValidationException",
    "sts": "ValidationError",
}
# SQS words every refusal in a way of its own.
OTHERWISE = {"sqs"}
# What a service demands beyond its model, worded as if the model said so.
BEYOND = {("kms", "Decrypt"): {"CiphertextBlob": b"a"}, ("kms", "ReEncrypt"): {"CiphertextBlob": b"a"}}
# What all operations together have at least; more come with every operation.
BROKEN_MIN = 1_200

OPERATIONS = [(service, operation) for service, operation in honoured() if service in CODES]
session = botocore.session.get_session()


def model(service):
    return session.get_service_model(service)


def input_shape(service, operation):
    return model(service).operation_model(operation).input_shape


def broken(service, operation):
    shape = input_shape(service, operation)
    if shape is None:
        return []
    query = model(service).protocol == "query"
    # The query protocol cannot say that a list or map is there and empty.
    return [(request, words) for request, words in constraints.broken(shape) if not (query and has_empty(request))]


def has_empty(value):
    if isinstance(value, dict):
        return any(part == [] or part == {} or has_empty(part) for part in value.values())
    return isinstance(value, list) and any(has_empty(part) for part in value)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Requests that break nothing are carried out, so this gateway is nobody else's."""
    gateway = rig.Gateway(str(tmp_path_factory.mktemp("constraints") / "data"))
    gateway.start()
    yield gateway
    gateway.stop()


@pytest.fixture(scope="module")
def clients(own):
    made = {}

    def client(service):
        if service not in made:
            config = botocore.config.Config(
                parameter_validation=False, retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60
            )
            made[service] = own.client(service, config=config)
            # It would look into ARNs, and complain by itself.
            made[service]._ruleset_resolver = None
            # What succeeds here is no proof that an operation works.
            made[service].meta.events.unregister("after-call", rig.note_success)
        return made[service]

    return client


def ask(client, operation, request):
    """Code and text of the refusal; None when there was none."""
    try:
        client._make_api_call(operation, request)
    except ClientError as refusal:
        error = refusal.response["Error"]
        return error["Code"], error["Message"]
    return None


def worded(service, shape, request):
    """What AWS says about a request; None when there is nothing to complain about."""
    text = constraints.complaint(shape, request)
    # IAM has words of its own for a name with a strange character.
    name = re.fullmatch(r"1 validation error detected: Value .* at '(\w*Name)' .* expression pattern: .*", text or "")
    if service == "iam" and name:
        return (
            f"The specified value for {name[1]} is invalid. It must contain only alphanumeric characters and/or the "
            "following: +=,.@_-"
        )
    return text


def short(value):
    text = repr(value)
    return text if len(text) < 200 else text[:200] + "..."


@pytest.mark.parametrize(("service", "operation"), OPERATIONS, ids=[f"{s}-{o}" for s, o in OPERATIONS])
def test_every_broken_demand_is_refused_as_aws_words_it(clients, service, operation):
    client, shape = clients(service), input_shape(service, operation)
    wrong = []
    for request, words in broken(service, operation):
        complaint, wanted = constraints.complaint(shape, request), worded(service, shape, request)
        assert complaint is not None and words in complaint, f"{words} is not broken by {short(request)}"
        answer = ask(client, operation, request)
        if answer != (CODES[service], wanted):
            wrong.append(f"{short(request)}\n  wanted {wanted[:400]}\n  found  {answer and answer[1][:400]} ({answer and answer[0]})")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("service", "operation"), OPERATIONS, ids=[f"{s}-{o}" for s, o in OPERATIONS])
def test_a_request_that_breaks_nothing_is_not_refused_for_its_form(clients, service, operation):
    shape = input_shape(service, operation)
    request = {} if shape is None else constraints.valid(shape) | BEYOND.get((service, operation), {})
    assert shape is None or constraints.complaint(shape, request) is None

    answer = ask(clients(service), operation, request)

    assert answer is None or "failed to satisfy constraint" not in answer[1], answer


def test_enough_was_broken():
    counts = {}
    for service, operation in OPERATIONS:
        counts[service] = counts.get(service, 0) + len(broken(service, operation))
    print(f"broken demands: {counts}, {sum(counts.values())} in all, in {len(OPERATIONS)} operations")
    assert sum(counts.values()) >= BROKEN_MIN, counts


def test_every_service_is_looked_at_or_known_to_word_things_otherwise():
    assert {service for service, _ in honoured()} <= CODES.keys() | OTHERWISE


def test_the_models_demand_nothing_that_is_not_broken_here():
    loader = botocore.loaders.Loader()
    for service in sorted({service for service, _ in OPERATIONS}):
        shapes = loader.load_service_model(service, "service-2")["shapes"]
        unknown = {(name, key) for name, shape in shapes.items() for key in shape if key not in constraints.KNOWN}
        assert not unknown, f"{service}: {sorted(unknown)}"


LEDGER = sorted({service for service, _ in honoured()})


@pytest.mark.parametrize("service", LEDGER)
def test_the_ledger_balances(clients, service):
    """What is honoured, declined and refused are together what the model has, in the README and on the wire."""
    names = set(model(service).operation_names)
    accepted = {operation for name, operation in honoured() if name == service}
    declined = set(tomllib.loads((SERVICES / service / "coverage.toml").read_text()).get("declined", []))
    refused = names - accepted - declined
    page = (SERVICES / service / "README.md").read_text()
    block = page.split("<!-- coverage -->")[1].split("<!-- /coverage -->")[0]
    lists = [set(re.findall(r"`(\w+)`", line.split("): ", 1)[1])) for line in block.splitlines() if "): " in line]

    assert lists == [accepted, *([declined] if declined else []), refused]
    wrong = {}
    for operation in sorted(refused):
        # Those that need no signature are refused for lacking one.
        unsigned = model(service).operation_model(operation).auth_type == "none"
        code, text = ask(clients(service), operation, least(service, operation)) or ("none", "")
        if not unsigned and not (code.startswith("UnsupportedOperation") and operation in text):
            wrong[operation] = (code, text)
    assert not wrong, wrong


def test_kinesis_has_all_its_operations():
    assert len(model("kinesis").operation_names) >= 57


def least(service, operation):
    shape = input_shape(service, operation)
    try:
        return {} if shape is None else constraints.valid(shape)
    except ValueError:
        # It is refused before anybody looks into it.
        return {}
