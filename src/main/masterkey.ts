import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, type Config } from "./config.ts";

const keyBytes = 32;

/**
 * The 32-byte key that wraps the data keys of workspaces: from the environment, else from
 * `master.key` in the home folder, which is made once with mode 0600.
 * @throws ConfigError when the file is missing, unreadable, of the wrong size, or open to others.
 */
export function masterKey(config: Pick<Config, "home" | "masterKey">): Buffer {
  const source = config.masterKey;
  if (source && "text" in source) return parse(source.text, "LUMINA_MASTER_KEY");
  if (source) return parse(read(source.file), source.file);
  return parse(read(ensureFile(config.home)), join(config.home, "master.key"));
}

/** The key that was used before, where one was given. */
export function previousMasterKey(config: Pick<Config, "previousMasterKey">): Buffer | null {
  return config.previousMasterKey && parse(config.previousMasterKey.text, "LUMINA_MASTER_KEY_PREVIOUS");
}

function ensureFile(home: string): string {
  const file = join(home, "master.key");
  mkdirSync(home, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${randomBytes(keyBytes).toString("hex")}\n`, { mode: 0o600, flag: "w" });
  try {
    // A link fails where a file exists: two first starts end with one key.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(fresh);
  }
  return file;
}

function read(file: string): string {
  try {
    const mode = statSync(file).mode & 0o077;
    if (mode !== 0) throw new ConfigError([`The master key ${file} can be read by others. Close it with: chmod 600 ${file}`]);
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([
      `The master key ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). Put the file back, or mend LUMINA_MASTER_KEY_FILE.`,
    ]);
  }
}

function parse(text: string, where: string): Buffer {
  const key = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (key.length !== keyBytes) throw new ConfigError([`${where} holds ${key.length} bytes, a master key has ${keyBytes}. Make one with: openssl rand -hex 32`]);
  return key;
}
