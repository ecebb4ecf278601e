import type { Dialect } from "./dialect.ts";

/** The MLflow release whose clients this dialect was checked with; they compare it with their own. */
export const mlflowVersion = "3.18.0";

/** What a client asks before anything else; it tells nothing of anybody, so nobody has to sign in for it. */
export function registerServer(d: Dialect): void {
  d.json.get("/health", (_request, reply) => reply.type("text/plain").send("OK"));
  d.json.get("/version", (_request, reply) => reply.type("text/plain").send(mlflowVersion));
  const info = {
    store_type: "SqlStore",
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: true,
    multipart_downloads_enabled: false,
    artifact_serving_enabled: true,
  };
  for (const prefix of ["/api", "/ajax-api"]) d.json.get(`${prefix}/3.0/mlflow/server-info`, (_request, reply) => reply.send(info));
}
