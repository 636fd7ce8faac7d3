// Signs an assertion with the library `saml`, whose canonical form and signatures are xml-crypto's, and puts a response around it.
// The claims come as JSON on standard input; the response goes out in base64.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Saml20 } = createRequire(process.cwd() + "/")("saml");
const claims = JSON.parse(readFileSync(0, "utf8"));
const assertion = Saml20.create({
  cert: readFileSync(claims.cert),
  key: readFileSync(claims.key),
  issuer: claims.issuer,
  lifetimeInSeconds: 300,
  audiences: claims.audience,
  recipient: claims.recipient,
  attributes: claims.attributes,
  nameIdentifier: claims.subject,
  nameIdentifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
  signatureAlgorithm: "rsa-sha256",
  digestAlgorithm: "sha256",
});
const now = new Date().toISOString();
const response =
  `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0" IssueInstant="${now}">` +
  `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion}</samlp:Response>`;
process.stdout.write(Buffer.from(response).toString("base64"));
