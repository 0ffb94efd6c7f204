// Owns the `fetch` of calls outside the editor: through the proxy that the usual variables name. Certificates of NODE_EXTRA_CA_CERTS are Node's
// own affair. Refuses the editor, whose global fetch knows its proxy.
import { Failure } from "../core/messages/failure.ts";

/** Servers of this machine are never asked through a proxy. */
const LOOPBACK = "localhost,127.0.0.1,[::1]";

/**
 * The global `fetch`, or where a variable names a proxy one that goes through it for hosts that NO_PROXY does not except. Node's
 * own fetch learnt this only after version 20, and on request. Rejects with `proxy-address-invalid`, which does not show the address: it may hold a password.
 */
export async function proxyFetch(environment: Readonly<Record<string, string | undefined>>): Promise<typeof fetch> {
  const httpProxy = addressIn(environment, "http_proxy");
  const httpsProxy = addressIn(environment, "https_proxy");
  const exempt = (environment.no_proxy ?? environment.NO_PROXY ?? "").trim();
  if ((httpProxy === undefined && httpsProxy === undefined) || exempt === "*") return fetch;
  const { EnvHttpProxyAgent, fetch: fetchThrough } = await import("undici");
  // Empty stands for "none"; undefined would be looked up in this process's own variables.
  const dispatcher = new EnvHttpProxyAgent({ httpProxy: httpProxy ?? "", httpsProxy: httpsProxy ?? "", noProxy: `${exempt},${LOOPBACK}`, headersTimeout: 0, bodyTimeout: 0 });
  const through = (input: Parameters<typeof fetchThrough>[0], init?: Parameters<typeof fetchThrough>[1]): ReturnType<typeof fetchThrough> => fetchThrough(input, { ...init, dispatcher });
  return through as unknown as typeof fetch;
}

/** A proxy's address, which may be written without its scheme. */
function addressIn(environment: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = [environment[name], environment[name.toUpperCase()]].map((each) => each?.trim()).find(Boolean);
  if (value === undefined) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address) || !/^https?:/iu.test(address)) throw new Failure("proxy-address-invalid", { variable: name.toUpperCase() });
  return address;
}
