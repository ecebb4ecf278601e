import { randomUUIDv7 } from "node:crypto";
import pg from "pg";
import { app } from "../harness.ts";

/** A database without any table; the roles of the installation exist. */
export interface Empty {
  ownerUrl: string;
  appUrl: string;
  /** Superuser. */
  root: pg.Client;
  drop(): Promise<void>;
}

export async function emptyDatabase(): Promise<Empty> {
  const urls = await app();
  const name = `test_${randomUUIDv7().replaceAll("-", "")}`;
  const at = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const server = new pg.Client({ connectionString: urls.rootUrl });
  await server.connect();
  await server.query(`create database ${name} owner lumina_owner template template0`);
  const root = new pg.Client({ connectionString: at(urls.rootUrl) });
  await root.connect();
  return {
    ownerUrl: at(urls.ownerUrl),
    appUrl: at(urls.appUrl),
    root,
    async drop() {
      await root.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}
