import hashlib
import json
import threading
import time
import urllib.parse
import xml.etree.ElementTree

import pytest
from botocore.exceptions import ClientError
from wire import FORM, post, signed


@pytest.fixture
def queue(gateway, name):
    sqs = gateway.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    yield sqs, url
    sqs.delete_queue(QueueUrl=url)


@pytest.fixture
def fifo(gateway, name):
    sqs = gateway.client("sqs")
    url = sqs.create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
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


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response


def bodies(sqs, url, **how):
    return [message["Body"] for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **how).get("Messages", [])]


def test_queues_are_found_and_paged(gateway, name):
    sqs = gateway.client("sqs")
    urls = [sqs.create_queue(QueueName=f"{name}-{i}")["QueueUrl"] for i in range(5)]

    pages = list(sqs.get_paginator("list_queues").paginate(QueueNamePrefix=f"{name}-", PaginationConfig={"PageSize": 2}))

    assert [url for page in pages for url in page["QueueUrls"]] == urls
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1]
    assert sqs.get_queue_url(QueueName=f"{name}-3")["QueueUrl"] == urls[3]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=f"{name}-absent")


def test_attributes_are_kept(queue, gateway):
    sqs, url = queue
    wanted = {
        "DelaySeconds": "1", "VisibilityTimeout": "45", "MessageRetentionPeriod": "86400",
        "ReceiveMessageWaitTimeSeconds": "3", "MaximumMessageSize": "2048",
    }

    sqs.set_queue_attributes(QueueUrl=url, Attributes=wanted)

    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert wanted.items() <= found.items()
    name = url.rsplit("/", 1)[1]
    assert found["QueueArn"] == f"arn:aws:sqs:{gateway.region}:{gateway.account}:{name}"
    assert abs(int(found["CreatedTimestamp"]) - time.time()) < 60
    some = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])["Attributes"]
    assert some == {"DelaySeconds": "1"}
    assert sqs.create_queue(QueueName=name, Attributes=wanted)["QueueUrl"] == url
    error = refusal(sqs.create_queue, QueueName=name, Attributes={"DelaySeconds": "2"})["Error"]
    assert error["Message"] == "A queue already exists with the same name and a different value for attribute DelaySeconds"
    assert refusal(sqs.set_queue_attributes, QueueUrl=url, Attributes={"DelaySeconds": "901"})["Error"]["Code"] == "InvalidAttributeValue"
    assert refusal(sqs.set_queue_attributes, QueueUrl=url, Attributes={"Nonsense": "1"})["Error"]["Code"] == "InvalidAttributeName"
    error = refusal(sqs.send_message, QueueUrl=url, MessageBody="x" * 2049)["Error"]
    assert error["Message"] == "One or more parameters are invalid. Reason: Message must be shorter than 2048 bytes."


def test_a_queue_is_purged_once_a_minute(queue):
    sqs, url = queue
    for i in range(3):
        sqs.send_message(QueueUrl=url, MessageBody=str(i))

    sqs.purge_queue(QueueUrl=url)

    assert bodies(sqs, url) == []
    response = refusal(sqs.purge_queue, QueueUrl=url)
    assert response["Error"]["Code"] == "AWS.SimpleQueueService.PurgeQueueInProgress"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    sqs.send_message(QueueUrl=url, MessageBody="after")
    assert bodies(sqs, url) == ["after"]


def test_visibility_of_many_at_once(queue):
    sqs, url = queue
    for i in range(3):
        sqs.send_message(QueueUrl=url, MessageBody=str(i))
    held = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600)["Messages"]
    entries = [{"Id": f"e{i}", "ReceiptHandle": m["ReceiptHandle"], "VisibilityTimeout": 0} for i, m in enumerate(held)]
    entries.append({"Id": "bad", "ReceiptHandle": "garbage", "VisibilityTimeout": 0})

    reply = sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)

    assert [e["Id"] for e in reply["Successful"]] == ["e0", "e1", "e2"]
    [failed] = reply["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "ReceiptHandleIsInvalid", True)
    assert sorted(bodies(sqs, url)) == ["0", "1", "2"]


def test_a_delayed_message_comes_later(queue):
    sqs, url = queue
    sqs.send_message(QueueUrl=url, MessageBody="late", DelaySeconds=1)
    sqs.send_message(QueueUrl=url, MessageBody="soon")

    assert bodies(sqs, url) == ["soon"]
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
    assert counts["Attributes"] == {"ApproximateNumberOfMessagesDelayed": "1"}
    start = time.monotonic()
    assert bodies(sqs, url, WaitTimeSeconds=5) == ["late"]
    assert time.monotonic() - start < 3


def test_a_long_poll_wakes_when_a_message_becomes_visible_again(queue):
    sqs, url = queue
    sqs.send_message(QueueUrl=url, MessageBody="again")
    assert bodies(sqs, url, VisibilityTimeout=1) == ["again"]

    start = time.monotonic()
    assert bodies(sqs, url, WaitTimeSeconds=8) == ["again"]
    assert time.monotonic() - start < 4


def test_what_is_received_too_often_moves_to_the_dead_letter_queue(queue, gateway, name):
    sqs, url = queue
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 2})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})
    sqs.send_message(QueueUrl=url, MessageBody="poison")

    for _ in range(2):
        assert bodies(sqs, url, VisibilityTimeout=0) == ["poison"]
    assert bodies(sqs, url) == []

    # The move is on flash a moment after the receive that found the message used up.
    [message] = sqs.receive_message(QueueUrl=dead, AttributeNames=["All"], WaitTimeSeconds=5)["Messages"]
    assert message["Body"] == "poison"
    assert message["Attributes"]["DeadLetterQueueSourceArn"].endswith(f":{name}")


def test_a_move_of_dead_letters_is_stopped_half_way(queue, gateway, name):
    sqs, url = queue
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    source = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": source, "maxReceiveCount": 1})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": redrive})
    target = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bodies = [f"m{i}" for i in range(10)]
    sqs.send_message_batch(QueueUrl=dead, Entries=[{"Id": body, "MessageBody": body} for body in bodies])

    # One a second, so that most are still there when the task is told to stop.
    how = {"SourceArn": source, "DestinationArn": target, "MaxNumberOfMessagesPerSecond": 1}
    handle = sqs.start_message_move_task(**how)["TaskHandle"]
    [first] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
    moved = sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"]

    deadline = time.monotonic() + 10
    while (task := sqs.list_message_move_tasks(SourceArn=source)["Results"][0])["Status"] == "CANCELLING":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert task["Status"] == "CANCELLED" and "TaskHandle" not in task
    assert 1 <= moved < 10 and task["ApproximateNumberOfMessagesMoved"] < 10
    with pytest.raises(ClientError):
        sqs.cancel_message_move_task(TaskHandle=handle)
    # Nothing follows, nothing is lost, and nothing is in both.
    time.sleep(1.5)
    there = [first["Body"]]
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        there += [message["Body"] for message in messages]
    left = []
    while messages := sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=10).get("Messages"):
        left += [message["Body"] for message in messages]
    assert sorted(there + left) == bodies and len(there) == task["ApproximateNumberOfMessagesMoved"]
    sqs.delete_queue(QueueUrl=dead)


def test_message_attributes_are_filtered(queue):
    sqs, url = queue
    attribute = {"DataType": "String", "StringValue": "v"}
    names = ["site.a", "site.b", "other"]
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageAttributes={n: attribute for n in names})

    for asked, wanted in [(["site.*"], {"site.a", "site.b"}), (["other"], {"other"}), (["All"], set(names)), ([".*"], set(names)), ([], set())]:
        [message] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=asked, VisibilityTimeout=0)["Messages"]
        assert set(message.get("MessageAttributes", {})) == wanted, asked
        assert "Attributes" not in message


def test_batches_are_refused_as_a_whole(queue):
    sqs, url = queue

    def code(entries):
        return refusal(sqs.send_message_batch, QueueUrl=url, Entries=entries)["Error"]["Code"].rpartition(".")[2]

    entry = {"Id": "a", "MessageBody": "x"}
    assert code([]) == "EmptyBatchRequest"
    assert code([entry, entry]) == "BatchEntryIdsNotDistinct"
    assert code([{"Id": "a b", "MessageBody": "x"}]) == "InvalidBatchEntryId"
    assert code([{"Id": str(i), "MessageBody": "x"} for i in range(11)]) == "TooManyEntriesInBatchRequest"
    assert code([{"Id": str(i), "MessageBody": "x" * 600_000} for i in range(2)]) == "BatchRequestTooLong"
    assert bodies(sqs, url) == []


def test_content_based_deduplication_and_sequence_numbers(gateway, name):
    sqs = gateway.client("sqs")
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    url = sqs.create_queue(QueueName=f"{name}.fifo", Attributes=attributes)["QueueUrl"]

    first = sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="g")
    again = sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="g")
    other = sqs.send_message(QueueUrl=url, MessageBody="other", MessageGroupId="g")

    assert first["MessageId"] == again["MessageId"] != other["MessageId"]
    assert int(first["SequenceNumber"]) == int(again["SequenceNumber"]) < int(other["SequenceNumber"])
    assert bodies(sqs, url) == ["same", "other"]
    error = refusal(sqs.send_message, QueueUrl=url, MessageBody="x")["Error"]
    assert error["Message"] == "The request must contain the parameter MessageGroupId."


def test_a_repeated_receive_attempt_gets_the_same_messages(fifo):
    sqs, url = fifo
    sqs.send_message(QueueUrl=url, MessageBody="x", MessageGroupId="g", MessageDeduplicationId="1")

    attempts = [bodies(sqs, url, ReceiveRequestAttemptId="attempt") for _ in range(2)]

    assert attempts == [["x"], ["x"]]


def old(gateway, path, **parameters):
    """A call as SDKs made it until 2023: a form in, XML out, the queue in the path."""
    body = urllib.parse.urlencode({"Version": "2012-11-05", **parameters}).encode()
    reply = post(gateway, signed(gateway, body, {"Content-Type": FORM}, service="sqs", path=path), body, path=path)
    assert reply.headers["Content-Type"].startswith("text/xml")
    root = xml.etree.ElementTree.fromstring(reply.body)
    assert root.tag.startswith("{http://queue.amazonaws.com/doc/2012-11-05/}")
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    assert root.find(".//RequestId").text == reply.headers["x-amzn-RequestId"]
    return reply.status, root


def test_old_clients_speak_the_query_protocol(gateway, name):
    named = {"Attribute.1.Name": "VisibilityTimeout", "Attribute.1.Value": "5"}
    status, made = old(gateway, "/", Action="CreateQueue", QueueName=name, **named)
    assert status == 200
    url = made.find("./CreateQueueResult/QueueUrl").text
    path = urllib.parse.urlparse(url).path
    assert path == f"/{gateway.account}/{name}"

    attribute = {
        "MessageAttribute.1.Name": "unit", "MessageAttribute.1.Value.DataType": "String", "MessageAttribute.1.Value.StringValue": "bar",
    }
    _, sent = old(gateway, path, Action="SendMessage", MessageBody="hello & more", **attribute)
    assert sent.find("./SendMessageResult/MD5OfMessageBody").text == hashlib.md5(b"hello & more").hexdigest()
    entries = {f"SendMessageBatchRequestEntry.{i}.{k}": v for i in (1, 2) for k, v in [("Id", f"e{i}"), ("MessageBody", f"<{i}>")]}
    _, batch = old(gateway, path, Action="SendMessageBatch", **entries)
    assert [e.find("Id").text for e in batch.iter("SendMessageBatchResultEntry")] == ["e1", "e2"]

    asked = {"MaxNumberOfMessages": 10, "AttributeName.1": "All", "MessageAttributeName.1": "All"}
    _, received = old(gateway, path, Action="ReceiveMessage", **asked)
    messages = list(received.iter("Message"))
    assert [m.find("Body").text for m in messages] == ["hello & more", "<1>", "<2>"]
    assert messages[0].find("./MessageAttribute/Name").text == "unit"
    assert messages[0].find("./MessageAttribute/Value/StringValue").text == "bar"
    assert {a.find("Name").text for a in messages[0].iter("Attribute")} >= {"SentTimestamp", "ApproximateReceiveCount"}
    _, counted = old(gateway, path, Action="GetQueueAttributes", **{"AttributeName.1": "ApproximateNumberOfMessagesNotVisible"})
    [shown] = counted.iter("Attribute")
    assert (shown.find("Name").text, shown.find("Value").text) == ("ApproximateNumberOfMessagesNotVisible", "3")
    status, deleted = old(gateway, path, Action="DeleteMessage", ReceiptHandle=messages[0].find("ReceiptHandle").text)
    assert (status, deleted.tag) == (200, "DeleteMessageResponse")
    # The queue may also be named as a parameter.
    status, _ = old(gateway, "/", Action="DeleteQueue", QueueUrl=url)
    assert status == 200


def test_old_clients_get_old_errors(gateway):
    status, root = old(gateway, "/", Action="GetQueueUrl", QueueName="absent")

    error = {part.tag: part.text for part in root.find("Error")}
    assert status == 400
    assert error["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert error["Message"] == "The specified queue does not exist for this wsdl version."
    assert error["Type"] == "Sender"
