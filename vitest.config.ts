import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{architecture,unit,golden,contract,server,webview}/**/*.test.ts"],
    globalSetup: ["test/unit/cli/builtFolder.ts"],
    setupFiles: ["test/webview/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Modules are loaded once a worker, not once a file: no test leaves anything behind in one.
    isolate: false,
    // Some of the time a worker waits for the program it started.
    maxWorkers: 3,
  },
});
