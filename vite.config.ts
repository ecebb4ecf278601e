import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { tokenSheet } from "./src/web/ui/theme/tokens.ts";

const server = process.env["LUMINA_URL"] ?? "http://127.0.0.1:7300";

/** Makes the style sheet of `tokens.ts` importable, so that it is bundled, linked and cached like any other. */
function tokenStyles(): Plugin {
  const id = "virtual:tokens.css";
  return {
    name: "lumina-tokens",
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (resolved) => (resolved === `\0${id}` ? tokenSheet() : null),
  };
}

/**
 * Leaves zod's JSON Schema writer out of the page (9 kB gzip of the first load): specs are only parsed here,
 * schemas are written by the server.
 */
function withoutJsonSchema(): Plugin {
  const writer = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/;
  return {
    name: "lumina-without-json-schema",
    apply: "build",
    transform(code, id) {
      if (!writer.test(id)) return null;
      const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name ?? "");
      const left = names.map((name) => `export const ${name} = absent;`).join("\n");
      return {
        code: `const later = () => { throw new Error("JSON Schema is written by the server"); };\nconst absent = () => later;\n${left}\nexport { absent as process };\n`,
        map: null,
      };
    },
  };
}

export default defineConfig({
  root: "src/web",
  plugins: [tokenStyles(), withoutJsonSchema(), react()],
  build: { outDir: "../../dist/web", emptyOutDir: true, target: "es2023", manifest: true, sourcemap: false, chunkSizeWarningLimit: 800 },
  server: { host: "127.0.0.1", proxy: Object.fromEntries(["/api", "/auth", "/health"].map((path) => [path, server])) },
});
