"""The life of queues, told through any client: what is observed must be the same through all of them, in both protocols."""

import json
import time

from telling import Telling

# One of each type that SQS has, some with a type of their own behind the dot.
ATTRIBUTES = {
    "site.name": {"DataType": "String", "StringValue": "Mühle"},
    "site.height": {"DataType": "Number.metres", "StringValue": "-1.50"},
    "raw": {"DataType": "Binary.jpeg", "BinaryValue": b"\x00\xff\x10"},
}
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793"
# What of a message does not depend on the clock or on the queue.
STEADY = ("ApproximateReceiveCount", "AWSTraceHeader", "MessageGroupId", "MessageDeduplicationId")


class QueueStory(Telling):
    def chapters(self):
        return [
            self.queues_are_made,
            self.settings_are_kept,
            self.tags_and_permissions,
            self.a_message_of_many_parts,
            self.batches,
            self.a_message_is_hidden_and_comes_back,
            self.a_late_message,
            self.groups_keep_their_order,
            self.content_tells_duplicates,
            self.poison_goes_where_dead_letters_go,
            self.queues_are_listed,
            self.a_queue_is_emptied,
            self.queues_go,
        ]

    # --- chapters

    def queues_are_made(self):
        attributes = {"VisibilityTimeout": "600", "MaximumMessageSize": "4096"}
        self.plain = self.make(self.name, attributes, {"site": "mill"})
        assert self.make(self.name, attributes) == self.plain, "made again as it was"
        self.note_refusal("another of its name", "CreateQueue", QueueName=self.name, Attributes={"DelaySeconds": "9"})
        self.note_refusal("a FIFO queue by the wrong name", "CreateQueue", QueueName=self.name, Attributes={"FifoQueue": "true"})
        self.note_refusal("a bad name", "CreateQueue", QueueName=f"{self.name}!")
        self.note_refusal("a bad attribute", "CreateQueue", QueueName=f"{self.name}-no", Attributes={"DelaySeconds": "901"})
        self.fifo = self.make(f"{self.name}.fifo", {"FifoQueue": "true"})
        assert self.hand("GetQueueUrl", QueueName=self.name)["QueueUrl"] == self.plain
        self.note_refusal("a queue that is not there", "GetQueueUrl", QueueName=f"{self.name}-no")

    def settings_are_kept(self):
        self.hand("SetQueueAttributes", QueueUrl=self.plain, Attributes={"MessageRetentionPeriod": "86400", "DelaySeconds": "0"})
        names = ["VisibilityTimeout", "MessageRetentionPeriod", "MaximumMessageSize", "DelaySeconds"]
        self.observed["some attributes"] = self.attributes(self.plain, *names)
        assert self.observed["some attributes"] == dict(zip(names, ["600", "86400", "4096", "0"]))
        self.observed["names of attributes"] = sorted(self.attributes(self.plain, "All"))
        self.observed["names of attributes, FIFO"] = sorted(self.attributes(self.fifo, "All"))
        for what, bad in {"a bad setting": {"VisibilityTimeout": "43201"}, "an unknown setting": {"Nonsense": "1"}}.items():
            self.note_refusal(what, "SetQueueAttributes", QueueUrl=self.plain, Attributes=bad)

    def tags_and_permissions(self):
        plain = dict(QueueUrl=self.plain)
        self.hand("TagQueue", Tags={"kind": "story", "empty": ""}, **plain)
        self.hand("UntagQueue", TagKeys=["empty", "absent"], **plain)
        tags = self.hand("ListQueueTags", **plain)["Tags"]
        assert tags == {"site": "mill", "kind": "story"}
        self.note_refusal("no tag", "TagQueue", Tags={"": "x"}, **plain)
        given = dict(Label="readers", AWSAccountIds=["111122223333"], Actions=["ReceiveMessage", "DeleteMessage"])
        self.hand("AddPermission", **given, **plain)
        [statement] = json.loads(self.attributes(self.plain, "Policy")["Policy"])["Statement"]
        assert statement["Sid"] == "readers" and sorted(statement["Action"]) == ["SQS:DeleteMessage", "SQS:ReceiveMessage"]
        self.note_refusal("a label that is taken", "AddPermission", **{**given, "Actions": ["SendMessage"]}, **plain)
        self.note_refusal("no such action", "AddPermission", **{**given, "Label": "l", "Actions": ["Nonsense"]}, **plain)
        self.hand("RemovePermission", Label="readers", **plain)
        self.note_refusal("a label that is gone", "RemovePermission", Label="readers", **plain)

    def a_message_of_many_parts(self):
        sent = self.hand(
            "SendMessage", QueueUrl=self.plain, MessageBody="grüß <&> \"\t\n", MessageAttributes=ATTRIBUTES,
            MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE}},
        )
        self.observed["digests of a sent message"] = sorted((k, v) for k, v in sent.items() if k.startswith("MD5"))
        assert len(self.observed["digests of a sent message"]) == 3

        wanted = {
            ("All",): set(ATTRIBUTES), (".*",): set(ATTRIBUTES), ("site.*",): {"site.name", "site.height"},
            ("raw", "absent"): {"raw"}, (): set(),
        }
        for count, (asked, found) in enumerate(wanted.items(), 1):
            names = {self.hand.system_names: ["All"], **(dict(MessageAttributeNames=list(asked)) if asked else {})}
            [message] = self.receive(self.plain, **names)
            self.put_back(self.plain, message)
            assert message["MessageId"] == sent["MessageId"]
            assert message.get("MessageAttributes", {}) == {name: ATTRIBUTES[name] for name in found}, asked
            assert message["Attributes"]["ApproximateReceiveCount"] == str(count)
            self.observed[f"received, asked for {asked}"] = self.seen(message)
        [message] = self.receive(self.plain)
        assert "Attributes" not in message and "MessageAttributes" not in message
        self.hand("DeleteMessage", QueueUrl=self.plain, ReceiptHandle=message["ReceiptHandle"])
        self.note_refusal("no body", "SendMessage", QueueUrl=self.plain, MessageBody="")
        self.note_refusal("a long body", "SendMessage", QueueUrl=self.plain, MessageBody="x" * 4097)
        self.note_refusal("a bad character", "SendMessage", QueueUrl=self.plain, MessageBody="a\x0b")
        bad = {"n": {"DataType": "Number", "StringValue": "many"}}
        self.note_refusal("no number", "SendMessage", QueueUrl=self.plain, MessageBody="x", MessageAttributes=bad)
        bad = {"n": {"DataType": "Text", "StringValue": "x"}}
        self.note_refusal("no such type", "SendMessage", QueueUrl=self.plain, MessageBody="x", MessageAttributes=bad)
        self.note_refusal("a group elsewhere", "SendMessage", QueueUrl=self.plain, MessageBody="x", MessageDeduplicationId="d")

    def batches(self):
        entries = [{"Id": f"e{i}", "MessageBody": f"m{i}"} for i in range(9)]
        entries[1]["MessageAttributes"] = {"n": {"DataType": "Number", "StringValue": "1"}}
        reply = self.hand("SendMessageBatch", QueueUrl=self.plain, Entries=[*entries, {"Id": "late", "MessageBody": "x", "DelaySeconds": 901}])
        self.observed["sent in a batch"] = [
            (each["Id"], each["MD5OfMessageBody"], each.get("MD5OfMessageAttributes")) for each in reply["Successful"]
        ]
        self.observed["refused in a batch"] = [(f["Id"], f["Code"], f["SenderFault"], f["Message"]) for f in reply["Failed"]]
        assert [each[0] for each in self.observed["sent in a batch"]] == [e["Id"] for e in entries]

        got = self.receive(self.plain, MaxNumberOfMessages=10)
        assert sorted(message["Body"] for message in got) == [e["MessageBody"] for e in entries]
        counts = self.attributes(self.plain, "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        assert list(counts.values()) == ["0", "9"] or list(counts.values()) == ["9", "0"]
        handles = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(got)]
        reply = self.hand("DeleteMessageBatch", QueueUrl=self.plain, Entries=[*handles, {"Id": "bad", "ReceiptHandle": "none of ours"}])
        assert [each["Id"] for each in reply["Successful"]] == [each["Id"] for each in handles]
        self.observed["not deleted"] = [(f["Id"], f["Code"], f["SenderFault"]) for f in reply["Failed"]]

        for what, bad in {
            "no entries": [],
            "too many entries": [{"Id": str(i), "MessageBody": "x"} for i in range(11)],
            "twice the same id": [{"Id": "a", "MessageBody": "x"}] * 2,
            "a bad id": [{"Id": "a b", "MessageBody": "x"}],
        }.items():
            self.note_refusal(what, "SendMessageBatch", QueueUrl=self.plain, Entries=bad)

    def a_message_is_hidden_and_comes_back(self):
        plain = dict(QueueUrl=self.plain)
        for body in ("one", "two"):
            self.hand("SendMessage", MessageBody=body, **plain)
        [first], [second] = self.receive(self.plain), self.receive(self.plain)
        assert {first["Body"], second["Body"]} == {"one", "two"} and not self.receive(self.plain)
        self.hand("ChangeMessageVisibility", ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0, **plain)
        [again] = self.receive(self.plain, AttributeNames=["ApproximateReceiveCount"])
        assert again["MessageId"] == first["MessageId"] and again["Attributes"] == {"ApproximateReceiveCount": "2"}
        entries = [
            {"Id": name, "ReceiptHandle": handle, "VisibilityTimeout": seconds}
            for name, handle, seconds in [("a", again["ReceiptHandle"], 0), ("b", second["ReceiptHandle"], 0), ("c", "none of ours", 0)]
        ]
        reply = self.hand("ChangeMessageVisibilityBatch", Entries=entries, **plain)
        assert [each["Id"] for each in reply["Successful"]] == ["a", "b"]
        self.observed["not changed"] = [(f["Id"], f["Code"], f["SenderFault"]) for f in reply["Failed"]]
        got = self.receive(self.plain, MaxNumberOfMessages=10)
        assert sorted(message["Body"] for message in got) == ["one", "two"]
        long = dict(ReceiptHandle=got[0]["ReceiptHandle"], VisibilityTimeout=43201)
        self.note_refusal("hidden for too long", "ChangeMessageVisibility", **long, **plain)
        self.note_refusal("a handle that is none", "DeleteMessage", ReceiptHandle="none of ours", **plain)
        for message in got:
            self.hand("DeleteMessage", ReceiptHandle=message["ReceiptHandle"], **plain)
        # Deleting once more is no error.
        self.hand("DeleteMessage", ReceiptHandle=got[0]["ReceiptHandle"], **plain)

    def a_late_message(self):
        # On a busy machine the command line may take seconds to begin, and a delay be over before anybody has looked.
        for delay in (5, 10, 18):
            begin = time.monotonic()
            self.hand("SendMessage", QueueUrl=self.plain, MessageBody="late", DelaySeconds=delay)
            got = self.receive(self.plain)
            if not got:
                break
            assert time.monotonic() - begin >= delay, "it came before its time"
            self.hand("DeleteMessage", QueueUrl=self.plain, ReceiptHandle=got[0]["ReceiptHandle"])
        [message] = self.receive(self.plain, WaitTimeSeconds=20)
        assert message["Body"] == "late"
        self.hand("DeleteMessage", QueueUrl=self.plain, ReceiptHandle=message["ReceiptHandle"])
        assert not self.receive(self.plain, WaitTimeSeconds=1)
        self.note_refusal("too long a wait", "ReceiveMessage", QueueUrl=self.plain, WaitTimeSeconds=21)
        self.note_refusal("too many at once", "ReceiveMessage", QueueUrl=self.plain, MaxNumberOfMessages=11)

    def groups_keep_their_order(self):
        fifo = dict(QueueUrl=self.fifo)
        numbers = []
        for i in range(6):
            for _ in range(2):
                how = dict(MessageGroupId=f"g{i % 2}", MessageDeduplicationId=f"d{i}")
                numbers.append(self.hand("SendMessage", MessageBody=f"m{i}", **how, **fifo)["SequenceNumber"])
        assert numbers == sorted(numbers) and len(set(numbers)) == 6, "a duplicate has the number of the first"
        seen = []
        while got := self.receive(self.fifo, MaxNumberOfMessages=2, AttributeNames=["All"], VisibilityTimeout=60):
            groups = {message["Attributes"]["MessageGroupId"] for message in got}
            others = self.receive(self.fifo, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"])
            assert not groups & {message["Attributes"]["MessageGroupId"] for message in others}, "a group waits"
            for message in reversed(others):
                self.put_back(self.fifo, message)
            seen += [self.seen(message) for message in got]
            entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(got)]
            assert len(self.hand("DeleteMessageBatch", Entries=entries, **fifo)["Successful"]) == len(got)
        for group, bodies in {"g0": ["m0", "m2", "m4"], "g1": ["m1", "m3", "m5"]}.items():
            assert [message["body"] for message in seen if message["MessageGroupId"] == group] == bodies
        self.note_refusal("without a group", "SendMessage", MessageBody="x", MessageDeduplicationId="d", **fifo)
        self.note_refusal("nothing tells duplicates", "SendMessage", MessageBody="x", MessageGroupId="g", **fifo)
        late = dict(MessageGroupId="g", MessageDeduplicationId="d", DelaySeconds=1)
        self.note_refusal("a delay of its own", "SendMessage", MessageBody="x", **late, **fifo)

    def content_tells_duplicates(self):
        self.hand("SetQueueAttributes", QueueUrl=self.fifo, Attributes={"ContentBasedDeduplication": "true"})
        for body in ("same", "same", "other"):
            self.hand("SendMessage", QueueUrl=self.fifo, MessageBody=body, MessageGroupId="h")
        attempt = dict(MaxNumberOfMessages=10, ReceiveRequestAttemptId="attempt", VisibilityTimeout=60)
        first, again = (self.receive(self.fifo, **attempt) for _ in range(2))
        assert [message["Body"] for message in first] == ["same", "other"]
        assert [message["MessageId"] for message in again] == [message["MessageId"] for message in first]
        for message in again:
            self.hand("DeleteMessage", QueueUrl=self.fifo, ReceiptHandle=message["ReceiptHandle"])

    def poison_goes_where_dead_letters_go(self):
        self.dead = self.make(f"{self.name}-dead", {})
        target = self.attributes(self.dead, "QueueArn")["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": "1"})
        self.hand("SetQueueAttributes", QueueUrl=self.plain, Attributes={"RedrivePolicy": policy})
        sources = self.hand("ListDeadLetterSourceQueues", QueueUrl=self.dead)
        # The one member that begins with a small letter in the model, and with a large one in Go.
        assert (sources.get("queueUrls") or sources["QueueUrls"]) == [self.plain]
        sent = self.hand("SendMessage", QueueUrl=self.plain, MessageBody="poison", MessageAttributes=ATTRIBUTES)
        [message] = self.receive(self.plain)
        self.put_back(self.plain, message)
        assert not self.receive(self.plain)
        [message] = self.receive(self.dead, WaitTimeSeconds=10, AttributeNames=["All"], MessageAttributeNames=["All"])
        assert message["MessageId"] == sent["MessageId"] and message["MessageAttributes"] == ATTRIBUTES
        assert message["Attributes"]["DeadLetterQueueSourceArn"].endswith(f":{self.name}")
        self.observed["a dead letter"] = self.seen(message)
        self.put_back(self.dead, message)
        self.dead_letters_move_back(target, sent["MessageId"])
        self.hand("SetQueueAttributes", QueueUrl=self.plain, Attributes={"RedrivePolicy": ""})
        assert "RedrivePolicy" not in self.attributes(self.plain, "All")

    def dead_letters_move_back(self, source, message_id):
        handle = self.hand("StartMessageMoveTask", SourceArn=source)["TaskHandle"]
        tasks = lambda: self.hand("ListMessageMoveTasks", SourceArn=source)["Results"]
        self.wait_for(lambda: tasks()[0]["Status"] == "COMPLETED")
        [task] = tasks()
        assert (task["SourceArn"], task["ApproximateNumberOfMessagesMoved"]) == (source, 1)
        [message] = self.receive(self.plain, WaitTimeSeconds=10, AttributeNames=["All"], MessageAttributeNames=["All"])
        # It counts as sent anew, under an id of its own.
        assert message["MessageId"] != message_id and message["MessageAttributes"] == ATTRIBUTES
        self.observed["a message moved back"] = self.seen(message)
        self.hand("DeleteMessage", QueueUrl=self.plain, ReceiptHandle=message["ReceiptHandle"])
        self.note_refusal("a task that is over", "CancelMessageMoveTask", TaskHandle=handle)
        self.note_refusal("not a dead-letter queue", "StartMessageMoveTask", SourceArn=source.removesuffix("-dead"))

    def queues_are_listed(self):
        listed = self.hand("ListQueues", QueueNamePrefix=self.name)["QueueUrls"]
        assert sorted(listed) == sorted([self.plain, self.dead, self.fifo])
        page = self.hand("ListQueues", QueueNamePrefix=self.name, MaxResults=2)
        rest = self.hand("ListQueues", QueueNamePrefix=self.name, MaxResults=2, NextToken=page["NextToken"])
        assert page["QueueUrls"] + rest["QueueUrls"] == listed and not rest.get("NextToken")

    def a_queue_is_emptied(self):
        for body in ("one", "two"):
            self.hand("SendMessage", QueueUrl=self.plain, MessageBody=body)
        self.hand("PurgeQueue", QueueUrl=self.plain)
        assert not self.receive(self.plain)
        self.note_refusal("emptied twice", "PurgeQueue", QueueUrl=self.plain)

    def queues_go(self):
        for url in (self.plain, self.fifo, self.dead):
            self.hand("DeleteQueue", QueueUrl=url)
        self.note_refusal("a queue that is gone", "SendMessage", QueueUrl=self.plain, MessageBody="x")
        self.note_refusal("a queue that is gone, asked", "GetQueueAttributes", QueueUrl=self.dead, AttributeNames=["All"])

    # --- what chapters share

    def make(self, name, attributes, tags=None):
        more = {"tags": tags} if tags else {}
        return self.hand("CreateQueue", QueueName=name, Attributes=attributes, **more)["QueueUrl"]

    def attributes(self, url, *names):
        return self.hand("GetQueueAttributes", QueueUrl=url, AttributeNames=list(names))["Attributes"]

    def receive(self, url, **how):
        return self.hand("ReceiveMessage", QueueUrl=url, **how).get("Messages", [])

    def put_back(self, url, message):
        """A receive that hides nothing would be shorter, but Go's SDK leaves a zero out where it may."""
        self.hand("ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)

    def seen(self, message):
        """What every client must see of it."""
        steady = {name: message["Attributes"][name] for name in STEADY if name in message.get("Attributes", {})}
        digests = {name: message[name] for name in ("MD5OfBody", "MD5OfMessageAttributes") if name in message}
        names = sorted(message.get("Attributes", {}))
        return {"body": message["Body"], "names": names, "attributes": message.get("MessageAttributes", {}), **steady, **digests}
