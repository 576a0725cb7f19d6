import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOutbound } from "@/lib/outbound";

let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/redirect") return response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    if (request.url === "/cut") return request.socket.destroy();
    if (request.url === "/slow") return setTimeout(() => response.end("late"), 2000);
    if (request.url === "/long") return response.end("x".repeat(5000));
    return response.writeHead(200, { "set-cookie": ["a=1; path=/", "b=2"] }).end("hello");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (url: string, allowed: string[], more = {}) =>
  openOutbound(allowed)({ method: "GET", url, timeoutMs: 1000, ...more });

describe("the one outbound door", () => {
  it.each([
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://2130706433/",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://[::ffff:10.0.0.1]/",
  ])("refuses %s before anything is sent", async (url) => {
    await expect(get(url, [])).rejects.toMatchObject({ reason: "refused-address", sent: false });
  });

  it("lets through exactly what is allowed, by host and port", async () => {
    const answer = await get(`http://${address}/`, [address]);
    expect(answer.text()).toBe("hello");
    expect(answer.setCookies).toEqual(["a=1; path=/", "b=2"]);
    await expect(get(`http://${address}/`, ["127.0.0.1:1"])).rejects.toMatchObject({ reason: "refused-address" });
  });

  it("never follows a redirect", async () => {
    expect((await get(`http://${address}/redirect`, [address])).status).toBe(302);
  });

  it("says that nothing was sent when nobody listens, and that something may have been when the line is cut or too slow", async () => {
    const closed = createServer();
    await new Promise<void>((ready) => closed.listen(0, "127.0.0.1", ready));
    const nobody = `127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((done) => closed.close(done));
    await expect(get(`http://${nobody}/`, [nobody])).rejects.toMatchObject({ reason: "connect", sent: false });
    await expect(get(`http://${address}/cut`, [address])).rejects.toMatchObject({ reason: "reset", sent: true });
    await expect(get(`http://${address}/slow`, [address])).rejects.toMatchObject({ reason: "timeout", sent: true });
  });

  it("stops reading at the limit", async () => {
    await expect(get(`http://${address}/long`, [address], { maxBytes: 1000 })).rejects.toMatchObject({
      reason: "too-large",
    });
  });
});

describe("the way out through a proxy", () => {
  const login = `Basic ${Buffer.from("megzo:pâine").toString("base64")}`;
  let proxy: Server;
  let proxyAddress: string;
  const tunnels: { target: string; login: string | undefined }[] = [];

  beforeAll(async () => {
    proxy = createServer((_, response) => response.writeHead(400).end());
    proxy.on("connect", (request, client: Socket) => {
      tunnels.push({ target: request.url ?? "", login: request.headers["proxy-authorization"] });
      if (request.headers["proxy-authorization"] !== login)
        return client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      const [host = "", port = ""] = (request.url ?? "").split(":");
      const target = connect(Number(port), host, () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        target.pipe(client).pipe(target);
      });
      target.on("error", () => client.destroy());
      client.on("error", () => target.destroy());
    });
    await new Promise<void>((ready) => proxy.listen(0, "127.0.0.1", ready));
    proxyAddress = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  const by = (more = {}) => ({
    proxy: { url: `http://${proxyAddress}`, username: "megzo", password: "pâine", ...more },
  });

  it("carries a connection's calls, with the login in UTF-8 and nothing of it to the target", async () => {
    const answer = await get(`http://${address}/`, [address, proxyAddress], by());
    expect(answer.text()).toBe("hello");
    expect(tunnels.at(-1)).toEqual({ target: address, login });
  });

  it("is refused with nothing sent where the login is wrong or the proxy is not there", async () => {
    const allowed = [address, proxyAddress];
    await expect(get(`http://${address}/`, allowed, by({ password: "x" }))).rejects.toMatchObject({
      reason: "connect",
      sent: false,
    });
    const gone = { proxy: { url: "http://127.0.0.1:1" } };
    await expect(get(`http://${address}/`, [address, "127.0.0.1:1"], gone)).rejects.toMatchObject({
      reason: "connect",
      sent: false,
    });
  });

  it.each(["https://10.0.0.1/", "https://169.254.169.254/", "https://localhost/", "http://example.com/"])(
    "does not lead to %s, and nothing is asked of the proxy",
    async (url) => {
      const before = tunnels.length;
      await expect(get(url, [proxyAddress], by())).rejects.toMatchObject({ reason: "refused-address", sent: false });
      expect(tunnels).toHaveLength(before);
    },
  );

  it.each(["http://127.0.0.1:3128", "http://localhost:3128", "https://10.0.0.1", "http://[::1]:3128"])(
    "may not itself be %s",
    async (url) => {
      await expect(get(`http://${address}/`, [address], { proxy: { url } })).rejects.toMatchObject({
        reason: "refused-address",
        sent: false,
      });
    },
  );

  it("says that the outcome is open when the line is cut behind the tunnel", async () => {
    await expect(get(`http://${address}/cut`, [address, proxyAddress], by())).rejects.toMatchObject({
      reason: "reset",
      sent: true,
    });
  });
});
