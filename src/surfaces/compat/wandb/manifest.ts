import type * as z from "zod";
import { downloadVersionFile, type VersionEntry } from "../../../capabilities/tracking/contract/artifact-versions.ts";
import type { Asked } from "./asked.ts";
import { checkedPath } from "./files.ts";
import { versionUuid } from "./ids.ts";
import { isObject, Num, readJson, type Value } from "./json.ts";
import { WandbError } from "./problems.ts";

const maxBytes = 64 * 1024 * 1024;
const maxEntries = 100_000;

async function readManifest(asked: Asked, versionId: string, path: string): Promise<Value> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await asked.bytes(downloadVersionFile, { versionId, path })) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) throw new WandbError("The artifact's manifest is longer than 64 MB. Log it as several artifacts.", 413);
    chunks.push(chunk as Buffer);
  }
  try {
    return readJson(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new WandbError("The artifact's manifest is not JSON.");
  }
}

/** The files that the SDK's manifest of a version names. */
export async function manifestEntries(asked: Asked, versionId: string, path: string): Promise<z.input<typeof VersionEntry>[]> {
  const manifest = await readManifest(asked, versionId, path);
  const contents = isObject(manifest) ? manifest["contents"] : undefined;
  if (!isObject(contents)) throw new WandbError("The artifact's manifest names no contents.");
  const entries = Object.entries(contents);
  if (entries.length > maxEntries) throw new WandbError(`The artifact has ${entries.length} files; ${maxEntries} may be. Log it as several artifacts.`, 413);
  return entries.map(([name, entry]) => {
    if (!isObject(entry)) throw new WandbError(`The manifest's entry ${name} is not an object.`);
    const { size, ref, birthArtifactID } = entry;
    const sizeBytes = size instanceof Num ? Number(size.source) : 0;
    const from = typeof birthArtifactID === "string" ? versionUuid(birthArtifactID) : null;
    return {
      path: checkedPath(name),
      sizeBytes,
      ...(typeof ref === "string" && ref !== "" ? { uri: ref } : from !== null && from !== versionId && { fromVersionId: from }),
    };
  });
}
