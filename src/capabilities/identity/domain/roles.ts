import type { Actor, Decision, Grants, ProjectRole, Resource, Role } from "../../../kernel/ports.ts";

/** Action patterns: `noun:verb`, either side may be `*`. */
type Patterns = readonly string[];

interface Rights {
  allow: Patterns;
  except: Patterns;
}

/** Read by nobody but administrators: they show addresses, digests' names and who was invited. */
const guarded: Patterns = ["audit:*", "key:*", "invitation:*", "secret:*", "member:admin", "workspace:admin"];

const building: Patterns = [
  "dataset:write",
  "experiment:write",
  "run:write",
  "training:write",
  "model:write",
  "model:promote",
  "deployment:write",
  "deployment:predict",
  "monitoring:write",
  "job:write",
];

export const roles: Readonly<Record<Role, Rights>> = {
  admin: { allow: ["*:*"], except: [] },
  project_manager: {
    allow: ["*:read", "chat:*", "plan:*", "audit:read", "project:*", "approval:*", "webhook:*", "mirror:*", ...building],
    except: guarded.filter((pattern) => pattern !== "audit:*"),
  },
  data_scientist: { allow: ["*:read", "chat:*", "plan:*", ...building], except: guarded },
  viewer: { allow: ["*:read", "chat:*", "plan:*"], except: guarded },
};

/** On a project a grant stands in place of the role, wider or narrower; administrators stay administrators. */
export const projectRoles: Readonly<Record<ProjectRole, Rights>> = {
  owner: { allow: ["*:read", "project:*", "approval:*", ...building], except: guarded },
  editor: { allow: ["*:read", ...building], except: guarded },
  viewer: { allow: ["*:read"], except: guarded },
};

/** What loops and the worker may do by themselves; everything else runs as the person who asked. */
export const systemRights: Rights = {
  allow: [
    "project:read",
    "dataset:read",
    "dataset:write",
    "experiment:read",
    "run:read",
    "training:read",
    "model:read",
    "deployment:read",
    "deployment:write",
    "monitoring:read",
    "monitoring:write",
    "job:read",
    "job:write",
    "approval:read",
  ],
  except: [],
};

const roleWords: Readonly<Record<Role, string>> = {
  admin: "Admin",
  project_manager: "Project Manager",
  data_scientist: "Data Scientist",
  viewer: "Viewer",
};

/** Whether `noun:verb` is covered by a pattern. */
export function matches(pattern: string, action: string): boolean {
  const [noun, verb] = pattern.split(":");
  const [askedNoun, askedVerb] = action.split(":");
  return (noun === "*" || noun === askedNoun) && (verb === "*" || verb === askedVerb);
}

/** Whether the key of this actor, if it came by one, is limited to less than the action. */
export function withinScopes(actor: Pick<Actor, "scopes">, action: string): boolean {
  return actor.scopes === undefined || actor.scopes.some((scope) => matches(scope, action));
}

const known = new WeakMap<Rights, Map<string, boolean>>();

/** Remembered: it is asked on every ingest, and actions are a short list. */
function covers(rights: Rights, action: string): boolean {
  let answers = known.get(rights);
  if (!answers) known.set(rights, (answers = new Map()));
  let answer = answers.get(action);
  if (answer === undefined) answers.set(action, (answer = rights.allow.some((p) => matches(p, action)) && !rights.except.some((p) => matches(p, action))));
  return answer;
}

function grantors(action: string, resource: Resource | null): string {
  const byRole = (Object.keys(roles) as Role[]).filter((role) => covers(roles[role], action));
  const words = byRole.map((role) => roleWords[role]).join(" or ");
  const owner = resource?.projectId && covers(projectRoles.owner, action) ? ", or an owner of the project can give a grant on it" : "";
  return `an Admin of the workspace can give the role ${words}${owner}`;
}

/**
 * Decides an action: key scopes limit, a project grant stands in place of the role on its project,
 * else the workspace role counts. Pure; the rule reads as a sentence.
 * @example decide(actor, "model:promote", model) // { allowed: false, rule: "the role Viewer does not include model:promote", ... }
 */
export function decide(actor: Actor, action: string, resource: Resource | null): Decision {
  const answer = (allowed: boolean, rule: string): Decision => (allowed ? { allowed, rule } : { allowed, rule, grantors: grantors(action, resource) });
  if (actor.kind === "system") {
    const allowed = actor.id !== "anonymous" && actor.workspaceId !== null && covers(systemRights, action);
    return answer(allowed, `the system ${allowed ? "may" : "may not"} ${action}`);
  }
  if (actor.workspaceId === null || actor.role === null) return answer(false, "you are not a member of this workspace");
  if (!withinScopes(actor, action))
    return { allowed: false, rule: `the key is limited to ${actor.scopes?.join(", ")}`, grantors: `its owner can make a key with the scope ${action}` };
  const grant = resource?.projectId ? actor.projectGrants[resource.projectId] : undefined;
  if (grant !== undefined && actor.role !== "admin") {
    const allowed = covers(projectRoles[grant], action);
    return answer(allowed, `the grant ${grant} on the project ${allowed ? "includes" : "does not include"} ${action}`);
  }
  const allowed = covers(roles[actor.role], action);
  return answer(allowed, `the role ${roleWords[actor.role]} ${allowed ? "includes" : "does not include"} ${action}`);
}

/** The kernel's port. */
export const grants: Grants = { decide };
