import type { Implementation } from "../../kernel/ctx.ts";
import appendLines from "./operations/append-lines.ts";
import beat from "./operations/beat.ts";
import getConfig from "./operations/get-config.ts";
import listStreams from "./operations/list-streams.ts";
import readLines from "./operations/read-lines.ts";
import rewriteLines from "./operations/rewrite-lines.ts";
import setConfig from "./operations/set-config.ts";

/** What a client that streams its run needs besides metrics: lines, signs of life, the whole configuration. */
export const streamOperations: readonly Implementation[] = [appendLines, rewriteLines, listStreams, readLines, beat, setConfig, getConfig];
