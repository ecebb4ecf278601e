import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigError, readConfig } from "./config.ts";
import { unknownVariables } from "./config-variables.ts";

const key = "0".repeat(64);

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

describe("configuration", () => {
  test("an empty environment is this machine only, port 7300, everything in ./.lumina", () => {
    const config = readConfig({}, "/srv/ops");
    assert.deepEqual(
      [config.role, config.host, config.port, config.publicUrl, config.home, config.objects, config.databaseUrl, config.masterKey],
      ["all", "127.0.0.1", 7300, "http://127.0.0.1:7300", "/srv/ops/.lumina", { kind: "folder", root: "/srv/ops/.lumina" }, null, null],
    );
  });

  test("an empty variable counts as absent", () => {
    assert.equal(readConfig({ LUMINA_PORT: "", DATABASE_URL: "" }).port, 7300);
  });

  for (const [name, value, accepted] of [
    ["LUMINA_PORT", "0", "1 to 65535"],
    ["LUMINA_PORT", "70000", "1 to 65535"],
    ["LUMINA_PORT", "73x", "1 to 65535"],
    ["LUMINA_ROLE", "master", "all, server or worker"],
    ["LUMINA_REGISTRATION", "closed", "open or invitation"],
    ["LUMINA_LOG", "loud", "error, warn, info or debug"],
    ["LUMINA_HOST", "a b", "host name"],
    ["LUMINA_OBJECTS", "s3://", "s3://bucket"],
    ["LUMINA_OBJECTS", "/plain/path", "file:///"],
    ["LUMINA_CORS_ORIGINS", "https://a.example,ftp://b", "origins"],
    ["LUMINA_ALLOW_UNSANDBOXED", "yes", "1 or 0"],
    ["LUMINA_PUBLIC_URL", "ml.example.org", "address"],
    ["LUMINA_ADMIN_EMAIL", "me", "e-mail"],
  ] as const) {
    test(`${name}=${value} is refused with its value, what is accepted and a fix`, () => {
      const [problem = "", ...more] = problemsOf({ [name]: value });
      assert.deepEqual(more, []);
      assert.ok(problem.startsWith(`${name} is ${JSON.stringify(value)}: accepted is `), problem);
      assert.ok(problem.includes(accepted), problem);
      assert.match(problem, /\. [A-Z][^.]+.*\.$/);
    });
  }

  for (const [name, value] of [
    ["DATABASE_URL", "mysql://root:hunter2@db/x"],
    ["LUMINA_MASTER_KEY", "hunter2"],
    ["LUMINA_ADMIN_PASSWORD", "hunter2"],
    ["LUMINA_MIGRATION_URL", "hunter2"],
  ] as const) {
    test(`the secret in ${name} is never shown`, () => {
      const [problem = ""] = problemsOf({ [name]: value });
      assert.match(problem, /not shown/);
      assert.doesNotMatch(problem, /hunter2/);
    });
  }

  test("every problem is named at once", () => {
    assert.equal(problemsOf({ LUMINA_PORT: "x", LUMINA_ROLE: "y", LUMINA_LOG: "z" }).length, 3);
  });

  test("state that moves out needs the master key", () => {
    const url = "postgres://app:secret@db/ops";
    assert.match(problemsOf({ DATABASE_URL: url })[0] ?? "", /LUMINA_MASTER_KEY is missing: DATABASE_URL/);
    assert.match(problemsOf({ LUMINA_OBJECTS: "file:///srv/objects" })[0] ?? "", /LUMINA_MASTER_KEY is missing: LUMINA_OBJECTS/);
    const config = readConfig({ DATABASE_URL: url, LUMINA_OBJECTS: "file:///srv/objects", LUMINA_MASTER_KEY: key });
    assert.deepEqual([config.databaseUrl, config.objects, config.masterKey], [url, { kind: "folder", root: "/srv/objects" }, { text: key }]);
  });

  test("a bucket is taken apart into name, prefix, endpoint and region", () => {
    const { objects } = readConfig(
      { LUMINA_OBJECTS: "s3://models/team/a/", AWS_ENDPOINT_URL: "http://127.0.0.1:9000", LUMINA_MASTER_KEY: key, LUMINA_HOME: "/srv/ops" },
      "/srv",
    );
    assert.deepEqual(objects, { kind: "bucket", name: "models", prefix: "team/a", endpoint: "http://127.0.0.1:9000", region: "us-east-1", root: "/srv/ops" });
  });

  test("variables that belong together are asked for together", () => {
    assert.match(problemsOf({ LUMINA_ADMIN_EMAIL: "a@b.example" })[0] ?? "", /belong together/);
    assert.match(problemsOf({ LUMINA_TLS_CERT: "/c.pem" })[0] ?? "", /belong together/);
    assert.match(problemsOf({ LUMINA_MASTER_KEY: key, LUMINA_MASTER_KEY_FILE: "/k" })[0] ?? "", /keep one/);
    assert.match(problemsOf({ LUMINA_ROLE: "worker" })[0] ?? "", /without DATABASE_URL/);
    assert.match(problemsOf({ LUMINA_MIGRATION_URL: "postgres://o@db/x" })[0] ?? "", /without DATABASE_URL/);
  });

  test("the address that people use follows host, port and certificate", () => {
    assert.equal(readConfig({ LUMINA_HOST: "0.0.0.0", LUMINA_PORT: "80" }).publicUrl, "http://127.0.0.1:80");
    assert.equal(readConfig({ LUMINA_HOST: "::1" }).publicUrl, "http://[::1]:7300");
    assert.equal(readConfig({ LUMINA_TLS_CERT: "c", LUMINA_TLS_KEY: "k" }).publicUrl, "https://127.0.0.1:7300");
    assert.equal(readConfig({ LUMINA_PUBLIC_URL: "https://ml.example.org/" }).publicUrl, "https://ml.example.org");
  });

  test("a misspelt variable is pointed out with the nearest name", () => {
    assert.deepEqual(unknownVariables({ LUMINA_PROT: "1", LUMINA_PORT: "1", LUMINA_KEY: "x", PATH: "x" }), [
      "LUMINA_PROT is not read by anything. Did you mean LUMINA_PORT?",
    ]);
  });
});
