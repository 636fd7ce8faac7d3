// Makes one call of AWS's SDK for JavaScript per line of standard input, and answers with one line.
// The driver is suites/hands.py, which also says what a line holds.
import { createInterface } from "node:readline";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as kms from "@aws-sdk/client-kms";
import * as sqs from "@aws-sdk/client-sqs";
import aggregation from "aws-kinesis-agg";
import { RecordAggregator } from "aws-kinesis-agg/lib/kpl-agg.js";

const PATIENCE_SECONDS = 60;
const settings = { endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1 };
const client = new kinesis.KinesisClient(settings);
// Throws when a digest that the service gives does not match.
const queues = new sqs.SQSClient(settings);
const keys = new kms.KMSClient(settings);
const often = { client, maxWaitTime: PATIENCE_SECONDS, minDelay: 1, maxDelay: 1 };

// Listens until so many records have come, or until the subscription ends when that is 0.
async function listen(input, wanted) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_SECONDS * 1000);
  const { EventStream } = await client.send(new kinesis.SubscribeToShardCommand(input), { abortSignal: abort.signal });
  const Events = [];
  let count = 0;
  for await (const { SubscribeToShardEvent: event } of EventStream) {
    if (!event) continue;
    Events.push(event);
    count += event.Records.length;
    if (wanted > 0 && count >= wanted) break;
  }
  clearTimeout(timer);
  return { Events };
}

function aggregate({ Records }) {
  const aggregator = new RecordAggregator();
  for (const { PartitionKey, Data } of Records) aggregator.addUserRecord({ partitionKey: PartitionKey, data: Data });
  const { partitionKey, data } = aggregator.build();
  return { PartitionKey: partitionKey, Data: data };
}

function deaggregate({ Data, PartitionKey, SequenceNumber }) {
  const record = { partitionKey: PartitionKey, sequenceNumber: SequenceNumber, data: Data.toString("base64") };
  let Records = [];
  aggregation.deaggregateSync(record, true, (error, users) => {
    if (error) throw error;
    Records = users.map((user) => ({ PartitionKey: user.partitionKey, Data: user.data }));
  });
  return { Records };
}

async function obey({ service, call, with: input, records }) {
  if (service === "sqs") return await queues.send(new sqs[`${call}Command`](input));
  if (service === "kms") return await keys.send(new kms[`${call}Command`](input));
  switch (call) {
    case "WaitUntilStreamExists":
      return void (await kinesis.waitUntilStreamExists(often, input));
    case "WaitUntilStreamNotExists":
      return void (await kinesis.waitUntilStreamNotExists(often, input));
    case "SubscribeToShard":
      return await listen(input, records);
    case "Aggregate":
      return aggregate(input);
    case "Deaggregate":
      return deaggregate(input);
    default:
      return await client.send(new kinesis[`${call}Command`](input));
  }
}

const isTime = (name) => name.endsWith("Timestamp");
const blobs = ["Data", "BinaryValue", "CiphertextBlob", "Mac", "Message", "Plaintext", "PublicKey", "SharedSecretCiphertextBlob", "Signature"];
const isBlob = (name) => blobs.includes(name);
const typed = (name, value) => (isBlob(name) ? Buffer.from(value, "base64") : isTime(name) ? new Date(value) : value);
const plain = (name, value) => {
  if (value?.type === "Buffer") return Buffer.from(value.data).toString("base64");
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { result: (await obey(JSON.parse(line, typed))) ?? {} };
  } catch (error) {
    const services = [kinesis.KinesisServiceException, kms.KMSServiceException, sqs.SQSServiceException];
    const refused = services.some((service) => error instanceof service);
    // Errors of SQS have an older name as well, by which the other SDKs know them.
    const code = error.Code ?? error.name;
    answer = refused ? { error: { code, message: error.message } } : { broken: error.stack };
  }
  console.log(JSON.stringify(answer, plain));
}
client.destroy();
queues.destroy();
keys.destroy();
