"""The life of one stream, told through any client: what is observed must be the same through all of them."""

import threading

from telling import Telling

KEYS = 7
# Every record whose number this divides has a hash key of its own.
FAR = 8
HIGHEST = 2**128 - 1


class Story(Telling):
    def __init__(self, hand, name, beside):
        """`beside` is a client of boto3 that puts records while the hand listens."""
        super().__init__(hand, name)
        self.beside = beside
        # What was put: the text of each record, where it was said to be, and under which number.
        self.places = {}
        # Of each shard that was read to its end, those that the last page named.
        self.children = {}

    def chapters(self):
        return [
            self.a_stream_is_made,
            self.records_go_where_they_should,
            self.records_of_a_producer_library,
            self.a_shard_is_split_and_two_are_merged,
            self.everything_is_read_in_order,
            self.every_kind_of_iterator,
            self.a_consumer_of_its_own,
            self.the_stream_goes,
        ]

    # --- chapters

    def a_stream_is_made(self):
        hand, name = self.hand, self.name
        hand("CreateStream", StreamName=name, ShardCount=2, Tags={"site": "mill"})
        hand("WaitUntilStreamExists", StreamName=name)
        hand("AddTagsToStream", StreamName=name, Tags={"kind": "story", "empty": ""})
        hand("RemoveTagsFromStream", StreamName=name, TagKeys=["empty"])
        tags = hand("ListTagsForStream", StreamName=name)
        self.observed["tags"] = sorted((tag["Key"], tag["Value"]) for tag in tags["Tags"])
        assert self.observed["tags"] == [("kind", "story"), ("site", "mill")]
        self.note_refusal("a second of its name", "CreateStream", StreamName=name, ShardCount=1)
        self.note_refusal("too many records", "PutRecords", StreamName=name, Records=entries(range(501)))

    def records_go_where_they_should(self):
        self.put_one("lowest", PartitionKey="k", ExplicitHashKey="0")
        self.put_one("highest", PartitionKey="k", ExplicitHashKey=str(HIGHEST))
        first = self.put_one("first of two", PartitionKey="ü")
        self.put_one("second of two", PartitionKey="ü", SequenceNumberForOrdering=first)
        self.put_many(range(0, 40))
        assert self.places["lowest"][0] == "shardId-000000000000"
        assert self.places["highest"][0] == self.places[text(FAR)][0] == "shardId-000000000001"

    def records_of_a_producer_library(self):
        packed = self.hand.aggregate(entries(range(900, 910)))
        reply = self.hand("PutRecord", StreamName=self.name, **packed)

        where = dict(ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=reply["SequenceNumber"])
        [record] = self.read(reply["ShardId"], **where)

        assert self.hand.deaggregate(record) == [text(number).encode() for number in range(900, 910)]
        assert record["Data"] == packed["Data"]
        self.packed = record["Data"]

    def a_shard_is_split_and_two_are_merged(self):
        hand, name = self.hand, self.name
        hand("SplitShard", StreamName=name, ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2**126))
        self.wait_until_active()
        self.put_many(range(40, 80))
        hand(
            "MergeShards", StreamName=name,
            ShardToMerge="shardId-000000000003", AdjacentShardToMerge="shardId-000000000001",
        )
        self.wait_until_active()
        self.put_many(range(80, 120))

        shards = {shard["ShardId"]: shard for shard in hand("ListShards", StreamName=name)["Shards"]}
        self.parents = {
            id: {shard[key] for key in ("ParentShardId", "AdjacentParentShardId") if key in shard}
            for id, shard in shards.items()
        }
        self.observed["shards"] = {
            id: (
                sorted(self.parents[id]),
                shard["HashKeyRange"]["StartingHashKey"],
                shard["HashKeyRange"]["EndingHashKey"],
                "EndingSequenceNumber" in shard["SequenceNumberRange"],
            )
            for id, shard in shards.items()
        }
        half, quarter = str(2**127), str(2**126)
        below = lambda edge: str(int(edge) - 1)
        first, second, third, fourth, fifth = (f"shardId-{i:012}" for i in range(5))
        assert self.observed["shards"] == {
            first: ([], "0", below(half), True),
            second: ([], half, str(HIGHEST), True),
            third: ([first], "0", below(quarter), False),
            fourth: ([first], quarter, below(half), True),
            fifth: ([second, fourth], quarter, str(HIGHEST), False),
        }
        closed = dict(ShardToSplit=first, NewStartingHashKey="5")
        self.note_refusal("a closed shard", "SplitShard", StreamName=name, **closed)
        apart = dict(ShardToMerge=third, AdjacentShardToMerge=second)
        self.note_refusal("shards apart", "MergeShards", StreamName=name, **apart)

    def everything_is_read_in_order(self):
        """Parents before children, as the Kinesis Client Library reads."""
        self.stored = {}
        for shard in sorted(self.parents):
            self.stored[shard] = self.read(shard, ShardIteratorType="TRIM_HORIZON")
        self.observed["records"] = {shard: self.texts(records) for shard, records in self.stored.items()}
        self.observed["children"] = self.children
        assert self.children == {
            parent: [shard for shard in sorted(self.parents) if parent in self.parents[shard]]
            for parent in sorted(self.parents)
            if any(parent in parents for parents in self.parents.values())
        }

        seen = [each for records in self.stored.values() for each in records]
        for shard, records in self.stored.items():
            numbers = [int(record["SequenceNumber"]) for record in records]
            assert numbers == sorted(set(numbers)), f"{shard} is out of order"
        places = {
            self.text(record): (shard, record["SequenceNumber"])
            for shard, records in self.stored.items()
            for record in records
            if record["Data"] != self.packed
        }
        assert places == self.places and len(seen) == len(places) + 1
        by_key = {}
        for record in seen:
            if record["PartitionKey"].startswith("key-") and record["Data"] != self.packed:
                by_key.setdefault(record["PartitionKey"], []).append(self.text(record))
        assert len(by_key) == KEYS and all(texts == sorted(texts) for texts in by_key.values())

    def every_kind_of_iterator(self):
        shard = "shardId-000000000004"
        stored = self.stored[shard]
        middle = stored[len(stored) // 2]["SequenceNumber"]
        at, after = "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"
        kinds = {
            "TRIM_HORIZON": (dict(), stored),
            at: (dict(StartingSequenceNumber=middle), stored[len(stored) // 2 :]),
            after: (dict(StartingSequenceNumber=middle), stored[len(stored) // 2 + 1 :]),
            "AT_TIMESTAMP": (dict(Timestamp=stored[0]["ApproximateArrivalTimestamp"]), stored),
            "LATEST": (dict(), []),
        }
        for kind, (how, wanted) in kinds.items():
            got = self.read(shard, ShardIteratorType=kind, **how)
            assert self.texts(got) == self.texts(wanted), kind
        other = dict(ShardIteratorType=at, ShardId="shardId-000000000000", StartingSequenceNumber=middle)
        self.note_refusal("a number of another shard", "GetShardIterator", StreamName=self.name, **other)

    def a_consumer_of_its_own(self):
        hand = self.hand
        arn = hand("DescribeStreamSummary", StreamName=self.name)["StreamDescriptionSummary"]["StreamARN"]
        consumer = hand("RegisterStreamConsumer", StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
        self.wait_for(
            lambda: hand("DescribeStreamConsumer", ConsumerARN=consumer)["ConsumerDescription"]["ConsumerStatus"] == "ACTIVE"
        )
        listed = hand("ListStreamConsumers", StreamARN=arn)["Consumers"]
        assert [each["ConsumerName"] for each in listed] == ["reader"]
        if not hand.listens:
            return
        closed = "shardId-000000000000"
        events = hand("SubscribeToShard", ConsumerARN=consumer, ShardId=closed, StartingPosition={"Type": "TRIM_HORIZON"})["Events"]
        assert self.texts(pushed(events)) == self.texts(self.stored[closed])
        children = [child["ShardId"] for child in events[-1]["ChildShards"]]
        assert sorted(children) == ["shardId-000000000002", "shardId-000000000003"]
        self.numbers_lead_on(consumer)
        self.news_is_pushed(consumer)

    def the_stream_goes(self):
        hand, name = self.hand, self.name
        self.note_refusal("a consumer is left", "DeleteStream", StreamName=name)
        hand("DeleteStream", StreamName=name, EnforceConsumerDeletion=True)
        hand("WaitUntilStreamNotExists", StreamName=name)
        self.note_refusal("a stream that is gone", "DescribeStreamSummary", StreamName=name)

    # --- what chapters share

    def numbers_lead_on(self, consumer):
        """After a number comes what follows it."""
        shard = "shardId-000000000004"
        stored = self.stored[shard]
        position = {"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": stored[0]["SequenceNumber"]}
        wanted = self.texts(stored[1:])
        reply = self.hand("SubscribeToShard", len(wanted), ConsumerARN=consumer, ShardId=shard, StartingPosition=position)
        assert self.texts(pushed(reply["Events"])) == wanted

    def news_is_pushed(self, consumer):
        """A record put after the subscription began arrives through it."""
        over = threading.Event()

        def put():
            while not over.wait(0.2):
                self.beside.put_record(StreamName=self.name, PartitionKey="k", ExplicitHashKey="0", Data=b"news")

        putting = threading.Thread(target=put)
        putting.start()
        try:
            where = dict(ConsumerARN=consumer, ShardId="shardId-000000000002", StartingPosition={"Type": "LATEST"})
            events = self.hand("SubscribeToShard", 2, **where)["Events"]
        finally:
            over.set()
            putting.join()
        assert self.texts(pushed(events))[:2] == ["news", "news"]

    def put_one(self, body, **how):
        reply = self.hand("PutRecord", StreamName=self.name, Data=body.encode(), **how)
        self.places[body] = (reply["ShardId"], reply["SequenceNumber"])
        return reply["SequenceNumber"]

    def put_many(self, numbers):
        reply = self.hand("PutRecords", StreamName=self.name, Records=entries(numbers))
        assert reply["FailedRecordCount"] == 0
        for number, record in zip(numbers, reply["Records"], strict=True):
            self.places[text(number)] = (record["ShardId"], record["SequenceNumber"])

    def read(self, shard, **where):
        """All that a shard holds from there: to its end when it is closed, until nothing is left when it is open."""
        reply = self.hand("GetShardIterator", StreamName=self.name, ShardId=shard, **where)
        iterator, records = reply["ShardIterator"], []
        while iterator:
            page = self.hand("GetRecords", ShardIterator=iterator)
            records += page["Records"]
            if page["MillisBehindLatest"] == 0 and not page["Records"]:
                break
            iterator = page.get("NextShardIterator")
        if not iterator:
            self.children[shard] = sorted(child["ShardId"] for child in page["ChildShards"])
        return records

    def wait_until_active(self):
        def active():
            summary = self.hand("DescribeStreamSummary", StreamName=self.name)["StreamDescriptionSummary"]
            return summary["StreamStatus"] == "ACTIVE"

        self.wait_for(active)

    def text(self, record):
        return "packed" if record["Data"] == getattr(self, "packed", None) else record["Data"].decode()

    def texts(self, records):
        return [self.text(record) for record in records]


def text(number):
    return f"record {number:04}"


def entries(numbers):
    return [entry(number) for number in numbers]


def entry(number):
    made = {"PartitionKey": f"key-{number % KEYS}", "Data": text(number).encode()}
    return {**made, "PartitionKey": "far", "ExplicitHashKey": str(HIGHEST)} if number % FAR == 0 else made


def pushed(events):
    return [record for event in events for record in event["Records"]]
