import type { FastifyInstance } from "fastify";
import { receiveTransfer, sendTransfer } from "../../kernel/transfer.ts";
import { headerText } from "./json.ts";
import { metaOf, type HttpHost } from "./rest.ts";

/**
 * A page somebody logged is shown in a frame of its own: its scripts run without an origin, so they reach neither
 * the session nor the API, and it may load nothing from anywhere.
 */
const sandboxed = {
  "content-security-policy":
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' data: blob:; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; worker-src blob:; frame-ancestors 'self'",
  "x-frame-options": "SAMEORIGIN",
  "cache-control": "private, no-store",
};

/** The raw route that moves bytes: the ticket in the address is the right to do so. */
export function registerTransfers(app: FastifyInstance, host: HttpHost): void {
  void app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser("*", (_request, _payload, done) => done(null));
    raw.put("/api/v1/transfers/:token", { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request) => {
      const { token } = request.params as { token: string };
      const length = Number(request.headers["content-length"]);
      const file = {
        filename: headerText(request.headers["lumina-filename"])?.slice(0, 500) ?? null,
        sizeBytes: Number.isFinite(length) ? length : null,
      };
      return await receiveTransfer(host.kernel, token, request.raw, file, metaOf(request, "rest"));
    });
    raw.get("/api/v1/transfers/:token", async (request, reply) => {
      const { token } = request.params as { token: string };
      const download = await sendTransfer(host.kernel, token, metaOf(request, "rest"));
      if ((request.query as { view?: string }).view === "sandbox" && /\.html?$/i.test(download.filename))
        return reply.headers(sandboxed).type("text/html; charset=utf-8").send(download.body);
      const ascii = download.filename.replace(/[^\x20-\x7e]|["\\]/g, "_");
      void reply
        .header("content-disposition", `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(download.filename)}`)
        .header("cache-control", "private, no-store")
        .header("x-content-type-options", "nosniff")
        .type(download.contentType);
      if (download.sizeBytes !== null) void reply.header("content-length", download.sizeBytes);
      return reply.send(download.body);
    });
  });
}
