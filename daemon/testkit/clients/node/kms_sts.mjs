import assert from "node:assert";
import { KMSClient, CreateKeyCommand, EncryptCommand, DecryptCommand } from "@aws-sdk/client-kms";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

const options = { endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1 };
const kms = new KMSClient(options);
const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
const sealed = await kms.send(new EncryptCommand({ KeyId: KeyMetadata.KeyId, Plaintext: Buffer.from("x") }));
const opened = await kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }));
assert.equal(Buffer.from(opened.Plaintext).toString(), "x");
const me = await new STSClient(options).send(new GetCallerIdentityCommand({}));
assert.match(me.Arn, /:user\/admin$/);
