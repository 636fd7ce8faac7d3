// Enhanced fan-out over HTTP/2.
import assert from "node:assert";
import { KinesisClient, CreateStreamCommand, DeleteStreamCommand, DeregisterStreamConsumerCommand, DescribeStreamSummaryCommand, PutRecordsCommand, RegisterStreamConsumerCommand, SubscribeToShardCommand } from "@aws-sdk/client-kinesis";

const kinesis = new KinesisClient({ endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1 });
assert.equal(kinesis.config.requestHandler.metadata.handlerProtocol, "h2");
const StreamName = `node-fanout-${Date.now()}`;
await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
const { StreamDescriptionSummary: { StreamARN } } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
const register = async (ConsumerName) => (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }))).Consumer.ConsumerARN;
const subscribe = async (ConsumerARN, Type) => (await kinesis.send(new SubscribeToShardCommand({ ConsumerARN, ShardId: "shardId-000000000000", StartingPosition: { Type } }))).EventStream;
const texts = async (stream, count) => {
  const found = [];
  for await (const event of stream) {
    found.push(...event.SubscribeToShardEvent.Records.map((r) => Buffer.from(r.Data).toString()));
    if (found.length >= count) break;
  }
  return found;
};

// Several consumers of one connection hear everything, each in order.
const consumers = await Promise.all(["a", "b", "c"].map(register));
const streams = await Promise.all(consumers.map((arn) => subscribe(arn, "TRIM_HORIZON")));
const wanted = Array.from({ length: 1200 }, (_, i) => `record ${i}`);
const heard = streams.map((stream) => texts(stream, wanted.length));
for (let at = 0; at < wanted.length; at += 400) {
  const Records = wanted.slice(at, at + 400).map((text) => ({ PartitionKey: "k", Data: Buffer.from(text) }));
  assert.equal((await kinesis.send(new PutRecordsCommand({ StreamName, Records }))).FailedRecordCount, 0);
}
for (const found of await Promise.all(heard)) assert.deepEqual(found, wanted);

// A consumer that goes ends its subscription with a modelled exception.
const doomed = await register("doomed");
const stream = await subscribe(doomed, "LATEST");
setTimeout(() => kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN: doomed })), 300);
await assert.rejects(texts(stream, 1), { name: "ResourceNotFoundException" });

await kinesis.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
kinesis.destroy();
