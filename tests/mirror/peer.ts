import type { AddressInfo } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { World } from "../harness.ts";
import { silentLog } from "../../src/main/log.ts";
import { createHttp } from "../../src/surfaces/http/app.ts";
import { mlflowPlugin } from "../../src/surfaces/compat/mlflow/plugin.ts";
import { wandbPlugin } from "../../src/surfaces/compat/wandb/plugin.ts";

/** A second LuminaOps workspace as the outside server, in both dialects, that can be made to fail. */
export interface Peer {
  url: string;
  world: World;
  key: string;
  /** Requests that came, newest last. */
  asked: string[];
  /** Decides before a request is answered; `after` breaks the connection once it was carried out. */
  trouble: (path: string, count: number) => { status: number } | "after" | null;
  close(): Promise<void>;
  reopen(): Promise<void>;
}

export async function peer(world: World): Promise<Peer> {
  const key = "key-of-the-outside-server";
  const authenticate = async (request: { headers: { authorization?: string | undefined } }) => {
    const [scheme = "", value = ""] = (request.headers.authorization ?? "").split(" ");
    const given = scheme === "Basic" ? Buffer.from(value, "base64").toString("utf8").split(":").slice(1).join(":") : value;
    return (scheme === "Bearer" || scheme === "Basic") && given === key ? { ...world.actor, defaultProjectId: world.projectId } : null;
  };
  const made: Peer = { url: "", world, key, asked: [], trouble: () => null, close: async () => undefined, reopen: async () => undefined };
  let port = 0;
  made.reopen = async () => {
    const http = await createHttp({ host: { kernel: world.kernel, authenticate }, log: silentLog, version: "test", plugins: [mlflowPlugin, wandbPlugin] });
    http.addHook("onRequest", async (request: FastifyRequest, reply: FastifyReply) => {
      made.asked.push(`${request.method} ${request.url}`);
      const trouble = made.trouble(request.url, made.asked.length);
      if (trouble !== null && trouble !== "after") return reply.code(trouble.status).send({ oops: true });
    });
    http.addHook("onSend", async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
      if (made.trouble(request.url, made.asked.length) === "after") reply.raw.destroy();
      return payload;
    });
    await http.listen({ host: "127.0.0.1", port });
    port = (http.server.address() as AddressInfo).port;
    made.url = `http://127.0.0.1:${port}`;
    made.close = async () => {
      http.server.closeAllConnections();
      await http.close();
    };
  };
  await made.reopen();
  return made;
}
