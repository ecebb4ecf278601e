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

export default defineConfig({
  root: "src/web",
  plugins: [tokenStyles(), react()],
  build: { outDir: "../../dist/web", emptyOutDir: true, target: "es2023", manifest: true, sourcemap: false, chunkSizeWarningLimit: 800 },
  server: { host: "127.0.0.1", proxy: Object.fromEntries(["/api", "/auth", "/health"].map((path) => [path, server])) },
});
