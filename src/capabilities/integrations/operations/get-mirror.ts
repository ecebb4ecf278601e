import { implement } from "../../../kernel/implement.ts";
import { getMirror } from "../contract/mirrors.ts";
import { shown, storedMirror } from "./the-mirror.ts";

export default implement(getMirror, async (ctx, { mirrorId }) => shown(await storedMirror(ctx, mirrorId)));
