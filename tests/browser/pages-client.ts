/** The API as the page calls it: by the session's cookies, in one workspace. */
export interface PagesClient {
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
}

export function pagesClient(url: string, cookies: readonly { name: string; value: string }[], workspaceId: string): PagesClient {
  const cookie = cookies.map((each) => `${each.name}=${each.value}`).join("; ");
  const send = async <T>(method: string, path: string, body: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { cookie, origin: url, "Content-Type": "application/json", "X-Lumina-Csrf": "1", "Lumina-Workspace": workspaceId },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  return { post: (path, body) => send("POST", path, body), patch: (path, body) => send("PATCH", path, body) };
}
