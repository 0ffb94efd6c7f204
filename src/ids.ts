// Owns every id the manifest and the code share. Refuses behaviour; a test holds package.json against this file.

export const COMMANDS = {
  openSample: "fidelity.openSample",
  openDataset: "fidelity.openDataset",
  openAsTranscripts: "fidelity.openAsTranscripts",
  describeDataset: "fidelity.describeDataset",
  closeDataset: "fidelity.closeDataset",
  openConversation: "fidelity.openConversation",
  findConversation: "fidelity.findConversation",
  findText: "fidelity.findText",
  filterConversations: "fidelity.filterConversations",
  sortConversations: "fidelity.sortConversations",
  showMore: "fidelity.showMore",
  hideOutcome: "fidelity.hideOutcome",
  showOutcome: "fidelity.showOutcome",
  probeTurn: "fidelity.probeTurn",
  probeTurnWith: "fidelity.probeTurnWith",
  showContinuations: "fidelity.showContinuations",
  checkDataset: "fidelity.checkDataset",
  checkTogether: "fidelity.checkTogether",
  pauseRun: "fidelity.pauseRun",
  moveToTerminal: "fidelity.moveToTerminal",
  resumeRun: "fidelity.resumeRun",
  deleteRun: "fidelity.deleteRun",
  renameRun: "fidelity.renameRun",
  noteRun: "fidelity.noteRun",
  duplicateRun: "fidelity.duplicateRun",
  extendRun: "fidelity.extendRun",
  archiveRun: "fidelity.archiveRun",
  unarchiveRun: "fidelity.unarchiveRun",
  showChanges: "fidelity.showChanges",
  forgetPeople: "fidelity.forgetPeople",
  showPanel: "fidelity.showPanel",
  chooseSetup: "fidelity.chooseSetup",
  addModel: "fidelity.addModel",
  editModels: "fidelity.editModels",
  exportModels: "fidelity.exportModels",
  testModel: "fidelity.testModel",
  setKey: "fidelity.setKey",
  removeKey: "fidelity.removeKey",
  revokeConsent: "fidelity.revokeConsent",
  nextUserTurn: "fidelity.nextUserTurn",
  previousUserTurn: "fidelity.previousUserTurn",
  nextProbe: "fidelity.nextProbe",
  previousProbe: "fidelity.previousProbe",
  nextContinuation: "fidelity.nextContinuation",
  previousContinuation: "fidelity.previousContinuation",
  copyContinuation: "fidelity.copyContinuation",
  showMessagesSent: "fidelity.showMessagesSent",
  previewCondition: "fidelity.previewCondition",
  newCondition: "fidelity.newCondition",
  tryAgain: "fidelity.tryAgain",
  oneMoreSample: "fidelity.oneMoreSample",
  showAllContinuations: "fidelity.showAllContinuations",
  copySample: "fidelity.copySample",
  importContinuations: "fidelity.importContinuations",
  runBatch: "fidelity.runBatch",
  exportPairs: "fidelity.exportPairs",
  exportPaper: "fidelity.exportPaper",
  writeReceipt: "fidelity.writeReceipt",
  writeStudyReceipt: "fidelity.writeStudyReceipt",
  verifyReceipt: "fidelity.verifyReceipt",
  compareReceipts: "fidelity.compareReceipts",
  checkGates: "fidelity.checkGates",
  compareConditions: "fidelity.compareConditions",
  tryCondition: "fidelity.tryCondition",
  showLab: "fidelity.showLab",
  showExits: "fidelity.showExits",
  exportSelection: "fidelity.exportSelection",
  drawQueue: "fidelity.drawQueue",
  openQueue: "fidelity.openQueue",
  revealQueue: "fidelity.revealQueue",
  adjudicateQueue: "fidelity.adjudicateQueue",
  exportPacket: "fidelity.exportPacket",
  importLabels: "fidelity.importLabels",
  showAgreement: "fidelity.showAgreement",
  compareJudges: "fidelity.compareJudges",
  setAnnotator: "fidelity.setAnnotator",
  labelKey: "fidelity.labelKey",
  agreeLabel: "fidelity.agreeLabel",
  disputeLabel: "fidelity.disputeLabel",
  relabel: "fidelity.relabel",
  noteLabel: "fidelity.noteLabel",
  resolveDispute: "fidelity.resolveDispute",
  undoLabel: "fidelity.undoLabel",
  showLog: "fidelity.showLog",
  restartLanguageServer: "fidelity.restartLanguageServer",
  refresh: "fidelity.refresh",
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = { datasets: "fidelity.datasets", runs: "fidelity.runs", queues: "fidelity.queues" } as const;

/** Settings by id with their defaults, which are those of the manifest. */
export const SETTINGS = {
  fractions: "fidelity.probe.fractions",
  seed: "fidelity.probe.seed",
  hideOutcome: "fidelity.transcript.hideOutcome",
  endpoints: "fidelity.models.endpoints",
  budget: "fidelity.models.budget",
  concurrency: "fidelity.models.concurrency",
  timeoutSeconds: "fidelity.models.timeoutSeconds",
} as const;

export const CONTEXT_KEYS = { hasDataset: "fidelity.hasDataset" } as const;

/** Scheme of transcript documents and language of their text. */
export const TRANSCRIPT_SCHEME = "fidelity";
export const TRANSCRIPT_LANGUAGE = "fidelity-transcript";

/** Scheme of the documents of queue items, labelled blind. */
export const LABEL_SCHEME = "fidelity-label";

/** Language of condition templates. */
export const PROMPT_LANGUAGE = "fidelity-prompt";

/** Type of the bias panel's webview, also in the activation events. */
export const PANEL_TYPE = "fidelity.dashboard";

/** Controller of the threads that show continuations, also in the manifest's `when` clauses. */
export const CONTINUATIONS_CONTROLLER = "fidelity.continuations";

/** Scheme of the page beside the questions how to read a file. */
export const PREVIEW_SCHEME = "fidelity-preview";

/** Scheme of the page that shows the exact messages sent to a model. */
export const MESSAGES_SCHEME = "fidelity-messages";

/** Scheme of the pages that say what would be sent and what a model can do. */
export const PAGE_SCHEME = "fidelity-page";

/** Scheme of the pages that compare conversations before and after redaction. */
export const REDACTION_SCHEME = "fidelity-redaction";
