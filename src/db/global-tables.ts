/** Tables without a workspace, each with the reason it has none. A test holds this list against the catalogue. */
export const globalTables: Readonly<Record<string, string>> = {
  "core.migrations": "which migrations ran is a fact of the installation",
  "core.outbox": "the relay reads events of all workspaces; rows hold ids only",
  "jobs.claims": "workers claim across workspaces; rows hold ids, order and lease, the job itself is a tenant row (ADR 0003)",
  "jobs.turns": "fairness between workspaces compares when each was served last; rows hold ids only (ADR 0003)",
  "jobs.workers": "a worker serves every workspace (ADR 0003)",
  "governance.account_audit": "sign-ins and acts of a person who is in no workspace yet",
  "governance.chainer": "one watermark of linked transactions for the whole database; holds no fact of a workspace",
  "identity.users": "a person is one person in every workspace",
  "identity.sessions": "a person signs in before a workspace is known",
  "identity.accounts": "a password belongs to the person, not to a workspace",
  "identity.verifications": "better-auth's ceremonies begin before anybody is signed in",
  "identity.sign_in_links": "a one-time link is opened before anybody is signed in",
  "identity.attempts": "sign-in attempts are counted per address and account before a person is known; rows hold digests only",
  "identity.workspaces": "the workspaces themselves: name and creator; who is in one is a tenant row",
  "integrations.due": "one sender finds what is due in every workspace; rows hold ids and a time only",
};
