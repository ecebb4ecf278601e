import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./lock.mjs";
import { clientsVenv, environment, inRoot, present, pythonReady, tools, venv } from "./paths.mjs";
import { quietly } from "./run.mjs";
import { Problem, say } from "./say.mjs";
import { clearStamp, digestOf, setStamp, stampIs } from "./stamps.mjs";

const uvStamp = join(tools, "stamps", "uv");
const uvHome = join(tools, "uv");
const uv = join(uvHome, "bin", "uv");
const wanted = [3, 11];

/** Makes the Python environment of the trainer from its hashed lock. */
export function ensurePython() {
  return ensureEnvironment({
    lock: inRoot("trainer", "requirements.lock"),
    folder: venv,
    ready: pythonReady,
    name: "Python environment",
    meanwhile: " (the page works meanwhile, training waits for it)",
  });
}

/** Makes the environment of the outside clients that tests and benchmarks run; the product never needs it. */
export function ensureClients() {
  return ensureEnvironment({
    lock: inRoot("toolchain", "clients.lock"),
    folder: clientsVenv,
    ready: join(clientsVenv, ".ready"),
    name: "Environment of the outside clients",
    meanwhile: "",
  });
}

async function ensureEnvironment({ lock, folder, ready, name, meanwhile }) {
  const digest = digestOf(lock);
  const interpreter = join(folder, "bin", "python");
  const done = () => stampIs(ready, digest) && present(interpreter);
  if (done()) return;
  const base = findPython();
  await alone("python", async () => {
    if (done()) return;
    await ensureUv(base);
    const started = Date.now();
    say(`${name}: installing${meanwhile}…`);
    clearStamp(ready);
    const env = { ...environment(), ...indexSettings() };
    if (!present(interpreter)) await quietly("uv venv", uv, ["venv", "--clear", "--python", base, folder], { env });
    await quietly("uv pip sync", uv, ["pip", "sync", "--require-hashes", "--python", interpreter, lock], { env });
    setStamp(ready, digest);
    say(`${name}: ready after ${Math.round((Date.now() - started) / 1000)} s.`);
  });
}

/** The first Python on the path that is new enough. */
function findPython() {
  const seen = [];
  for (const name of ["python3", "python3.13", "python3.12", "python3.11", "python3.14", "python"]) {
    const asked = spawnSync(name, ["-c", "import sys; print(sys.executable); print(*sys.version_info[:2])"], { encoding: "utf8" });
    if (asked.status !== 0) continue;
    const [path, version = ""] = asked.stdout.trim().split("\n");
    const [major, minor] = version.split(" ").map(Number);
    if (major === wanted[0] && minor >= wanted[1]) return path;
    seen.push(`${name} is ${major}.${minor}`);
  }
  throw new Problem(
    `Python ${wanted.join(".")} or newer is needed and was not found (${seen.join(", ") || "no python3 on the path"}).`,
    "Install it, for example: apt-get install python3 python3-venv",
  );
}

async function ensureUv(base) {
  const lock = inRoot("toolchain", "uv.lock");
  const digest = digestOf(lock);
  if (stampIs(uvStamp, digest) && present(uv)) return;
  say("Python environment: fetching uv…");
  rmSync(uvHome, { recursive: true, force: true });
  const made = spawnSync(base, ["-m", "venv", uvHome], { encoding: "utf8", env: environment() });
  if (made.status !== 0) {
    throw new Problem(
      `${base} cannot make a virtual environment: ${(made.stderr || made.stdout).trim().split("\n").slice(-3).join(" / ")}`,
      "Install its venv module, for example: apt-get install python3-venv",
    );
  }
  await quietly("pip install uv", join(uvHome, "bin", "python"), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--require-hashes",
    "--only-binary=:all:",
    "--disable-pip-version-check",
    "-r",
    lock,
  ]);
  setStamp(uvStamp, digest);
}

/** uv does not read pip's settings; a mirror or certificate set there holds for it too. */
function indexSettings() {
  const env = { UV_PYTHON_DOWNLOADS: "never", UV_SYSTEM_CERTS: "1" };
  const listed = spawnSync(join(uvHome, "bin", "python"), ["-m", "pip", "config", "list"], { encoding: "utf8", env: environment() });
  const known = {};
  for (const line of (listed.stdout ?? "").split("\n")) {
    const match = /^(?:global|install|:env:)\.([a-z-]+)='(.*)'$/.exec(line);
    if (match) known[match[1]] = match[2];
  }
  if (!process.env.UV_DEFAULT_INDEX && known["index-url"]) env.UV_DEFAULT_INDEX = known["index-url"];
  if (!process.env.UV_INDEX && known["extra-index-url"])
    env.UV_INDEX = known["extra-index-url"]
      .split(/\s+|\\n/)
      .filter(Boolean)
      .join(" ");
  if (!process.env.SSL_CERT_FILE && known.cert) env.SSL_CERT_FILE = known.cert;
  return env;
}
