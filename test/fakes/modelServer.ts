// Owns a real local server that speaks OpenAI chat completions, files and batches, and can misbehave on request. It remembers the exact bytes of every request.
// As a script: node test/fakes/modelServer.ts --port 8099 [--key KEY] [--delay MS]; models: fake, fake:<behaviour>, fake:flaky.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { BatchEndpoints } from "./batchEndpoints.ts";
import { keptOf, tokensOf } from "./keptPrompt.ts";
import { answerTo } from "./modelAnswers.ts";
import { chunksOf, error, head, hint, message, usage, type Body, type Said } from "./modelCompletions.ts";
import { behaviourOf, NAMED_BEHAVIOURS, type Behaviour } from "./modelBehaviours.ts";

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Buffer;
}

export interface ModelServerOptions {
  /** 0 takes a free port. */
  readonly port?: number;
  /** Requests without this key get status 401. */
  readonly key?: string;
  /** Milliseconds between two chunks of a stream. */
  readonly delay?: number;
}

const MODELS = ["fake", "fake:flaky", ...Object.keys(NAMED_BEHAVIOURS).map((name) => `fake:${name}`)];

export class ModelServer {
  readonly seen: SeenRequest[] = [];
  /** Most requests open at the same time. */
  mostOpen = 0;
  /** Its files and batches; what becomes of the next batch is set here. */
  readonly batches = new BatchEndpoints(answerTo);
  readonly #server: Server;
  readonly #options: ModelServerOptions;
  readonly #planned: Behaviour[] = [];
  #always: Behaviour | undefined;
  #open = 0;
  #count = 0;

  private constructor(options: ModelServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(options: ModelServerOptions = {}): Promise<ModelServer> {
    const server = new ModelServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once("error", reject);
      server.#server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  /** Bodies of the chat requests, parsed. */
  get bodies(): readonly Body[] {
    return this.seen.filter(({ path }) => path === "/v1/chat/completions").map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as Body);
  }

  /** The next requests behave like this, one after the other; later ones as their model says. */
  next(...behaviours: readonly Behaviour[]): void {
    this.#planned.push(...behaviours);
  }

  /** Every request behaves like this once {@link next} is used up. */
  always(behaviour: Behaviour | undefined): void {
    this.#always = behaviour;
  }

  forget(): void {
    this.seen.length = 0;
    this.#planned.length = 0;
    this.#always = undefined;
    this.mostOpen = 0;
    this.batches.forget();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.#open);
    response.once("close", () => {
      this.#open -= 1;
    });
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const bytes = Buffer.concat(pieces);
    const path = request.url ?? "";
    this.seen.push({ method: request.method ?? "", path, headers: request.headers, bytes });
    const { key } = this.#options;
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      json(response, 401, error("invalid_api_key", `Incorrect API key provided: ${request.headers.authorization ?? ""}`));
    } else if (path === "/v1/models") {
      json(response, 200, { object: "list", data: MODELS.map((id) => ({ id, object: "model" })) });
    } else if (path === "/v1/chat/completions") {
      const body = JSON.parse(bytes.toString("utf8")) as Body;
      const behaviour = this.#planned.shift() ?? this.#always ?? behaviourOf(body.model, this.#count++);
      if (behaviour) await this.#behave(behaviour, body, response);
      else json(response, 404, error("model_not_found", `The model \`${body.model}\` does not exist`));
    } else {
      const answer = await this.batches.route(request.method ?? "", path, bytes, request.headers["content-type"]);
      if (!answer) json(response, 404, error("not_found", `No route ${path}`));
      else if ("json" in answer) json(response, answer.status, answer.json);
      else response.writeHead(answer.status, { "content-type": "application/octet-stream" }).end(answer.bytes);
    }
  }

  async #behave(behaviour: Behaviour, body: Body, response: ServerResponse): Promise<void> {
    switch (behaviour.kind) {
      case "answer":
        return this.#say(response, body, { text: answerTo(body) });
      case "say":
        return this.#say(response, body, behaviour);
      case "keeps": {
        if (behaviour.how === "refuse" && tokensOf(body.messages) > behaviour.tokens) {
          json(response, 400, error("context_length_exceeded", behaviour.says ?? "The prompt is too long."));
          return;
        }
        const kept = keptOf(body, behaviour.tokens);
        return this.#say(response, kept, { text: answerTo(kept), promptTokens: tokensOf(kept.messages) });
      }
      case "wrong-schema":
        return this.#say(response, body, { text: JSON.stringify({ stage: "enthusiastic", note: 7 }) });
      case "no-stream":
        return this.#say(response, { ...body, stream: false }, { text: answerTo(body) });
      case "rate-limit": {
        const headers = {
          ...(behaviour.retryAfter === undefined ? {} : { "retry-after": behaviour.retryAfter }),
          ...(behaviour.retryAfterMs === undefined ? {} : { "retry-after-ms": behaviour.retryAfterMs }),
        };
        json(response, 429, error("rate_limit_exceeded", "Too many requests"), headers);
        return;
      }
      case "error":
        json(response, behaviour.status, error(behaviour.code ?? null, behaviour.message ?? `Failed on: ${JSON.stringify(body.messages)}`, behaviour.param));
        return;
      case "refuse": {
        const refused = behaviour.parameters.find((parameter) => parameter in body && body[parameter] !== false);
        if (refused === undefined) return this.#say(response, body, { text: answerTo(body) });
        json(response, 400, behaviour.silent ? error(null, "Bad request") : error("unsupported_parameter", `Unsupported parameter: '${refused}'${hint(refused, behaviour.parameters)}`, refused));
        return;
      }
      case "refuse-format": {
        const type = body.response_format?.type;
        if (type === undefined || !behaviour.types.includes(type)) return this.#say(response, body, { text: answerTo(body) });
        json(response, 400, error("invalid_request_error", `response_format of type ${type} is not supported`));
        return;
      }
      case "stall":
        return this.#stream(response, chunksOf(body, { text: answerTo(body) }).slice(0, behaviour.chunks), false);
      case "unfinished":
        if (body.stream !== true) {
          response.writeHead(200, { "content-type": "application/json", "content-length": "4711" }).write('{"choices":');
          await pause(5);
          response.destroy();
          return;
        }
        return this.#stream(response, chunksOf(body, { text: answerTo(body) }).slice(0, 2), true);
      case "stream-error":
        return this.#stream(response, [...chunksOf(body, { text: answerTo(body) }).slice(0, 1), error("server_error", "Engine died")], true);
      case "hang":
        return;
      case "cut": {
        response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
        const chunk = Buffer.from(`data: ${JSON.stringify(chunksOf(body, { text: "好" })[1])}\n\n`, "utf8");
        response.write(chunk.subarray(0, chunk.indexOf(Buffer.from("好", "utf8")) + 1));
        await pause(20);
        response.destroy();
        return;
      }
      case "redirect":
        response.writeHead(307, { location: behaviour.to }).end();
        return;
      case "html":
        response.writeHead(behaviour.status, { "content-type": "text/html" }).end("<html><body><h1>502 Bad Gateway</h1></body></html>");
        return;
      case "garbage":
        response.writeHead(200, { "content-type": "application/json" }).end('{"choices": [{"message": {"content": "half of');
        return;
      case "wrong-shape":
        json(response, 200, { answer: 42 });
        return;
    }
  }

  async #say(response: ServerResponse, body: Body, said: Said): Promise<void> {
    if (body.stream === true) return this.#stream(response, chunksOf(body, said), true);
    json(response, 200, {
      ...head(body, "chat.completion"),
      choices: [{ index: 0, message: { role: "assistant", ...message(said) }, finish_reason: said.finish ?? "stop" }],
      usage: usage(body, said),
    });
  }

  async #stream(response: ServerResponse, chunks: readonly object[], ends: boolean): Promise<void> {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    for (const chunk of chunks) {
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
      await pause(this.#options.delay ?? 0);
    }
    if (ends) response.end("data: [DONE]\n\n");
  }
}

function json(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "8099" }, key: { type: "string" }, delay: { type: "string", default: "15" } } });
  const server = await ModelServer.start({ port: Number(values.port), delay: Number(values.delay), ...(values.key === undefined ? {} : { key: values.key }) });
  console.log(`OpenAI-compatible test server at ${server.baseUrl}, models: ${MODELS.join(", ")}`);
}
