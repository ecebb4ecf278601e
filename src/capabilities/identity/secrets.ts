import { randomUUIDv7 } from "node:crypto";
import { refuse } from "../../kernel/contract/errors.ts";
import type { Tx } from "../../kernel/ports.ts";
import type { Secret } from "./contract/secrets.ts";
import { masterKeyId, newDataKey, seal, unseal, wrappingKey } from "./domain/sealing.ts";
import {
  activeDataKey,
  allSealed,
  type DataKey,
  dropSecret,
  dropSpentDataKeys,
  holdSealing,
  insertDataKey,
  lockDataKeys,
  readSealed,
  resealSecret,
  retireDataKeys,
  rewrapDataKey,
  type SealedSecret,
  type SecretMeta,
  upsertSecret,
} from "./store/secrets.ts";

export interface SecretToSet {
  name: string;
  value: string;
  /** Null leaves the description as it is. */
  description: string | null;
  /** What keeps it; a secret of another keeper is not overwritten. */
  managedBy: string | null;
  by: string;
}

/** Secrets of workspaces, for server code only: no operation answers what `open` answers. */
export interface Secrets {
  /** The value. @throws Refusal `not_found` without it, `unavailable` under a foreign master key, `checks_failed` when its bytes were changed. */
  open(tx: Tx, workspaceId: string, name: string): Promise<string>;
  /** @throws Refusal `conflict` when the name is kept for something else. */
  set(tx: Tx, workspaceId: string, secret: SecretToSet): Promise<void>;
  remove(tx: Tx, workspaceId: string, name: string): Promise<boolean>;
  /** A new data key for the workspace, every value sealed anew under it; answers how many. */
  rotate(tx: Tx, workspaceId: string): Promise<number>;
  /** Wraps data keys of the previous master key with the present one; answers how many. */
  rewrap(tx: Tx, workspaceId: string): Promise<number>;
  /** The contract's view of a row. */
  shown(meta: SecretMeta): Secret;
  readonly masterKeyId: string;
  /** Whether a previous master key was given as well. */
  readonly holdsPrevious: boolean;
}

declare module "../../kernel/ctx.ts" {
  interface Services {
    readonly secrets: Secrets;
  }
}

/** `previous` opens what was sealed before the master key was changed. */
export function createSecrets(keys: { master: Uint8Array; previous: Uint8Array | null }): Secrets {
  const current = masterKeyId(keys.master);
  const wrapping = new Map([keys.previous, keys.master].flatMap((key) => (key ? [[masterKeyId(key), wrappingKey(key)] as const] : [])));
  const currentKey = wrappingKey(keys.master);

  const keyContext = (ws: string, id: string): string[] => ["data key", ws, id];
  const valueContext = (ws: string, name: string): string[] => ["secret", ws, name];

  /** The data key itself; null where no master key held here wraps it. */
  function unwrap(ws: string, key: DataKey): Buffer | null {
    const by = wrapping.get(key.master_id);
    if (!by) return null;
    const plain = unseal(by, keyContext(ws, key.id), key.wrapped);
    if (!plain) throw changed("The workspace's data key");
    return plain;
  }

  function changed(what: string): Error {
    return refuse(
      "checks_failed",
      `${what} does not open: its stored bytes are not the ones that were written.`,
      "Restore them from a backup, or set the secret anew.",
    );
  }

  function locked(what: string, masterId: string): Error {
    return refuse(
      "unavailable",
      `${what} was sealed under master key ${masterId}; this server holds ${current}.`,
      "Put that key back, or give it as LUMINA_MASTER_KEY_PREVIOUS. If it is lost, so is the value: set the secret anew.",
    );
  }

  async function fresh(tx: Tx, ws: string): Promise<{ id: string; plain: Buffer }> {
    const [id, plain] = [randomUUIDv7(), newDataKey()];
    const wrapped = seal(currentKey, keyContext(ws, id), plain);
    if (await insertDataKey(tx, ws, { id, masterId: current, wrapped })) return { id, plain };
    const first = await activeDataKey(tx, ws);
    const opened = first && unwrap(ws, first);
    if (!first || !opened) throw refuse("conflict", "Another request made this workspace's data key just now.", "Try again.");
    return { id: first.id, plain: opened };
  }

  /** The data key new values are sealed with; one that cannot be opened any more is retired, its values stay locked. */
  async function sealingKey(tx: Tx, ws: string): Promise<{ id: string; plain: Buffer }> {
    await holdSealing(tx, ws, false);
    const active = await activeDataKey(tx, ws);
    if (!active) return await fresh(tx, ws);
    const plain = unwrap(ws, active);
    if (plain) return { id: active.id, plain };
    await lockDataKeys(tx, ws);
    await retireDataKeys(tx, ws);
    return await fresh(tx, ws);
  }

  function valueOf(ws: string, row: SealedSecret): Buffer {
    const plainKey = unwrap(ws, { id: row.key_id, master_id: row.master_id, wrapped: row.wrapped });
    if (!plainKey) throw locked(`Secret ${row.name}`, row.master_id);
    const plain = unseal(plainKey, valueContext(ws, row.name), row.sealed);
    if (!plain) throw changed(`Secret ${row.name}`);
    return plain;
  }

  return {
    masterKeyId: current,
    holdsPrevious: keys.previous !== null,
    async open(tx, ws, name) {
      const row = await readSealed(tx, ws, name);
      if (!row) throw refuse("not_found", `There is no secret ${name} here.`, `Keep it: ./lumina secrets set ${name} --value @file`);
      return valueOf(ws, row).toString("utf8");
    },
    async set(tx, ws, secret) {
      const key = await sealingKey(tx, ws);
      const sealed = seal(key.plain, valueContext(ws, secret.name), Buffer.from(secret.value, "utf8"));
      if (!(await upsertSecret(tx, ws, { ...secret, keyId: key.id, sealed })))
        throw refuse("conflict", `The name ${secret.name} is kept by something else.`, "Choose another name, or change it where it belongs.");
    },
    remove: (tx, ws, name) => dropSecret(tx, ws, name),
    async rotate(tx, ws) {
      await holdSealing(tx, ws, true);
      await lockDataKeys(tx, ws);
      const rows = await allSealed(tx, ws);
      const values = rows.map((row) => ({ name: row.name, value: valueOf(ws, row) }));
      await retireDataKeys(tx, ws);
      const key = await fresh(tx, ws);
      for (const { name, value } of values) await resealSecret(tx, ws, name, key.id, seal(key.plain, valueContext(ws, name), value));
      await dropSpentDataKeys(tx, ws);
      return rows.length;
    },
    async rewrap(tx, ws) {
      await holdSealing(tx, ws, true);
      const old = (await lockDataKeys(tx, ws)).filter((key) => key.master_id !== current);
      let done = 0;
      for (const key of old) {
        const plain = unwrap(ws, key);
        if (!plain) continue;
        await rewrapDataKey(tx, ws, { id: key.id, masterId: current, wrapped: seal(currentKey, keyContext(ws, key.id), plain) });
        done += 1;
      }
      return done;
    },
    shown: ({ masterId, ...meta }) => ({ ...meta, state: wrapping.has(masterId) ? "ready" : "locked" }),
  };
}
