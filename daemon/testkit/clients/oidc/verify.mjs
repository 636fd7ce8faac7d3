// Verifies a token as any service would, with the npm package jose: discovery, keys, signature, issuer, audience and times.
//
// Arguments: issuer, audience. Reads the token from standard input, and writes its header and claims to standard output.
import { readFileSync } from "node:fs";
import { createRemoteJWKSet, jwtVerify } from "jose";

const [issuer, audience] = process.argv.slice(2);
const discovery = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
const verified = await jwtVerify(readFileSync(0, "utf8").trim(), keys, {
  issuer: discovery.issuer,
  audience,
  algorithms: discovery.id_token_signing_alg_values_supported,
});
console.log(JSON.stringify({ header: verified.protectedHeader, claims: verified.payload }));
