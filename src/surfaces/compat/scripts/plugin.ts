import type { FastifyInstance } from "fastify";
import type { HttpHost } from "../../http/rest.ts";
import { registerExperiments } from "./experiments.ts";

/** Paths and shapes that scripts of earlier trackers call; what these name an experiment is one of our runs. */
export function scriptsPlugin(app: FastifyInstance, host: HttpHost): void {
  registerExperiments(app, host);
}
