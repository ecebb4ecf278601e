import type { InfiniteData, UseInfiniteQueryOptions } from "@tanstack/react-query";
import { downloadArtifact, listArtifacts, type Artifact } from "../../../../../capabilities/tracking/contract/artifacts.ts";
import { downloadModelArtifact, listModelArtifacts } from "../../../../../capabilities/tracking/contract/model-artifacts.ts";
import { pagesFor } from "../../../../lib/query.ts";
import { download, ticketFor } from "../../../../lib/transfer.ts";

interface ArtifactPage {
  items: Artifact[];
  nextCursor: string | null;
}

/** Whose files these are, and how they are reached. */
export interface ArtifactSource {
  /** Names the owner in cache keys. */
  key: string;
  /** Set where tables can be read by page. */
  runId: string | null;
  list: UseInfiniteQueryOptions<ArtifactPage, Error, InfiniteData<ArtifactPage>, readonly unknown[], string | null>;
  /** Address of a file's bytes. */
  address(path: string): Promise<string>;
  save(path: string): Promise<void>;
}

const pageSize = 1000;

export function runFiles(runId: string): ArtifactSource {
  return {
    key: `run ${runId}`,
    runId,
    list: pagesFor(listArtifacts, { runId, limit: pageSize }) as unknown as ArtifactSource["list"],
    address: async (path) => (await ticketFor(downloadArtifact, { runId, path })).url,
    save: async (path) => await download(downloadArtifact, { runId, path }),
  };
}

export function modelFiles(loggedModelId: string): ArtifactSource {
  return {
    key: `model ${loggedModelId}`,
    runId: null,
    list: pagesFor(listModelArtifacts, { loggedModelId, limit: pageSize }) as unknown as ArtifactSource["list"],
    address: async (path) => (await ticketFor(downloadModelArtifact, { loggedModelId, path })).url,
    save: async (path) => await download(downloadModelArtifact, { loggedModelId, path }),
  };
}
