// A client whose clock is two hours off learns the right time from the Date header of the refusal, and tries again.
import assert from "node:assert";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";

const endpoint = process.env.AWS_ENDPOINT_URL;
const now = Date.now;
for (const off of [-7_200_000, 7_200_000]) {
  Date.now = () => now() + off;
  const once = new KMSClient({ endpoint, maxAttempts: 1 });
  await assert.rejects(once.send(new ListKeysCommand({})), { name: "InvalidSignatureException" });
  const kms = new KMSClient({ endpoint, maxAttempts: 2 });
  assert.equal((await kms.send(new ListKeysCommand({}))).$metadata.attempts, 2);
  assert.equal((await kms.send(new ListKeysCommand({}))).$metadata.attempts, 1);
}
