import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.mjs";
import { say } from "./say.mjs";

/** Runs the body while no other command of this checkout runs its own; the lock ends with its process. */
export async function alone(purpose, body) {
  const name = `\0lumina-setup-${purpose}-${createHash("sha256").update(root).digest("hex").slice(0, 32)}`;
  for (let tries = 0; ; tries++) {
    const server = await listen(name);
    if (server) {
      try {
        return await body();
      } finally {
        server.close();
      }
    }
    if (tries === 0) say(`Another command sets up this folder (${purpose}); waiting for it…`);
    await sleep(300);
  }
}

function listen(name) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on("error", () => {}).end());
    server.unref();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(name, () => resolve(server));
  });
}
