// Owns the language server's process: standard streams or the editor's channel, files of this host. Refuses features (server.ts).
import { LSPErrorCodes } from "vscode-languageserver";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { openDataset } from "../datasets/open.ts";
import { studyProblems } from "../datasets/study.ts";
import { nodeDigest } from "../node/digest.ts";
import { nodeFiles } from "../node/files.ts";
import { serve } from "./server.ts";

const connection = createConnection(ProposedFeatures.all, {
  connectionStrategy: {
    // A request cancelled while it still waits is answered without being looked at. The connection puts the id in.
    cancelUndispatched: ({ jsonrpc }) => ({ jsonrpc, id: null, error: { code: LSPErrorCodes.RequestCancelled, message: "cancelled" } }),
  },
});
serve(connection, {
  files: nodeFiles,
  readDataset: async (path, signal) => (await openDataset({ path, files: nodeFiles, digest: nodeDigest, signal })).problems,
  checkStudy: studyProblems,
  quiet: 400,
});
connection.listen();
