// This client throws when a digest of a body does not match.
import assert from "node:assert";
import { SQSClient, CreateQueueCommand, SendMessageCommand, SendMessageBatchCommand, ReceiveMessageCommand, DeleteMessageCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";

const sqs = new SQSClient({ endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1 });
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `node-${Date.now()}` }));
const MessageAttributes = { n: { DataType: "Number", StringValue: "42" } };
await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "grüß", MessageAttributes }));
const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }));
assert.equal(Messages[0].Body, "grüß");
assert.equal(Messages[0].MessageAttributes.n.StringValue, "42");
await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle }));
const batch = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "a", MessageBody: "1" }, { Id: "b", MessageBody: "2" }] }));
assert.equal(batch.Successful.length, 2);
await assert.rejects(sqs.send(new GetQueueUrlCommand({ QueueName: "absent" })), { name: "QueueDoesNotExist" });

// Without an endpoint in the constructor this client follows the queue's own address.
const follower = new SQSClient({});
const next = await follower.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
assert.ok(next.Messages.length >= 1);
sqs.destroy();
follower.destroy();
