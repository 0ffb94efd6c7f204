// Owns the removal of a model's thinking from its answer. Refuses anything else that a model may add.

const CLOSED = /<(think|thinking|thought|reasoning|reflection)>[\s\S]*?<\/\1>/giu;
/** Templates open the tag before the answer begins, so that only its end arrives. */
const ONLY_CLOSED = /^[\s\S]*<\/(?:think|thinking|thought|reasoning|reflection)>/iu;
/** Cut off, or still being written. */
const ONLY_OPENED = /<(?:think|thinking|thought|reasoning|reflection)>[\s\S]*$/iu;
const HALF_TAG = /<\/?[a-z]*$/iu;

/** The answer without tagged thinking, whole, half-open at either side, or still streaming. */
export function withoutReasoning(text: string): string {
  return text.replace(CLOSED, "").replace(ONLY_CLOSED, "").replace(ONLY_OPENED, "").trim();
}

/** The same for a text that is still arriving: a tag that has only begun is held back. */
export function withoutReasoningSoFar(text: string): string {
  return withoutReasoning(text.replace(HALF_TAG, ""));
}

/** True when the text begins to think and never ends it. */
export function unfinishedReasoning(text: string): boolean {
  return ONLY_OPENED.test(text.replace(CLOSED, "").replace(ONLY_CLOSED, ""));
}
