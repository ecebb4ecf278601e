import protobuf from "protobufjs/light.js";
import { endOfString } from "../../http/json.ts";

/** Whether a message of a resolved type holds more fields than this; empty ones weigh two bytes each and a hundred times that once read. */
export function protoHoldsMore(type: protobuf.Type, body: Buffer, most: number): boolean {
  const reader = protobuf.Reader.create(body);
  let left = most;
  const walk = (at: protobuf.Type, end: number): void => {
    while (reader.pos < end && left > 0) {
      left -= 1;
      const tag = reader.uint32();
      const inner = at.fieldsById[tag >>> 3]?.resolvedType;
      if ((tag & 7) === 2 && inner instanceof protobuf.Type) {
        const length = reader.uint32();
        walk(inner, reader.pos + length);
      } else reader.skipType(tag & 7);
    }
  };
  walk(type, body.length);
  return left === 0;
}

const [quote, comma, bracket, brace] = [34, 44, 91, 123];

/** The same of a JSON text: its objects, arrays and what commas part. */
export function jsonHoldsMore(text: string, most: number): boolean {
  let left = most;
  for (let i = 0; i < text.length && left > 0; i += 1) {
    const c = text.charCodeAt(i);
    if (c === quote) i = endOfString(text, i + 1);
    else if (c === comma || c === bracket || c === brace) left -= 1;
  }
  return left === 0;
}
