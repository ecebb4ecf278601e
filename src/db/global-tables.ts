/** Tables without a workspace, each with the reason it has none. A test holds this list against the catalogue. */
export const globalTables: Readonly<Record<string, string>> = {
  "core.migrations": "which migrations ran is a fact of the installation",
  "core.outbox": "the relay reads events of all workspaces; rows hold ids only",
  "jobs.claims": "workers claim across workspaces; rows hold ids, order and lease, the job itself is a tenant row (ADR 0003)",
  "jobs.turns": "fairness between workspaces compares when each was served last; rows hold ids only (ADR 0003)",
  "jobs.workers": "a worker serves every workspace (ADR 0003)",
};
