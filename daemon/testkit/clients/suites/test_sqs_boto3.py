import time

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def queue(gateway):
    sqs = gateway.client("sqs")
    url = sqs.create_queue(QueueName=f"q-{time.time_ns()}")["QueueUrl"]
    yield sqs, url
    sqs.delete_queue(QueueUrl=url)


@pytest.fixture
def fifo(gateway):
    sqs = gateway.client("sqs")
    url = sqs.create_queue(QueueName=f"q-{time.time_ns()}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    yield sqs, url
    sqs.delete_queue(QueueUrl=url)


def test_send_receive_delete(queue, gateway):
    sqs, url = queue
    assert url.startswith(f"{gateway.endpoint}/{gateway.account}/")
    attributes = {"unit": {"DataType": "String", "StringValue": "°C"}, "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
    sqs.send_message(QueueUrl=url, MessageBody="21.5", MessageAttributes=attributes)

    # botocore checks the MD5 of the body by itself.
    [message] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"]

    assert message["Body"] == "21.5"
    assert message["MessageAttributes"]["raw"]["BinaryValue"] == b"\x00\xff"
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert counts["ApproximateNumberOfMessages"] == "0"
    assert counts["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_batches(queue):
    sqs, url = queue
    entries = [{"Id": str(i), "MessageBody": f"m{i}"} for i in range(10)]

    assert len(sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 10
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    deletes = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)]
    assert len(sqs.delete_message_batch(QueueUrl=url, Entries=deletes)["Successful"]) == len(got)


def test_a_message_returns_when_its_visibility_ends(queue):
    sqs, url = queue
    sqs.send_message(QueueUrl=url, MessageBody="again")
    [first] = sqs.receive_message(QueueUrl=url, VisibilityTimeout=30)["Messages"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)

    [second] = sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"]

    assert second["MessageId"] == first["MessageId"]
    assert second["Attributes"]["ApproximateReceiveCount"] == "2"


def test_a_long_poll_waits_and_wakes(queue, gateway):
    import threading

    sqs, url = queue
    sender = gateway.client("sqs")
    threading.Timer(0.7, lambda: sender.send_message(QueueUrl=url, MessageBody="late")).start()
    start = time.monotonic()

    [message] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]

    assert message["Body"] == "late"
    assert 0.5 < time.monotonic() - start < 5
    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1)


def test_fifo_keeps_order_and_drops_duplicates(fifo):
    sqs, url = fifo
    for i in range(6):
        for _ in range(2):
            sqs.send_message(QueueUrl=url, MessageBody=f"m{i}", MessageGroupId=f"g{i % 2}", MessageDeduplicationId=f"d{i}")

    seen = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, AttributeNames=["All"]).get("Messages"):
        seen.append((messages[0]["Attributes"]["MessageGroupId"], messages[0]["Body"]))
        sqs.delete_message(QueueUrl=url, ReceiptHandle=messages[0]["ReceiptHandle"])

    assert [b for g, b in seen if g == "g0"] == ["m0", "m2", "m4"]
    assert [b for g, b in seen if g == "g1"] == ["m1", "m3", "m5"]


def test_a_fifo_group_waits_for_the_message_in_flight(fifo):
    sqs, url = fifo
    for i in range(2):
        sqs.send_message(QueueUrl=url, MessageBody=str(i), MessageGroupId="g", MessageDeduplicationId=str(i))
    [first] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)["Messages"]

    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "1"


def test_errors_are_aws_errors(queue):
    sqs, url = queue

    with pytest.raises(ClientError) as caught:
        sqs.get_queue_url(QueueName="absent")
    error = caught.value.response["Error"]
    assert error["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert error["Message"] == "The specified queue does not exist."
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.send_message(QueueUrl=url + "-absent", MessageBody="x")
    with pytest.raises(ClientError) as caught:
        sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=11)
    assert "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided." in str(caught.value)
    with pytest.raises(ClientError) as caught:
        sqs.delete_message(QueueUrl=url, ReceiptHandle="garbage")
    assert caught.value.response["Error"]["Code"] == "ReceiptHandleIsInvalid"
