// Proxies and company certificates of the terminal, end to end: a model behind a host that only the proxy knows.
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openaiChat } from "../../../src/models/openaiChat.ts";
import { proxyFetch } from "../../../src/node/proxyFetch.ts";
import { ModelServer } from "../../fakes/modelServer.ts";
import { proxyServer, type ProxyServer } from "../../fakes/proxyServer.ts";
import { quickClock } from "../../fakes/quickClock.ts";

let server: ModelServer;
let proxy: ProxyServer;
beforeAll(async () => {
  server = await ModelServer.start();
  proxy = await proxyServer(Number(new URL(server.origin).port));
});
afterEach(() => server.forget());
afterAll(async () => {
  await proxy.close();
  await server.close();
});

async function answer(baseUrl: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const chat = openaiChat({ name: "far", baseUrl, model: "fake", retry: { attempts: 1 } }, { clock: quickClock(100), fetch: await proxyFetch(environment) });
  return (await chat.complete({ messages: [{ role: "user", content: "Shall I?" }] }, () => undefined, AbortSignal.timeout(20_000))).text;
}

describe("proxyFetch", () => {
  it("goes through the proxy, streaming, and follows no redirect there either", async () => {
    expect(await answer("http://models.example/v1", { http_proxy: proxy.address })).not.toBe("");
    expect(proxy.asked.at(-1)).toMatch(/^models\.example(?::80)?$/u);
    server.always({ kind: "redirect", to: "http://elsewhere.example/v1/chat/completions" });
    await expect(answer("http://models.example/v1", { HTTP_PROXY: `http://${proxy.address}` })).rejects.toMatchObject({ id: "endpoint-redirected" });
    expect(proxy.asked.join(" ")).not.toContain("elsewhere");
  });

  it("asks this machine and what NO_PROXY excepts directly", async () => {
    const before = proxy.asked.length;
    expect(await answer(server.baseUrl, { http_proxy: proxy.address })).not.toBe("");
    await expect(answer("http://models.invalid/v1", { http_proxy: proxy.address, NO_PROXY: ".invalid" })).rejects.toMatchObject({ id: "endpoint-unreachable" });
    expect(proxy.asked).toHaveLength(before);
  });

  it("is the global fetch where no proxy is named, or none is wanted", async () => {
    expect(await proxyFetch({})).toBe(fetch);
    expect(await proxyFetch({ HTTPS_PROXY: " " })).toBe(fetch);
    expect(await proxyFetch({ HTTPS_PROXY: proxy.address, no_proxy: "*" })).toBe(fetch);
  });

  it("says what is wrong with a proxy without showing its address", async () => {
    await expect(proxyFetch({ HTTPS_PROXY: "socks5://me:secret@host" })).rejects.toMatchObject({ id: "proxy-address-invalid", values: { variable: "HTTPS_PROXY" } });
    const closed = await proxyServer(1, 407);
    await expect(answer("https://models.example/v1", { https_proxy: closed.address })).rejects.toMatchObject({ id: "endpoint-unreachable", values: { code: "proxy-407" } });
    await closed.close();
  });
});

/** A certificate needs a tool that makes one. */
function certificate(folder: string): boolean {
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=models.example", "-addext", "subjectAltName=DNS:models.example", "-keyout", path.join(folder, "key.pem"), "-out", path.join(folder, "certificate.pem")], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(path.join(os.tmpdir(), "fidelity-tls-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!certificate(folder))("a company's certificate", () => {
  it("is trusted where NODE_EXTRA_CA_CERTS names it, and the failure says so where not", async () => {
    const reply = { choices: [{ index: 0, message: { role: "assistant", content: "through" }, finish_reason: "stop" }] };
    const secure = createServer({ key: readFileSync(path.join(folder, "key.pem")), cert: readFileSync(path.join(folder, "certificate.pem")) }, (_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(reply));
    });
    await new Promise<void>((resolve) => {
      secure.listen(0, "127.0.0.1", resolve);
    });
    const tunnel = await proxyServer((secure.address() as AddressInfo).port);
    const outcome = (more: Readonly<Record<string, string>>): Promise<string> =>
      new Promise((resolve) => {
        const env = { PATH: process.env.PATH ?? "", HTTPS_PROXY: tunnel.address, ...more };
        execFile(process.execPath, [path.join(import.meta.dirname, "askThroughProxy.ts"), "https://models.example/v1"], { env }, (_error, stdout) => resolve(stdout.trim()));
      });
    expect(await outcome({ NODE_EXTRA_CA_CERTS: path.join(folder, "certificate.pem") })).toBe("through");
    expect(await outcome({})).toMatch(/^endpoint-certificate DEPTH_ZERO_SELF_SIGNED_CERT$/u);
    await tunnel.close();
    secure.closeAllConnections();
    secure.close();
  });
});
