import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import base from "./vite.config.ts";

export default mergeConfig(
  base,
  defineConfig({
    root: ".",
    test: {
      environment: "jsdom",
      include: ["src/web/**/*.test.{ts,tsx}", "tests/web/unit/**/*.test.{ts,tsx}"],
      setupFiles: ["tests/web/setup.ts"],
      isolate: false,
      pool: "threads",
      css: false,
    },
  }),
);
