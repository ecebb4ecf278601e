import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type * as z from "zod";
import type { ObjectSchema } from "../../kernel/contract/operation.ts";
import { act, headersFor, type Operation } from "./client.ts";
import { offlineProblem, parseProblem, ProblemError, problemFrom } from "./problem.ts";
import { invalidateNoun } from "./query.ts";

interface Ticket {
  ticket: { url: string; method: string; expiresAt: string };
}

export interface UploadProgress {
  sentBytes: number;
  totalBytes: number;
  startedAt: number;
}

/** The address of the bytes, good for a quarter of an hour. @throws ProblemError when refused. */
export async function ticketFor<I extends ObjectSchema, O extends ObjectSchema>(spec: Operation<I, O>, input: z.input<I>): Promise<Ticket["ticket"]> {
  const acted = await act(spec, input);
  if (acted.kind === "approval") throw new ProblemError(parseProblem("", 202));
  return (acted.output as unknown as Ticket).ticket;
}

/**
 * Uploads a file by an upload transfer: asks for a ticket, then sends the bytes with progress.
 * Aborting the signal stops the bytes; nothing half-written stays.
 * @throws ProblemError when refused, broken off or unreachable.
 */
export async function upload<I extends ObjectSchema, O extends ObjectSchema>(
  spec: Operation<I, O>,
  input: z.input<I>,
  file: File,
  options: { onProgress?(progress: UploadProgress): void; signal?: AbortSignal } = {},
): Promise<z.output<O>> {
  const ticket = await ticketFor(spec, input);
  const startedAt = Date.now();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(headersFor(ticket.method))) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Lumina-Filename", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", (event) => options.onProgress?.({ sentBytes: event.loaded, totalBytes: file.size, startedAt }));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as z.output<O>);
      else reject(new ProblemError(parseProblem(request.responseText, request.status)));
    });
    request.addEventListener("error", () => reject(offlineProblem()));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    options.signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** The bytes of a download transfer, for a page that shows them. @throws ProblemError when refused. */
export async function bytesOf(address: Promise<string>, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(await address, { credentials: "same-origin", signal: signal ?? null });
  if (!response.ok) throw await problemFrom(response);
  return response;
}

/** Starts a download transfer: the browser saves the file under the name the server gives. */
export async function download<I extends ObjectSchema, O extends ObjectSchema>(spec: Operation<I, O>, input: z.input<I>): Promise<void> {
  const ticket = await ticketFor(spec, input);
  const link = document.createElement("a");
  link.href = ticket.url;
  link.download = "";
  link.click();
}

export type UploadState = { phase: "idle" } | { phase: "sending"; file: File; progress: UploadProgress } | { phase: "failed"; file: File; error: Error };

/** State of one upload for a view: start, progress, cancel; reads of the noun are fresh afterwards. */
export function useUpload<I extends ObjectSchema, O extends ObjectSchema>(spec: Operation<I, O>, onDone: (output: z.output<O>) => void) {
  const client = useQueryClient();
  const [state, setState] = useState<UploadState>({ phase: "idle" });
  const abort = useRef<AbortController | null>(null);

  const start = async (input: z.input<I>, file: File): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    setState({ phase: "sending", file, progress: { sentBytes: 0, totalBytes: file.size, startedAt: Date.now() } });
    try {
      const output = await upload(spec, input, file, { signal: controller.signal, onProgress: (progress) => setState({ phase: "sending", file, progress }) });
      await invalidateNoun(client, spec.name.split(".")[0] ?? "");
      setState({ phase: "idle" });
      onDone(output);
    } catch (error) {
      if (controller.signal.aborted) setState({ phase: "idle" });
      else setState({ phase: "failed", file, error: error as Error });
    }
  };
  return { state, start, cancel: () => abort.current?.abort(), reset: () => setState({ phase: "idle" }) };
}
