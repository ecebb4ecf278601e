import { createReadStream, createWriteStream, statSync } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseCommand, type Common } from "./arguments.ts";
import { UsageError, type Answer, type Client } from "./client.ts";
import type { Command } from "./document.ts";
import { render } from "./render.ts";
import { resolveInput, type Resolver } from "./resolve.ts";
import { waitForApproval, waitForJob } from "./wait.ts";

export const exitWaits = 3;

/** Runs one operation; answers the exit code. */
export async function runCommand(resolver: Resolver, command: Command, words: readonly string[]): Promise<number> {
  const { client } = resolver;
  const { common, file, input: given } = parseCommand(command, words);
  if (command.direction === "upload") {
    if (file === null) throw new UsageError(`Missing: file\n./lumina ${command.noun} ${command.verb} <file>`);
    given.name ??= "name" in command.fields ? basename(file).replace(/\.[^.]+$/, "") : undefined;
  }
  const input = await resolveInput(resolver, command, given);
  const answer = await send(client, command, input, common);
  if (command.kind === "transfer") return await transfer(client, command, answer, file, common);
  if (command.kind === "watch") return 0;
  const waiting = answer.body.approvalRequired as { id: string } | undefined;
  if (waiting) {
    if (!common.wait) {
      print({ approvalRequired: waiting }, common, `Waits for approval ${waiting.id}.\nSomeone else decides: ./lumina approvals approve ${waiting.id}`);
      return exitWaits;
    }
    print((await waitForApproval(client, waiting.id, common.quiet)).body, common);
    return 0;
  }
  if (command.kind === "job" && common.wait) {
    const job = await waitForJob(client, String(answer.body.jobId), common.quiet || common.json);
    print({ ...answer.body, result: job.result }, common);
    return 0;
  }
  print(answer.body, common);
  return 0;
}

function print(value: unknown, common: Common, text?: string): void {
  process.stdout.write(`${common.json ? JSON.stringify(value) : (text ?? render(value))}\n`);
}

async function send(client: Client, command: Command, input: Record<string, unknown>, common: Common): Promise<Answer> {
  const path = command.path.replace(/\{(\w+)\}/g, (_, id: string) => encodeURIComponent(String(input[id])));
  const rest = Object.entries(input).filter(([key, value]) => !command.pathIds.includes(key) && value !== undefined);
  const headers = common.reason === undefined ? {} : { "lumina-reason": encodeURIComponent(common.reason) };
  if (command.inBody) return await client.call(command.method, path, Object.fromEntries(rest), headers);
  const query = new URLSearchParams();
  for (const [key, value] of rest)
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, typeof one === "object" ? JSON.stringify(one) : String(one));
  const address = query.size > 0 ? `${path}?${query.toString()}` : path;
  if (command.kind === "watch") return await follow(client, address);
  return await client.call(command.method, address, undefined, headers);
}

/** Prints each event of a watch as one JSON line. */
async function follow(client: Client, address: string): Promise<Answer> {
  const response = await client.fetch(address, { headers: { accept: "text/event-stream" } });
  let rest = "";
  for await (const chunk of response.body ?? []) {
    rest += Buffer.from(chunk).toString("utf8");
    const frames = rest.split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      const data = frame.split("\n").find((line) => line.startsWith("data: "));
      if (data && !frame.startsWith("event: end")) process.stdout.write(`${data.slice(6)}\n`);
    }
  }
  return { status: 200, body: {} };
}

async function transfer(client: Client, command: Command, answer: Answer, file: string | null, common: Common): Promise<number> {
  const { url } = answer.body.ticket as { url: string };
  if (command.direction === "upload" && file !== null) {
    const size = statSync(file).size;
    const response = await client.fetch(url, {
      method: "PUT",
      headers: { "content-length": String(size), "lumina-filename": encodeURIComponent(basename(file)) },
      body: Readable.toWeb(createReadStream(file)) as ReadableStream,
      duplex: "half",
    } as RequestInit);
    print(await response.json(), common);
    return 0;
  }
  const response = await client.fetch(url);
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const out = common.out ?? basename(decodeURIComponent(named ?? "download"));
  const bytes = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(bytes, out === "-" ? process.stdout : createWriteStream(out));
  if (out !== "-") print({ file: out, sizeBytes: statSync(out).size }, common);
  return 0;
}
