declare module "yazl" {
  import type { Readable } from "node:stream";

  export class ZipFile {
    readonly outputStream: Readable;
    addBuffer(buffer: Buffer, path: string, options?: { mtime?: Date; compress?: boolean }): void;
    addReadStreamLazy(
      path: string,
      options: { mtime?: Date; compress?: boolean; size?: number },
      open: (take: (error: Error | null, stream?: Readable) => void) => void,
    ): void;
    end(): void;
  }
}
