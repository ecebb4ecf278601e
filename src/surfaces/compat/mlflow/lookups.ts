import { defaultExperiment, findExperimentByNumber, getExperiment, listExperiments } from "../../../capabilities/tracking/contract/experiments.ts";
import { Refusal } from "../../../kernel/contract/errors.ts";
import { firstProject, keeping } from "../acting.ts";
import type { Asked } from "./dialect.ts";
import { invalid, MlflowError } from "./problems.ts";
import type { Place } from "./shapes.ts";

/** An experiment's number never changes; what may is asked anew by every operation. */
interface Known {
  id: string;
  projectId: string;
  number: number;
  artifactLocation: string | null;
}

export interface Lookups {
  /** The project names are looked up in. A workspace without any gets one called Default. */
  projectId(asked: Asked): Promise<string>;
  /** The experiment a client names by number; 0 is the project's default one, whatever its name. @throws MlflowError where there is none. */
  byNumber(asked: Asked, text: string): Promise<Known>;
  /** Number and artifact root of a run's experiment. */
  placeOf(asked: Asked, experimentId: string): Promise<Place>;
  /** How a client sees an experiment of ours. */
  numberOf(asked: Asked, experimentId: string): Promise<string>;
}

const keptMs = 10_000;
/** Experiments that one request may name: each one not known yet is a transaction of its own, and a refusal an audit row. */
const mostAsked = 1000;
const mostKept = 50_000;

export function lookups(): Lookups {
  const projects = keeping<string>(keptMs, mostKept);
  const numbers = new Map<string, Known>();
  const ids = new Map<string, Known>();
  const defaults = new Map<string, Promise<Known>>();
  const askedBy = new WeakMap<object, number>();

  function keep(workspaceId: string | null, known: Known): Known {
    if (numbers.size > mostKept) numbers.clear();
    if (ids.size > mostKept) ids.clear();
    const { id, projectId: project, number, artifactLocation } = known;
    const lean = { id, projectId: project, number, artifactLocation };
    numbers.set(`${workspaceId} ${number}`, lean);
    ids.set(`${workspaceId} ${id}`, lean);
    return lean;
  }

  async function projectId(asked: Asked): Promise<string> {
    const { actor } = asked;
    if (actor.defaultProjectId !== undefined) return actor.defaultProjectId;
    return await projects(`${actor.workspaceId} ${actor.id} ${actor.keyId}`, () => firstProject(asked.call));
  }

  async function openDefault(asked: Asked): Promise<Known> {
    const project = await projectId(asked);
    const key = `${asked.actor.workspaceId} ${project}`;
    const kept = defaults.get(key);
    if (kept) return await kept;
    if (defaults.size > mostKept) defaults.clear();
    const found = defaultOf(asked, project).then((known) => keep(asked.actor.workspaceId, known));
    defaults.set(key, found);
    found.catch(() => defaults.delete(key));
    return await found;
  }

  async function byId(asked: Asked, experimentId: string): Promise<Known> {
    const kept = ids.get(`${asked.actor.workspaceId} ${experimentId}`);
    return kept ?? keep(asked.actor.workspaceId, await asked.call(getExperiment, { experimentId }));
  }

  /** The project's own default one is 0; every other one has its number. */
  async function numberOf(asked: Asked, known: Known): Promise<string> {
    const project = await projectId(asked);
    if (known.projectId !== project) return String(known.number);
    const first = await (defaults.get(`${asked.actor.workspaceId} ${project}`) ?? openDefault(asked)).catch(() => null);
    return first?.id === known.id ? "0" : String(known.number);
  }

  return {
    projectId,
    async byNumber(asked, text) {
      if (!/^-?\d{1,15}$/.test(text)) throw invalid(`Invalid experiment ID '${text.slice(0, 100)}'. Experiment ID must be a valid integer.`);
      const number = Number(text);
      if (number === 0) return await openDefault(asked);
      const kept = numbers.get(`${asked.actor.workspaceId} ${number}`);
      if (kept) return kept;
      const before = askedBy.get(asked.request) ?? 0;
      if (before >= mostAsked) throw invalid(`A request can name at most ${mostAsked} experiments.`);
      askedBy.set(asked.request, before + 1);
      try {
        return keep(asked.actor.workspaceId, await asked.call(findExperimentByNumber, { number }));
      } catch (error) {
        if (error instanceof Refusal && error.code === "not_found") throw noExperiment(text);
        throw error;
      }
    },
    numberOf: async (asked, experimentId) => numberOf(asked, await byId(asked, experimentId)),
    async placeOf(asked, experimentId) {
      const known = await byId(asked, experimentId);
      return { number: await numberOf(asked, known), location: known.artifactLocation };
    },
  };
}

export function noExperiment(text: string): MlflowError {
  return new MlflowError("RESOURCE_DOES_NOT_EXIST", `No Experiment with id=${text} exists`);
}

/** Only who may write makes it; who reads sees it once it is there. */
async function defaultOf(asked: Asked, projectId: string): Promise<Known> {
  const { items } = await asked.call(listExperiments, { projectId, default: true, view: "all", limit: 1 });
  return items[0] ?? (await asked.call(defaultExperiment, { projectId }));
}
