// Owns the command line's help and its exit codes. Refuses parsing (arguments.ts).

export const EXIT = { done: 0, problems: 1, usage: 2, inconclusive: 3, interrupted: 130 } as const;

export const USAGE = `decision-fidelity: measure, per real outcome, where simulated users stay too engaged

  validate DATA                     problems with line and column; exit 1 if any is an error
  convert DATA -o OUT               to the native format, OpenAI messages or CSV; the inclusion ledger on stderr
  check DATA [options]              one planned run, from probes to bias table
  check --demo                      the same on the built-in, invented sample: both recorded runs and the control
  resume RUN.jsonl                  goes on with a run as it was planned [--data DATA]
  run [fidelity.json]               all planned runs of the study, side by side; the same command continues them
  status [fidelity.json]            every run: done, failed, spent, resumable
  forget DATA-or-HOME --conversation ID | --customer ID [--dry-run]
                                    takes them out of journals, packets and caches in .fidelity (HOME), leaving counts; the dataset
                                    itself is yours to change
  examine ENDPOINT/MODEL [--data DATA]
                                    a model before it is relied on: speed, form of its answers, how much of a prompt its server keeps
                                    (of the dataset's, with --data); says first what that costs
  import DATA CONTINUATIONS         continuations made elsewhere become a run [--out RUN]
  import DATA RUN --judge J         those of a run are labelled again by J [--window full]; then agreement RUN --against the new one
  batch export DATA [options]       the calls of check as request files for a batch engine; with FOLDER instead, those that can be
                                    asked after what came back. batch import FOLDER [RESULTS...] takes results in, in any order,
                                    as often as one likes; batch submit, status [--wait] and cancel FOLDER speak to the endpoint.
                                    A new batch has its judge tried on anchor turns first, by calls; --preflight 0 leaves that out
  stats RUN-or-PAIRS [--data DATA]  statistics of a run journal or of labelled pairs (CSV, JSONL); with its dataset also
                                    what could be known from the text before the probes, and how conversations ended
  stats A B ... [--margin M]        each compared with the first on their common probes
  exits RUN [--data DATA]           exit audit: who ended how, leaving beside what counting turns alone does, exit behaviours by stratum
                                    [--judge ENDPOINT/MODEL --codebook C reads them with a model; default: the lexicon]
  lab RUN RUN... [--margin M]       conditions beside each other on the same probes: average bias, resistance, gap kept, Δ, and each
                                    compared with the first: an average repaired alone shows
  try DATA --condition C --simulator S   a condition on ten hand-picked probes, to read before a run is planned
  replicate FOLDER                  the published table of the recorded continuations, from your own copy of PersuasionForGood
  export RUN -o pairs.csv           one row a probe and sample with all labels
  receipt RUN [-o FILE.json|.md|.html] [--with-examples]
                                    everything that must be known of a finished planned run; of several, or of fidelity.json, a
                                    study with its comparisons
  receipt --verify RECEIPT [RUN] [--data DATA]
                                    whether journal, dataset, prompt and instrument are the same, and every number recomputes
  receipt A.json B.json             two receipts side by side
  gate RUN-or-fidelity.json [--baseline RUN] [--junit FILE]
                                    pass, fail (exit 1) or inconclusive (exit 3) against the gates of fidelity.json; needs no key
  paper RUN... -o FOLDER            figures, tables, pairs, methods, references, and R and Python scripts that refit the contrast
  queue draw RUN... [options]       turns for people to label: drawn by design, seeded, with stored probabilities; queue status;
                                    queue packet QUEUE -o FILE.packet.jsonl (or .csv to fill in) for somebody without the dataset
  agreement RUN [--data DATA]       judge against people on drawn, blind labels, people against people, corrected bias
  agreement RUN --against RUN       two judges over the same turns: another one, the same again, or one that sees later turns
  agreement RUN-or-DATA --people DATA [--scale S]   against labels a dataset came with (of DATA: by the lexicon, --judge none: by nobody)
  labels import FILE... [--by NAME], labels export -o FILE   filled-in packets, tables and lines

Wherever DATA is asked for
  --shape S          what its records are, where that is not seen, or which is meant of a folder with several shapes: native,
                     openai-messages, resper, ... as "format" in fidelity.json

Options of convert
  --format F         native, openai-messages (no times, labels, or turns after the outcome), csv (one row a turn); default: csv
                     where OUT ends in .csv, else native
  --redact           telephones, mail and postal addresses, ids, cards, accounts and names of the profile become [phone 1], ...;
                     a report without any text on stderr. This is not anonymisation
  --ids A,B          these conversations only
  --outcome O        those of one outcome only: positive, negative, unknown, or the dataset's own name of it

Options of check
  --simulator S      control (default), control:C0 to control:C3, a continuations file, or ENDPOINT/MODEL
  --condition C      persona (default), may-disengage, decision-aware, cooperative, grounded, the name of a template in
                     .fidelity/conditions, or a template file NAME.fidelity-prompt
  --judge J          lexicon (default), recorded (default of a continuations file), or ENDPOINT/MODEL
  --codebook C       what a model judges by: v1 (default), v1-zh (the same in Chinese), the name of a codebook in
                     .fidelity/instruments, or its file NAME.json
  --window W         causal (default), or full: the judge also sees later turns. Only to check that labels do not depend on them
  --preflight T      share of anchor turns whose stage a model must give as judge before the run begins (default 0.8; 0: not tried)
  --rule R           fractions such as 0.3,0.6,0.9, landmark:3,5,8, or every (default: fidelity.json's, else 0.3,0.6,0.9)
  --ends             end probes too: after a last agent turn that the user did not answer (--ends-unknown: also where nobody knows
                     why it ended)
  --silences         silence probes too: agent turns left unanswered 24 hours (--silence-after HOURS) before the agent wrote again
  --samples K        continuations a probe (default 1)
  --seed N           order and resampling (default 1)
  --limit N          N conversations drawn in outcome-balanced order
  --out RUN.jsonl    journal to write or to go on with (default: in .fidelity/runs beside fidelity.json, else here)
  --endpoint URL --model M [--key-env NAME]   an endpoint for this command only, called command-line (--judge command-line/M);
                                              the key is read from the variable NAME
  --budget CALLS, --budget-tokens N, --budget-money AMOUNT   the runs stop before they pass it, and go on with a larger one;
                                              money needs the prices of the models in endpoints.json
  --yes                                       with a budget: needed for a paid run without a terminal

Options of batch export, beside those of check
  --dialect D        openai (default; Azure, Groq, Alibaba too), vllm, ray, together, fireworks, mistral, anthropic
  --rung R           how strictly a judge's form is asked for: schema (default), json, text
  --missing          calls that were written and never came back are written again

Options of queue draw
  --by U             probes (default: both branches of each, apart) or turns
  --target N         items (default 200)
  --annotators A,B   who labels; --overlap F: share of the items that two get (default 0.25)
  --of WHAT          judge-people, judges (of two runs) or people: what differs, chosen; enters no agreement and no correction

Options of stats
  --data DATA        the dataset of the run
  --codebook C       the codebook of labelled pairs (default: the one they name, else v1)
  --margin M         equivalence margin in depth steps (default: the one stored in the runs, else 0.15)

Everywhere
  --draws B          resamplings of each estimate, bootstrap and permutation alike (default 10,000 and 20,000): fewer for a quick look
  --json             one JSON document on stdout, nothing else there
  --language L       en (default) or zh

Endpoints outside the editor: ~/.config/decision-fidelity/endpoints.json (never a key, never from the workspace).
The same command goes on with an interrupted run and tries failed samples again.
Exit codes: 0 done, 1 problems found or failed, 2 wrong usage, 3 inconclusive, 130 interrupted with everything saved.
`;
