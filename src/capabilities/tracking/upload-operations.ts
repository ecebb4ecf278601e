import type { Implementation } from "../../kernel/ctx.ts";
import abort from "./operations/abort-upload.ts";
import complete from "./operations/complete-upload.ts";
import get from "./operations/get-upload.ts";
import open from "./operations/open-upload.ts";
import part from "./operations/upload-part.ts";

/** Artifacts that arrive in parts. */
export const uploadOperations: readonly Implementation[] = [open, part, get, complete, abort];
