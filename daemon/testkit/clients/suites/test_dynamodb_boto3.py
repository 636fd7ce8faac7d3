import decimal
import threading

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError


@pytest.fixture
def dynamodb(gateway):
    return gateway.client("dynamodb")


@pytest.fixture
def resource(gateway):
    return boto3.resource("dynamodb", endpoint_url=gateway.endpoint, **gateway.keys())


@pytest.fixture
def leases(dynamodb, name):
    """A table as the Kinesis Client Library makes it."""
    dynamodb.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "leaseKey", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "leaseKey", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 3})
    yield name
    dynamodb.delete_table(TableName=name)
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 3})


def refused(call, code="ValidationException", **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code
    return caught.value.response["Error"]["Message"]


def lease(key, owner="w1", counter=0):
    return {"leaseKey": {"S": key}, "leaseOwner": {"S": owner}, "leaseCounter": {"N": str(counter)}}


def test_a_lease_is_taken_renewed_and_lost_in_the_old_way(dynamodb, leases):
    dynamodb.put_item(TableName=leases, Item=lease("shard-0"), Expected={"leaseKey": {"Exists": False}})
    refused(
        dynamodb.put_item,
        "ConditionalCheckFailedException",
        TableName=leases,
        Item=lease("shard-0", "w2"),
        Expected={"leaseKey": {"Exists": False}},
    )
    renewed = dynamodb.update_item(
        TableName=leases,
        Key={"leaseKey": {"S": "shard-0"}},
        Expected={"leaseOwner": {"Value": {"S": "w1"}}, "leaseCounter": {"Value": {"N": "0"}}},
        AttributeUpdates={
            "leaseCounter": {"Value": {"N": "1"}, "Action": "ADD"},
            "checkpoint": {"Value": {"S": "LATEST"}, "Action": "PUT"},
            "leaseOwner": {"Action": "DELETE"},
        },
        ReturnValues="ALL_NEW",
    )["Attributes"]
    assert renewed == {"leaseKey": {"S": "shard-0"}, "leaseCounter": {"N": "1"}, "checkpoint": {"S": "LATEST"}}
    refused(
        dynamodb.delete_item,
        "ConditionalCheckFailedException",
        TableName=leases,
        Key={"leaseKey": {"S": "shard-0"}},
        Expected={"leaseOwner": {"Value": {"S": "w1"}}},
    )
    gone = dynamodb.delete_item(TableName=leases, Key={"leaseKey": {"S": "shard-0"}}, ReturnValues="ALL_OLD")
    assert gone["Attributes"] == renewed
    assert "Item" not in dynamodb.get_item(TableName=leases, Key={"leaseKey": {"S": "shard-0"}})


def test_a_refused_condition_shows_the_item(dynamodb, leases):
    dynamodb.put_item(TableName=leases, Item=lease("shard-0"))
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as caught:
        dynamodb.update_item(
            TableName=leases,
            Key={"leaseKey": {"S": "shard-0"}},
            UpdateExpression="SET leaseOwner = :new",
            ConditionExpression="leaseOwner = :old",
            ExpressionAttributeValues={":new": {"S": "w3"}, ":old": {"S": "w2"}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert caught.value.response["Item"] == lease("shard-0")


def test_leases_are_found_by_their_owner_and_scanned_in_segments(dynamodb, leases):
    for n in range(40):
        dynamodb.put_item(TableName=leases, Item=lease(f"shard-{n:02}", f"w{n % 4}"))
    dynamodb.update_table(
        TableName=leases,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("leaseOwner", "leaseKey")],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": "LeaseOwnerToLeaseKeyIndex",
                    "KeySchema": [
                        {"AttributeName": "leaseOwner", "KeyType": "HASH"},
                        {"AttributeName": "leaseKey", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            }
        ],
    )
    described = dynamodb.describe_table(TableName=leases)["Table"]
    assert described["ItemCount"] == 40 and described["TableSizeBytes"] > 0
    assert [index["IndexStatus"] for index in described["GlobalSecondaryIndexes"]] == ["ACTIVE"]
    pages = dynamodb.get_paginator("query").paginate(
        TableName=leases,
        IndexName="LeaseOwnerToLeaseKeyIndex",
        KeyConditionExpression="leaseOwner = :owner",
        ExpressionAttributeValues={":owner": {"S": "w1"}},
        PaginationConfig={"PageSize": 3},
    )
    found = [item["leaseKey"]["S"] for page in pages for item in page["Items"]]
    assert found == [f"shard-{n:02}" for n in range(1, 40, 4)]

    seen = []
    for segment in range(10):
        pages = dynamodb.get_paginator("scan").paginate(
            TableName=leases, Segment=segment, TotalSegments=10, ConsistentRead=True, PaginationConfig={"PageSize": 2}
        )
        seen += [item["leaseKey"]["S"] for page in pages for item in page["Items"]]
    assert sorted(seen) == [f"shard-{n:02}" for n in range(40)]


def test_a_transaction_is_done_once_or_not_at_all(dynamodb, leases):
    dynamodb.put_item(TableName=leases, Item=lease("a", "w1"))
    change = [
        {"Put": {"TableName": leases, "Item": lease("b"), "ConditionExpression": "attribute_not_exists(leaseKey)"}},
        {
            "Update": {
                "TableName": leases,
                "Key": {"leaseKey": {"S": "a"}},
                "UpdateExpression": "SET leaseOwner = :n ADD leaseCounter :one",
                "ConditionExpression": "leaseOwner = :o",
                "ExpressionAttributeValues": {":n": {"S": "w2"}, ":o": {"S": "w1"}, ":one": {"N": "1"}},
            }
        },
    ]
    dynamodb.transact_write_items(TransactItems=change, ClientRequestToken="token")
    dynamodb.transact_write_items(TransactItems=change, ClientRequestToken="token")
    items = dynamodb.transact_get_items(
        TransactItems=[{"Get": {"TableName": leases, "Key": {"leaseKey": {"S": key}}}} for key in "ab"]
    )["Responses"]
    assert [item["Item"]["leaseCounter"]["N"] for item in items] == ["1", "0"]
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as caught:
        dynamodb.transact_write_items(TransactItems=change, ClientRequestToken="other")
    reasons = [reason["Code"] for reason in caught.value.response["CancellationReasons"]]
    assert reasons == ["ConditionalCheckFailed", "ConditionalCheckFailed"]
    assert "[ConditionalCheckFailed, ConditionalCheckFailed]" in caught.value.response["Error"]["Message"]
    with pytest.raises(dynamodb.exceptions.IdempotentParameterMismatchException):
        dynamodb.transact_write_items(TransactItems=change[:1], ClientRequestToken="token")


def test_one_of_many_takes_the_lock(gateway, leases):
    winners, barrier = [], threading.Barrier(8)

    def contend(n):
        client = gateway.client("dynamodb")
        barrier.wait()
        for key in range(10):
            try:
                client.put_item(
                    TableName=leases,
                    Item=lease(f"lock-{key}", f"w{n}"),
                    ConditionExpression="attribute_not_exists(leaseKey)",
                )
                winners.append((key, n))
            except client.exceptions.ConditionalCheckFailedException:
                pass

    threads = [threading.Thread(target=contend, args=(n,)) for n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(key for key, _ in winners) == list(range(10))


def test_counters_lose_no_step(gateway, leases):
    def count():
        client = gateway.client("dynamodb")
        for _ in range(25):
            client.update_item(
                TableName=leases,
                Key={"leaseKey": {"S": "counter"}},
                UpdateExpression="ADD steps :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    threads = [threading.Thread(target=count) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    item = gateway.client("dynamodb").get_item(TableName=leases, Key={"leaseKey": {"S": "counter"}})["Item"]
    assert item["steps"] == {"N": "150"}


def test_the_resource_keeps_every_type_and_finds_it(resource, name):
    table = resource.create_table(
        TableName=name,
        AttributeDefinitions=[
            {"AttributeName": "site", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "N"},
        ],
        KeySchema=[{"AttributeName": "site", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
    )
    table.wait_until_exists()
    full = {
        "site": "mill",
        "at": decimal.Decimal("12345678901234567890.123456789"),
        "text": "",
        "bytes": Binary(b"\x00\xff"),
        "truth": True,
        "nothing": None,
        "list": [1, "two", {"three": [3]}],
        "texts": {"a", "b"},
        "numbers": {decimal.Decimal("1"), decimal.Decimal("-2.5")},
    }
    table.put_item(Item=full)
    assert table.get_item(Key={"site": "mill", "at": full["at"]})["Item"] == full
    with table.batch_writer() as batch:
        for n in range(60):
            batch.put_item(Item={"site": "mill", "at": n, "even": n % 2 == 0, "tags": {f"t{n % 3}"}})
        batch.delete_item(Key={"site": "mill", "at": full["at"]})
    found = table.query(
        KeyConditionExpression=Key("site").eq("mill") & Key("at").between(10, 30),
        FilterExpression=Attr("even").eq(True) & Attr("tags").contains("t0") & ~Attr("missing").exists(),
        ScanIndexForward=False,
        ProjectionExpression="#a",
        ExpressionAttributeNames={"#a": "at"},
    )
    assert [int(item["at"]) for item in found["Items"]] == [30, 24, 18, 12]
    assert (found["Count"], found["ScannedCount"]) == (4, 21)
    assert table.scan(Select="COUNT")["Count"] == 60
    assert table.query(KeyConditionExpression=Key("site").eq("mill") & Key("at").lt(5), Select="COUNT")["Count"] == 5
    got = resource.batch_get_item(RequestItems={name: {"Keys": [{"site": "mill", "at": n} for n in (1, 2, 999)]}})
    assert sorted(int(item["at"]) for item in got["Responses"][name]) == [1, 2]
    table.update_item(
        Key={"site": "mill", "at": 1},
        UpdateExpression="SET #l = list_append(if_not_exists(#l, :empty), :more)",
        ConditionExpression=Attr("even").eq(False),
        ExpressionAttributeNames={"#l": "list"},
        ExpressionAttributeValues={":empty": [], ":more": [1]},
    )
    assert table.get_item(Key={"site": "mill", "at": 1})["Item"]["list"] == [1]
    table.delete()
    table.wait_until_not_exists()


@pytest.mark.parametrize(
    "expression, text",
    [
        ("", "Invalid ConditionExpression: The expression can not be empty;"),
        ("a =", 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'),
        ("name = :v", "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: name"),
        (
            "#x = :v",
            "Invalid ConditionExpression: An expression attribute name used in the document path is not defined; "
            "attribute name: #x",
        ),
        (
            "a = :w",
            "Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute "
            "value: :w",
        ),
        ("near(a, :v)", "Invalid ConditionExpression: Invalid function name; function: near"),
        ("attribute_exists(a)", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}"),
    ],
)
def test_expressions_are_refused_in_aws_words(dynamodb, leases, expression, text):
    arguments = dict(
        TableName=leases,
        Item=lease("a"),
        ConditionExpression=expression,
        ExpressionAttributeValues={":v": {"S": "x"}},
    )
    assert refused(dynamodb.put_item, **arguments) == text


def test_tags_time_to_live_and_backups(dynamodb, leases):
    arn = dynamodb.describe_table(TableName=leases)["Table"]["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    dynamodb.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    dynamodb.update_time_to_live(
        TableName=leases, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
    )
    described = dynamodb.describe_time_to_live(TableName=leases)["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}
    backups = dynamodb.describe_continuous_backups(TableName=leases)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    off = {"PointInTimeRecoveryEnabled": False}
    dynamodb.update_continuous_backups(TableName=leases, PointInTimeRecoverySpecification=off)
    assert leases in dynamodb.list_tables()["TableNames"]
    assert dynamodb.describe_limits()["TableMaxReadCapacityUnits"] > 0
    assert dynamodb.describe_endpoints()["Endpoints"][0]["CachePeriodInMinutes"] > 0


def test_batches(dynamodb, leases):
    puts = [{"PutRequest": {"Item": lease(f"k{n}")}} for n in range(25)]
    done = dynamodb.batch_write_item(RequestItems={leases: puts}, ReturnConsumedCapacity="TOTAL")
    assert done["UnprocessedItems"] == {} and done["ConsumedCapacity"][0]["CapacityUnits"] == 25
    keys = [{"leaseKey": {"S": f"k{n}"}} for n in range(30)]
    got = dynamodb.batch_get_item(RequestItems={leases: {"Keys": keys, "ProjectionExpression": "leaseKey"}})
    assert len(got["Responses"][leases]) == 25 and got["UnprocessedKeys"] == {}
    too_many = {leases: [{"PutRequest": {"Item": lease(f"k{n}")}} for n in range(26)]}
    refused(dynamodb.batch_write_item, RequestItems=too_many)


def test_tables_survive_a_restart(own_gateway):
    dynamodb = own_gateway.client("dynamodb")
    dynamodb.create_table(
        TableName="kept",
        AttributeDefinitions=[{"AttributeName": "leaseKey", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "leaseKey", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="kept", Item=lease("a", "w9", 7))
    own_gateway.stop()
    own_gateway.start()
    dynamodb = own_gateway.client("dynamodb")
    item = dynamodb.get_item(TableName="kept", Key={"leaseKey": {"S": "a"}}, ConsistentRead=True)["Item"]
    assert item == lease("a", "w9", 7)
