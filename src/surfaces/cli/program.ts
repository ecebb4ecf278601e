import { hostname } from "node:os";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { usage } from "./arguments.ts";
import { Client, CliRefusal, UsageError } from "./client.ts";
import { commandsOf, type Command } from "./document.ts";
import { completionScript } from "./completion.ts";
import { runCommand } from "./run.ts";
import { SettingsFile, type Settings } from "./settings.ts";

export interface CliHost {
  settingsPath: string;
  environment: Readonly<Record<string, string | undefined>>;
  defaultUrl: string;
}

/** Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 waits for approval. */
export async function program(words: readonly string[], host: CliHost): Promise<number> {
  try {
    return await dispatch(words, host);
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message, 2);
    if (error instanceof CliRefusal)
      return fail([error.message, error.fix && `Fix: ${error.fix}`, error.requestId && `Request ${error.requestId}`].filter(Boolean).join("\n"), 1);
    return fail(error instanceof Error ? error.message : String(error), 1);
  }
}

function fail(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}

async function dispatch(words: readonly string[], host: CliHost): Promise<number> {
  const file = new SettingsFile(host.settingsPath);
  const [first, second] = words;
  if (first === "login") return await login(words.slice(1), host, file);
  if (first === "register") return await register(words.slice(1), host, file);
  if (first === "logout") {
    file.remove();
    return 0;
  }
  const settings = file.read();
  const client = clientOf(words, host, settings);
  const commands = commandsOf(await client.document());
  if (first === undefined || first === "help" || first === "--help" || first === "-h") return show(overview(commands));
  if (first === "completion") return show(completionScript(commands));
  if (first === "projects" && second === "use") return await useProject(words[2], client, commands, settings, host, file);
  const ofNoun = commands.filter((c) => c.noun === first);
  if (ofNoun.length === 0) throw new UsageError(`There is no ${first}. Known: ${[...new Set(commands.map((c) => c.noun))].join(", ")}`);
  const command = ofNoun.find((c) => c.verb === second);
  if (!command) {
    const list = ofNoun.map((c) => `  ${c.verb.padEnd(18)} ${c.summary}`).join("\n");
    if (second === undefined || second === "--help" || second === "-h") return show(`./lumina ${first} …\n${list}`);
    throw new UsageError(`${first} has no ${second}.\n${list}`);
  }
  if (words.includes("--help") || words.includes("-h")) return show(usage(command));
  const projectId = host.environment.LUMINA_PROJECT ?? settings?.projectId;
  return await runCommand({ client, commands, projectId }, command, words.slice(2));
}

function show(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function clientOf(words: readonly string[], host: CliHost, settings: Settings | null): Client {
  const at = words.indexOf("--url");
  const url = (at >= 0 ? words[at + 1] : undefined) ?? host.environment.LUMINA_URL ?? settings?.url ?? host.defaultUrl;
  return new Client(url, host.environment.LUMINA_KEY ?? settings?.key ?? null);
}

function overview(commands: readonly Command[]): string {
  const nouns = new Map<string, string[]>();
  for (const c of commands) nouns.set(c.noun, [...(nouns.get(c.noun) ?? []), c.verb]);
  const lines = [...nouns].map(([noun, verbs]) => `  ${noun.padEnd(18)} ${verbs.join(", ")}`);
  return [
    "./lumina <noun> <verb> [words] [--flags]   --help after any of them says more",
    "  login              sign in and keep a key",
    "  register           make an account, by an invitation or where registration is open",
    "  projects use       choose the project commands work in",
    "  completion         a script for bash",
    ...lines,
  ].join("\n");
}

async function login(words: readonly string[], host: CliHost, file: SettingsFile): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { url: { type: "string" }, email: { type: "string" }, key: { type: "string" } } });
  const url = values.url ?? host.environment.LUMINA_URL ?? file.read()?.url ?? host.defaultUrl;
  if (values.key !== undefined) {
    await new Client(url, values.key).call("GET", "/api/v1/projects?limit=1");
    file.write({ url, key: values.key });
    return show(`Signed in to ${url}.`);
  }
  if (values.email === undefined)
    throw new UsageError("./lumina login --url U --email E    (password by prompt or LUMINA_PASSWORD)\n./lumina login --url U --key lum_…");
  const password = host.environment.LUMINA_PASSWORD ?? (await askSecret("Password: "));
  const { body } = await new Client(url, null).call("POST", "/auth/cli-login", { email: values.email, password, name: `cli on ${hostname()}` });
  file.write({ url, email: values.email, key: String(body.key) });
  return show(`Signed in to ${url} as ${values.email}.`);
}

/** A new person: open registration, or by the token of an invitation. Signs in afterwards. */
async function register(words: readonly string[], host: CliHost, file: SettingsFile): Promise<number> {
  const options = { url: { type: "string" }, email: { type: "string" }, name: { type: "string" }, invitation: { type: "string" } } as const;
  const { values } = parseArgs({ args: [...words], options });
  const { email, name, invitation } = values;
  if (email === undefined || name === undefined)
    throw new UsageError("./lumina register --email E --name N [--invitation T]    (password by prompt or LUMINA_PASSWORD)");
  const url = values.url ?? host.environment.LUMINA_URL ?? file.read()?.url ?? host.defaultUrl;
  const password = host.environment.LUMINA_PASSWORD ?? (await askSecret("Password: "));
  const body = { email, name, password, ...(invitation !== undefined && { invitation: invitation.split("/").at(-1) }) };
  await new Client(url, null).call("POST", "/auth/sign-up/email", body);
  return await login(["--url", url, "--email", email], { ...host, environment: { ...host.environment, LUMINA_PASSWORD: password } }, file);
}

async function askSecret(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  const answer = await reader.question("");
  reader.close();
  process.stderr.write("\n");
  return answer;
}

async function useProject(
  name: string | undefined,
  client: Client,
  commands: readonly Command[],
  settings: Settings | null,
  host: CliHost,
  file: SettingsFile,
): Promise<number> {
  if (name === undefined) throw new UsageError("./lumina projects use <name or id>");
  const { resolveInput } = await import("./resolve.ts");
  const get = commands.find((c) => c.name === "projects.get");
  if (!get) throw new CliRefusal("This server has no projects.", "");
  const { projectId } = await resolveInput({ client, commands, projectId: undefined }, get, { projectId: name });
  const { body } = await client.call("GET", `/api/v1/projects/${String(projectId)}`);
  file.write({ url: client.url, ...settings, ...(host.environment.LUMINA_URL && { url: host.environment.LUMINA_URL }), projectId: String(body.id) });
  return show(`Commands now work in ${String(body.name)}.`);
}
