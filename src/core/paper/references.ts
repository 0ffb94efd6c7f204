// Owns the sources a methods section cites, as BibTeX. Refuses deciding what is cited.

/** Key and entry of each source; bibliographic facts only. */
const ENTRIES = {
  chen2026: ["misc", { author: "Chen, L.", title: "Simulated Customers Never Walk Away", year: "2026", eprint: "2606.20708", archivePrefix: "arXiv" }],
  efron1987: ["article", { author: "Efron, Bradley", title: "Better Bootstrap Confidence Intervals", journal: "Journal of the American Statistical Association", volume: "82", number: "397", pages: "171--185", year: "1987" }],
  chungRomano2013: ["article", { author: "Chung, EunYi and Romano, Joseph P.", title: "Exact and Asymptotically Robust Permutation Tests", journal: "The Annals of Statistics", volume: "41", number: "2", pages: "484--507", year: "2013" }],
  welch1947: ["article", { author: "Welch, B. L.", title: "The Generalization of `Student's' Problem when Several Different Population Variances are Involved", journal: "Biometrika", volume: "34", number: "1--2", pages: "28--35", year: "1947" }],
  hedges1981: ["article", { author: "Hedges, Larry V.", title: "Distribution Theory for {Glass's} Estimator of Effect Size and Related Estimators", journal: "Journal of Educational Statistics", volume: "6", number: "2", pages: "107--128", year: "1981" }],
  fieller1954: ["article", { author: "Fieller, E. C.", title: "Some Problems in Interval Estimation", journal: "Journal of the Royal Statistical Society, Series B", volume: "16", number: "2", pages: "175--185", year: "1954" }],
  holm1979: ["article", { author: "Holm, Sture", title: "A Simple Sequentially Rejective Multiple Test Procedure", journal: "Scandinavian Journal of Statistics", volume: "6", number: "2", pages: "65--70", year: "1979" }],
  schuirmann1987: ["article", { author: "Schuirmann, Donald J.", title: "A Comparison of the Two One-Sided Tests Procedure and the Power Approach for Assessing the Equivalence of Average Bioavailability", journal: "Journal of Pharmacokinetics and Biopharmaceutics", volume: "15", number: "6", pages: "657--680", year: "1987" }],
} as const satisfies Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>>;

export type SourceKey = keyof typeof ENTRIES;
export const SOURCES = Object.keys(ENTRIES) as readonly SourceKey[];

/** BibTeX of all sources, and of the software in its version. */
export function bibliography(software: { readonly name: string; readonly version: string }): string {
  const entry = (key: string, kind: string, fields: Readonly<Record<string, string>>): string =>
    [`@${kind}{${key},`, ...Object.entries(fields).map(([field, value]) => `  ${field} = {${value}},`), "}", ""].join("\n");
  return [
    ...SOURCES.map((key) => entry(key, ENTRIES[key][0], ENTRIES[key][1])),
    entry("decisionFidelity", "software", { title: "{Decision Fidelity}", version: software.version, note: `Software ${software.name}` }),
  ].join("\n");
}
