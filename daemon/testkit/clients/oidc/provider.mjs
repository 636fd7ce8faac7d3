// An OpenID Connect provider: the npm package oidc-provider, certified by the OpenID Foundation.
//
// Reads one line of settings from standard input, { keys, port, tls: { cert, key } | null, audience }, writes its issuer to
// standard output once it listens, and ends with standard input. Its users are whoever signs in; its clients are below.
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const settings = JSON.parse((await lines.next()).value);
const handle = (request, response) => provider.callback()(request, response);
const server = settings.tls ? createSecureServer(settings.tls, handle) : createServer(handle);
await new Promise((listening) => server.listen(settings.port, "127.0.0.1", listening));

const issuer = `${settings.tls ? "https" : "http"}://localhost:${server.address().port}`;
const provider = new Provider(issuer, {
  jwks: { keys: settings.keys },
  clients: [
    {
      client_id: "console",
      client_secret: "secret-of-console",
      redirect_uris: ["http://127.0.0.1:9/back"],
      id_token_signed_response_alg: settings.keys[0].alg,
    },
    {
      client_id: "pump-7",
      client_secret: "secret-of-pump-7",
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: settings.keys[0].alg,
    },
  ],
  enabledJWA: { idTokenSigningAlgValues: ["RS256", settings.keys[0].alg] },
  pkce: { required: () => false },
  cookies: { keys: ["a key of a test"] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // Identity tokens are for the client; a machine has only access tokens, which are for us.
      defaultResource: (_, client) => (client.clientId === "pump-7" ? settings.audience : undefined),
      getResourceServerInfo: () => ({
        scope: "",
        audience: settings.audience,
        accessTokenFormat: "jwt",
        accessTokenTTL: settings.seconds ?? 3600,
        jwt: { sign: { alg: settings.keys[0].alg } },
      }),
    },
  },
});
console.log(issuer);
for await (const _ of lines);
process.exit(0);
