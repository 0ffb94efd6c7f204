// Owns a local proxy: tunnels and plain requests, all led to one server whatever host they name. Refuses real networks.
import { createServer, request, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

export interface ProxyServer {
  /** Without a scheme, as people write it. */
  readonly address: string;
  /** Host and port of every tunnel and request asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A proxy in front of the server at `port`. With `status` it refuses tunnels by that status. */
export async function proxyServer(port: number, status?: number): Promise<ProxyServer> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server: Server = createServer((incoming, response) => {
    asked.push(new URL(incoming.url ?? "").host);
    const { pathname } = new URL(incoming.url ?? "");
    incoming.pipe(request({ host: "127.0.0.1", port, path: pathname, method: incoming.method, headers: incoming.headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers))));
  });
  server.on("connect", (incoming, socket: Socket) => {
    asked.push(incoming.url ?? "");
    open.add(socket);
    if (status !== undefined) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [socket, onward]) each.on("error", () => socket.destroy());
    return undefined;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
