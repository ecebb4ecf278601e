export interface ServerEvent {
  kind: string;
  data: unknown;
  id: string | null;
}

/** Server-Sent Events of a response, as they come. */
export async function* events(response: Response): AsyncGenerator<ServerEvent> {
  if (response.body === null) return;
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    rest += chunk;
    const frames = rest.split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      const event = parsed(frame);
      if (event) yield event;
    }
  }
}

function parsed(frame: string): ServerEvent | null {
  let kind = "message";
  let data = "";
  let id: string | null = null;
  for (const line of frame.split("\n")) {
    if (line.startsWith("event:")) kind = line.slice(6).trim();
    else if (line.startsWith("data:")) data += line.slice(5).trim();
    else if (line.startsWith("id:")) id = line.slice(3).trim();
  }
  return data === "" ? null : { kind, data: JSON.parse(data) as unknown, id };
}
