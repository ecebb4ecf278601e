import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const tools = join(root, ".tools");
export const node = join(tools, "bin", "node");
export const pnpm = join(tools, "bin", "pnpm");
export const venv = join(root, ".venv");
/** Outside clients (MLflow, W&B, Optuna), for tests and benchmarks. */
export const clientsVenv = join(root, ".venv-clients");
/** Present only while the Python environment is complete; holds the digest of its lock. */
export const pythonReady = join(venv, ".ready");

/** Everything a package manager would otherwise write into the home folder goes here. */
export function environment() {
  return {
    ...process.env,
    PATH: `${join(tools, "bin")}:${process.env.PATH ?? "/usr/bin:/bin"}`,
    XDG_CACHE_HOME: join(tools, "cache"),
    XDG_DATA_HOME: join(tools, "data"),
    XDG_STATE_HOME: join(tools, "state"),
    PNPM_HOME: join(tools, "pnpm"),
    UV_CACHE_DIR: join(tools, "cache", "uv"),
    PIP_CACHE_DIR: join(tools, "cache", "pip"),
    NODE_COMPILE_CACHE: join(tools, "cache", "node"),
    // onnxruntime sends usage reports unless told otherwise before it is loaded.
    ORT_DISABLE_TELEMETRY: "1",
  };
}

export function inRoot(...parts) {
  return join(root, ...parts);
}

export function present(path) {
  return existsSync(path);
}
