import { setTimeout as sleep } from "node:timers/promises";

/** A signed-in client of one instance, in one project. */
export interface Client {
  url: string;
  key: string;
  projectId: string;
}

export const admin = { email: "drill@example.org", password: "a long enough password" };

/** Sends one request; the body of a 2xx, else an Error with the answer. Text goes as it is, anything else as JSON. */
export async function send<T>(client: Pick<Client, "url" | "key">, method: string, path: string, body?: unknown): Promise<T> {
  const content = typeof body === "string" ? { type: "text/csv", body } : body === undefined ? null : { type: "application/json", body: JSON.stringify(body) };
  const response = await fetch(`${client.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${client.key}`, ...(content ? { "content-type": content.type } : {}) },
    ...(content ? { body: content.body } : {}),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as T;
}

/** Every item of a list, page by page. */
export async function listAll<T>(client: Client, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ projectId: client.projectId, limit: "1000", ...(cursor === null ? {} : { cursor }) });
    const page: { items: T[]; nextCursor: string | null } = await send(client, "GET", `${path}?${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

/** Signs in as the first administrator and makes a project of its own. */
export async function signIn(url: string): Promise<Client> {
  const { key } = await send<{ key: string }>({ url, key: "" }, "POST", "/auth/cli-login", { ...admin, name: "recovery drill" });
  for (let tries = 0; ; tries++) {
    try {
      const project = await send<{ id: string }>({ url, key }, "POST", "/api/v1/projects", { name: `Recovery ${Date.now()}` });
      return { url, key, projectId: project.id };
    } catch (error) {
      // A mutant's key is only there a moment after it was given.
      if (tries === 20) throw error;
      await sleep(200);
    }
  }
}
