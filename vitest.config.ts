import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{architecture,unit,golden,contract,server,webview}/**/*.test.ts"],
    setupFiles: ["test/webview/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
