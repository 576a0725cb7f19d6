import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small OpenID Connect issuer: authorization code, PKCE by S256, ID tokens signed with RS256 (OpenID Connect Core §3.1). */
export type Issuer = {
  url: string;
  clientId: string;
  clientSecret: string;
  /** What the next ID token says of whoever signs in; `nonce` here spoils the one that was asked for. */
  claims: Record<string, unknown>;
  /** Signs the next ID token with a key that is not published. */
  forged: boolean;
  stop(): Promise<void>;
};

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

export async function startIssuer(): Promise<Issuer> {
  const [own, stranger] = [newKey(), newKey()];
  const codes = new Map<string, URLSearchParams>();
  const issuer: Issuer = { url: "", clientId: "megzo", clientSecret: "issuer-secret", claims: {}, forged: false, stop };
  const token = (nonce: string | null) => {
    const seconds = Math.floor(Date.now() / 1000);
    const times = { iss: issuer.url, aud: issuer.clientId, iat: seconds, exp: seconds + 60 };
    const said = `${base64url({ alg: "RS256", kid: "k1" })}.${base64url({ ...times, nonce, ...issuer.claims })}`;
    const key = issuer.forged ? stranger.privateKey : own.privateKey;
    return `${said}.${sign("sha256", Buffer.from(said), key).toString("base64url")}`;
  };
  const redeem = (body: URLSearchParams): { status: number; body: object } => {
    const asked = codes.get(body.get("code") ?? "");
    codes.delete(body.get("code") ?? "");
    const proof = createHash("sha256")
      .update(body.get("code_verifier") ?? "")
      .digest("base64url");
    if (!asked || asked.get("code_challenge") !== proof) return { status: 400, body: { error: "invalid_grant" } };
    const id_token = token(asked.get("nonce"));
    return { status: 200, body: { access_token: "a", token_type: "Bearer", expires_in: 60, id_token } };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", issuer.url);
    if (url.pathname === "/.well-known/openid-configuration") return answer(response, 200, discovery(issuer.url));
    if (url.pathname === "/jwks")
      return answer(response, 200, {
        keys: [{ ...own.publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }],
      });
    if (url.pathname === "/token") {
      const { status, body } = redeem(new URLSearchParams(await textOf(request)));
      return answer(response, status, body);
    }
    const code = randomBytes(12).toString("hex");
    codes.set(code, url.searchParams);
    const back = new URL(url.searchParams.get("redirect_uri") ?? "");
    back.search = new URLSearchParams({ code, state: url.searchParams.get("state") ?? "" }).toString();
    return response.writeHead(302, { location: back.href }).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return issuer;

  async function stop() {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const discovery = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
});

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
