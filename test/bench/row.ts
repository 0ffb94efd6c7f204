// Owns what a row of the benchmark is: parts measured each in a process of its own, and the lines they make. Refuses running them (index.ts).

/** What every part knows of the round. Files made by `prepare` lie in `folder`, which is removed at the end. */
export interface Context {
  /** The root of the repository. */
  readonly repo: string;
  readonly folder: string;
  /** Quick sizes. */
  readonly small: boolean;
  /** The bundled server that answers in about 20 ms. */
  readonly server: string;
}

/** One measurement: wall and processor seconds; the rest in the units its lines say. */
export interface Sample {
  readonly seconds: number;
  /** Processor time of all threads; on a loaded machine it says more than the wall clock. */
  readonly cpu: number;
  /** Bytes: growth of the resident set during the measurement, and its peak since the process began. */
  readonly rssGrowth: number;
  readonly rssPeak: number;
  readonly numbers: Readonly<Record<string, number>>;
}

/** A yardstick that is not on this machine. */
export interface Absent {
  readonly absent: string;
}

export type Part = (context: Context) => Promise<Sample | Absent>;

/** Parts by name, each the fastest of its rounds with the largest resident set; or why there is nothing. */
export type Measured = Readonly<Record<string, Sample | Absent>>;

export type Unit = "s" | "ms" | "MB" | "KB" | "%" | "/s";

/** A line of the table. `ratio` is ours over beside; `met` is undefined where nothing is asked. */
export interface Line {
  readonly work: string;
  readonly ours?: number;
  readonly beside?: { readonly what: string; readonly value?: number };
  readonly unit: Unit;
  readonly ratio?: number;
  /** The ratio of processor times, where both are known. */
  readonly cpuRatio?: number;
  readonly reach?: string;
  readonly met?: boolean;
  readonly note?: string;
}

export interface Row {
  /** What `--only` takes. */
  readonly name: string;
  readonly rounds: number;
  /** Limit of the JavaScript heap in MB; the default of Node where absent. */
  readonly heap?: number;
  /** Writes the files the parts read, in a process of its own; kept for other rows that name the same files. */
  readonly prepare?: (context: Context) => Promise<void>;
  /** Measured in this order, round after round. */
  readonly parts: Readonly<Record<string, Part>>;
  readonly lines: (measured: Measured, context: Context) => readonly Line[];
}
