// The Kinesis client opens plain http endpoints with HTTP/2 prior knowledge.
import assert from "node:assert";
import { KinesisClient, CreateStreamCommand, PutRecordsCommand, ListShardsCommand, GetShardIteratorCommand, GetRecordsCommand, DescribeStreamCommand } from "@aws-sdk/client-kinesis";

const kinesis = new KinesisClient({ endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1 });
assert.equal(kinesis.config.requestHandler.metadata.handlerProtocol, "h2");
const StreamName = `node-${Date.now()}`;
await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
const Records = Array.from({ length: 50 }, (_, i) => ({ PartitionKey: "k", Data: Buffer.from(`record ${i}`) }));
const put = await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
assert.equal(put.FailedRecordCount, 0);
const { Shards } = await kinesis.send(new ListShardsCommand({ StreamName }));
const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: Shards[0].ShardId, ShardIteratorType: "TRIM_HORIZON" }));
const got = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
assert.deepEqual(got.Records.map((r) => Buffer.from(r.Data).toString()), Records.map((r) => r.Data.toString()));
await assert.rejects(kinesis.send(new DescribeStreamCommand({ StreamName: "absent" })), { name: "ResourceNotFoundException" });
kinesis.destroy();
