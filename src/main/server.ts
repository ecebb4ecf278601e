import { readFileSync } from "node:fs";
import { join } from "node:path";
import { authenticator } from "../capabilities/identity/authenticator.ts";
import { ceremonies } from "../capabilities/identity/ceremonies/ceremonies.ts";
import { sessionCookieName, sessionSecret } from "../capabilities/identity/domain/credentials.ts";
import { ensureFirstAdministrator } from "../capabilities/identity/first-administrator.ts";
import { createDurable } from "../capabilities/jobs/durable.ts";
import { openDatabase } from "../db/pool.ts";
import { invocationsPlugin } from "../surfaces/compat/invocations/plugin.ts";
import { mlflowPlugin } from "../surfaces/compat/mlflow/plugin.ts";
import { scriptsPlugin } from "../surfaces/compat/scripts/plugin.ts";
import { v2Plugin } from "../surfaces/compat/v2/plugin.ts";
import { wandbPlugin } from "../surfaces/compat/wandb/plugin.ts";
import { createHttp } from "../surfaces/http/app.ts";
import { authPlugin } from "../surfaces/http/auth/plugin.ts";
import { healthPlugin } from "../surfaces/http/health.ts";
import { pagePlugin } from "../surfaces/http/page.ts";
import { createSignals } from "../surfaces/http/signals.ts";
import { listen } from "../worker/listen.ts";
import { readConfig } from "./config.ts";
import { httpHost } from "./http-host.ts";
import { createProductKernel } from "./kernel.ts";
import { createLog } from "./log.ts";
import { masterKey, previousMasterKey } from "./masterkey.ts";
import { startServices } from "./services.ts";
import { underSupervisor } from "./supervisor-child.ts";

const config = readConfig(process.env);
const log = createLog(config.logLevel, "server");
const url = config.databaseUrl ?? "";
const key = masterKey(config);
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { version: string };

const database = openDatabase({ url, applicationName: "lumina-server" });
const { services, close } = startServices({
  database,
  objects: config.objects,
  python: config.python,
  masterKey: key,
  previousMasterKey: previousMasterKey(config),
  allowTargets: config.allowTargets,
  log,
});
const listener = listen(url, log);
// TLS may end at a proxy in front; the address people use says so.
const secure = config.tls !== null || config.publicUrl.startsWith("https:");
const secret = sessionSecret(key);
const auth = authenticator({ db: database, log, secret, secure });
listener.subscribe((moved) => moved && auth.forget(moved.topic, moved.id));
const kernel = createProductKernel({
  database,
  services,
  masterKey: key,
  signals: createSignals(listener),
  actorById: auth.actorById,
});
const { journal } = kernel.ports;
const durable = createDurable(database);

const app = await createHttp({
  host: httpHost(kernel, auth),
  log,
  version,
  ...(config.tls && { https: { cert: readFileSync(config.tls.certFile), key: readFileSync(config.tls.keyFile) } }),
  plugins: [
    authPlugin({
      ceremonies: ceremonies({
        db: database,
        journal,
        log,
        authenticator: auth,
        secret,
        secure,
        publicUrl: config.publicUrl,
        registration: config.registration,
      }),
      cookieName: sessionCookieName(secure),
      secure,
      allowedOrigins: config.corsOrigins,
    }),
    healthPlugin({
      database: () => database.ping(),
      jobs: async () => {
        if (!(await durable.anyWorker())) throw new Error("no worker has been seen for 15 s");
      },
      predictions: async () => void services.serving.held(),
    }),
    mlflowPlugin,
    scriptsPlugin,
    wandbPlugin,
    v2Plugin,
    invocationsPlugin,
    pagePlugin(config.webFolder),
  ],
});

const up = underSupervisor(async () => {
  await app.close();
  await listener.close();
  await auth.flush();
  await close();
  await database.close();
});

const { link } = await ensureFirstAdministrator({ db: database, journal, publicUrl: config.publicUrl, ...config.firstAdmin });
await app.listen({ host: config.host, port: config.port });
if (link) up.signInLink(link);
up.ready(config.publicUrl);
