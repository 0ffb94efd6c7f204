// Owns starting and ending the slow model server beside a part. Refuses what it answers (slowServer.ts).
import { fork } from "node:child_process";
import type { Context } from "../row.ts";
import type { Listening } from "../slowServer.ts";

/** Does the work while a server of its own process answers. */
export async function withServer<T>({ server }: Context, work: (listening: Listening) => Promise<T>): Promise<T> {
  const child = fork(server, [], { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [] });
  try {
    const listening = await new Promise<Listening>((resolve, reject) => {
      child.once("message", (message) => resolve(message as Listening));
      child.once("exit", (code) => reject(new Error(`the model server ended with ${code ?? "?"}`)));
    });
    return await work(listening);
  } finally {
    child.kill();
  }
}
