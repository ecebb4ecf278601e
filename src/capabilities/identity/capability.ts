import type { Capability } from "../../kernel/ctx.ts";
import { rewrapDataKeys, tidyAttempts } from "./loops.ts";
import acceptInvitation from "./operations/accept-invitation.ts";
import createInvitation from "./operations/create-invitation.ts";
import createKey from "./operations/create-key.ts";
import createServiceAccountKey from "./operations/create-service-account-key.ts";
import createServiceAccount from "./operations/create-service-account.ts";
import createWorkspace from "./operations/create-workspace.ts";
import deleteSecret from "./operations/delete-secret.ts";
import getMember from "./operations/get-member.ts";
import getProfile from "./operations/get-profile.ts";
import getSecret from "./operations/get-secret.ts";
import getWorkspace from "./operations/get-workspace.ts";
import listAllKeys from "./operations/list-all-keys.ts";
import listInvitations from "./operations/list-invitations.ts";
import listKeys from "./operations/list-keys.ts";
import listMembers from "./operations/list-members.ts";
import listSecrets from "./operations/list-secrets.ts";
import listServiceAccounts from "./operations/list-service-accounts.ts";
import listSessions from "./operations/list-sessions.ts";
import listWorkspaces from "./operations/list-workspaces.ts";
import removeMember from "./operations/remove-member.ts";
import removeServiceAccount from "./operations/remove-service-account.ts";
import revokeAnyKey from "./operations/revoke-any-key.ts";
import revokeInvitation from "./operations/revoke-invitation.ts";
import revokeKey from "./operations/revoke-key.ts";
import revokeOtherSessions from "./operations/revoke-other-sessions.ts";
import revokeSession from "./operations/revoke-session.ts";
import rotateSecrets from "./operations/rotate-secrets.ts";
import setMemberRole from "./operations/set-member-role.ts";
import setSecret from "./operations/set-secret.ts";
import showInvitation from "./operations/show-invitation.ts";
import updateProfile from "./operations/update-profile.ts";
import updateWorkspace from "./operations/update-workspace.ts";
import { findInvitation } from "./store/invitations.ts";
import { findKey } from "./store/keys.ts";
import { findMember } from "./store/members.ts";
import { findSecret } from "./store/secrets.ts";
import { findServiceAccount } from "./store/service-accounts.ts";
import { findWorkspace } from "./store/workspaces.ts";

export const identityCapability: Capability = {
  name: "identity",
  nouns: ["workspaces", "members", "invitations", "keys", "serviceAccounts", "sessions", "profile", "secrets"],
  operations: [
    createWorkspace,
    listWorkspaces,
    getWorkspace,
    updateWorkspace,
    listMembers,
    getMember,
    setMemberRole,
    removeMember,
    createInvitation,
    listInvitations,
    revokeInvitation,
    showInvitation,
    acceptInvitation,
    createKey,
    listKeys,
    revokeKey,
    listAllKeys,
    revokeAnyKey,
    createServiceAccount,
    listServiceAccounts,
    createServiceAccountKey,
    removeServiceAccount,
    listSessions,
    revokeSession,
    revokeOtherSessions,
    getProfile,
    updateProfile,
    setSecret,
    listSecrets,
    getSecret,
    deleteSecret,
    rotateSecrets,
  ],
  resources: { workspace: findWorkspace, member: findMember, invitation: findInvitation, key: findKey, serviceAccount: findServiceAccount, secret: findSecret },
  loops: [tidyAttempts, rewrapDataKeys],
  migrations: new URL("./migrations/", import.meta.url),
};
