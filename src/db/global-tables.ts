/** Tables without a workspace, each with the reason it has none. A test holds this list against the catalogue. */
export const globalTables: Readonly<Record<string, string>> = {
  "core.migrations": "which migrations ran is a fact of the installation",
  "core.outbox": "the relay reads events of all workspaces; rows hold ids only",
};
