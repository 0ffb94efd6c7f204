// Where the test machinery keeps things. Decides names only; creates nothing.
import path from "node:path";

/** The root of the repository. */
export const repo = path.resolve(import.meta.dirname, "../..");

/** The ignored folder that holds the packaged VS Code, the browser and the font; `FIDELITY_WORKBENCH` moves it. */
export const workbenchHome = process.env.FIDELITY_WORKBENCH ?? path.join(repo, ".workbench");

/** What a run leaves behind: bundles of the suites, screenshots, the demo's files. */
export const out = path.join(repo, "out");

/** Where pictures go. */
export const screenshots = path.join(out, "screenshots");

/** Where the host runner leaves its totals for `npm test`. */
export const totalsFile = path.join(out, "host-totals.json");
