import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Digest of the contents of files; a missing file counts as such. */
export function digestOf(...files) {
  const hash = createHash("sha256");
  for (const file of files) {
    try {
      hash.update(readFileSync(file));
    } catch {
      hash.update("missing");
    }
    hash.update("\0");
  }
  return hash.digest("hex");
}

/** Digest of names, sizes and times below folders: cheap enough for every start. */
export function treeDigest(paths, seed) {
  const hash = createHash("sha256").update(seed);
  const walk = (path) => {
    let stat;
    try {
      stat = statSync(path);
    } catch {
      return;
    }
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).toSorted()) walk(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\0`);
    }
  };
  paths.forEach(walk);
  return hash.digest("hex");
}

export function stampIs(file, digest) {
  try {
    return readFileSync(file, "utf8") === digest;
  } catch {
    return false;
  }
}

export function setStamp(file, digest) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, digest);
  renameSync(`${file}.new`, file);
}

export function clearStamp(file) {
  rmSync(file, { force: true });
}
