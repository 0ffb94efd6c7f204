// Owns the language server's process: standard streams or the editor's channel, files of this host. Refuses features (server.ts).
import path from "node:path";
import { LSPErrorCodes } from "vscode-languageserver";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { openDataset } from "../datasets/open.ts";
import { readStudy, studyProblems } from "../datasets/study.ts";
import { nodeDigest } from "../node/digest.ts";
import { largeFiles } from "../node/largeFiles.ts";
import { studyFileSchema } from "../protocol/studyFile.ts";
import { serve } from "./server.ts";

const INDEXES = "--indexes=";

const connection = createConnection(ProposedFeatures.all, {
  connectionStrategy: {
    // A request cancelled while it still waits is answered without being looked at. The connection puts the id in.
    cancelUndispatched: ({ jsonrpc }) => ({ jsonrpc, id: null, error: { code: LSPErrorCodes.RequestCancelled, message: "cancelled" } }),
  },
});
// The client says where it is kept what large files hold, so that both learn it once.
const indexes = process.argv.find((argument) => argument.startsWith(INDEXES))?.slice(INDEXES.length);
const files = largeFiles(path.join(import.meta.dirname, "worker.cjs"), indexes);
serve(connection, {
  files,
  openDataset: async ({ path: file, studyFolder, description }, signal) => {
    const described = description === undefined ? undefined : studyFileSchema.safeParse({ datasets: [description] });
    const study = described?.success ? { folder: studyFolder ?? path.dirname(file), file: described.data } : studyFolder === undefined ? undefined : (await readStudy(studyFolder, files, signal))?.study;
    return openDataset({ path: file, files, digest: nodeDigest, study, signal });
  },
  checkStudy: studyProblems,
  quiet: 400,
});
connection.listen();
