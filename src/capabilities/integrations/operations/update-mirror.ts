import { refuse } from "../../../kernel/contract/errors.ts";
import { implement } from "../../../kernel/implement.ts";
import { updateMirror } from "../contract/mirrors.ts";
import { putDue } from "../store/due.ts";
import { changeMirror, forgetOutsideExperiments, nameTaken } from "../store/mirrors.ts";
import { secretFor, shown, storedMirror, taken } from "./the-mirror.ts";

export default implement(updateMirror, async (ctx, { mirrorId, token, secretName, ...changes }) => {
  const { tx, workspaceId: ws } = ctx;
  const before = await storedMirror(ctx, mirrorId);
  const name = changes.name ?? before.name;
  if (await nameTaken(tx, ws, before.projectId, name, mirrorId)) throw taken(name);
  const url = changes.url ?? before.url;
  if (url !== before.url) {
    ctx.services.outgoing.check(url, "url");
    // Whoever changes the address must know the token: it would be sent there.
    if (before.secretName !== null && token === undefined && secretName === undefined)
      throw refuse("invalid_input", "Another address needs its token again.", "Give token or secretName together with the new address.", {
        fields: [{ path: "token", message: "needed with a new address" }],
      });
    await forgetOutsideExperiments(tx, ws, mirrorId);
  }
  const given = token !== undefined || secretName !== undefined;
  const kept = given ? await secretFor(ctx, { id: mirrorId, name }, token, secretName) : before.secretName;
  const after = { id: mirrorId, name, url, username: changes.username ?? before.username, artifacts: changes.artifacts ?? before.artifacts, secretName: kept };
  await changeMirror(tx, ws, after);
  if (before.state !== "paused") await putDue(tx, ws, "mirror", mirrorId, mirrorId, 0);
  ctx.audit({
    before: { name: before.name, url: before.url, secretName: before.secretName },
    after: { name, url, secretName: kept, ...(token !== undefined && { token: "changed" }) },
  });
  ctx.emit("mirrors", mirrorId);
  return shown(await storedMirror(ctx, mirrorId));
});
