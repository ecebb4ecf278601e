export interface ServerEvent {
  type: string;
  data: string;
  id: string | null;
}

/**
 * Reads an event stream. `EventSource` cannot send the workspace header, so the stream
 * is read from `fetch`; comments and unknown fields are skipped as the standard says.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  let event = blank();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (event.data.length > 0 || event.type !== "message") yield { type: event.type, data: event.data.join("\n"), id: event.id };
          event = blank();
        } else take(event, line);
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

interface Draft {
  type: string;
  data: string[];
  id: string | null;
}

const blank = (): Draft => ({ type: "message", data: [], id: null });

function take(event: Draft, line: string): void {
  const colon = line.indexOf(":");
  if (colon === 0) return;
  const name = colon === -1 ? line : line.slice(0, colon);
  const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "data") event.data.push(value);
  else if (name === "event") event.type = value;
  else if (name === "id") event.id = value;
}
