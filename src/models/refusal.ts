// Owns what a server means by an error it sends: the same thing has a different status, code and wording at each. Refuses what is done about it.

/** What a server sent instead of an answer. `says` is its message; it is looked into, never shown. */
export interface Refused {
  readonly status: number;
  readonly code: string;
  readonly param: string;
  readonly says: string;
}

const QUOTA_CODE = /^(?:insufficient_(?:quota|balance|credits?|funds)|billing_\w+|exceeded_current_quota\w*|arrearage|accountoverdue\w*)$/iu;
/** "Quota" alone also stands in messages about the rate. */
const QUOTA_SAYS = /insufficient (?:balance|credit|fund|quota)|credit balance is too low|(?:requires|not enough) (?:more )?credits|billing hard limit|余额不足|欠费/iu;
const CONTEXT_CODE = /context_length|context_size|context_window|prompt_too_long|string_above_max_length/iu;
const CONTEXT_SAYS = /context[ _-]?(?:length|size|window)|maximum context|(?:prompt|input|request|text) (?:is|was) too (?:long|large)|input (?:length|tokens?) (?:should|exceed|of)|too many (?:input |prompt )?tokens|上下文|输入.{0,8}过长/iu;
const MODEL_CODE = /^(?:model_?not_?found|invalid_?model\w*|model_?not_?exists?|deployment_?not_?found)$/iu;
const MODEL_SAYS = /model\b[^.]{0,120}?(?:not found|(?:does )?not exist|is not a valid model|not available)|not a valid model id|模型.{0,20}不存在/iu;

/**
 * Quota used up, prompt longer than the model takes, no such model, key refused; undefined for everything else.
 * These do not go away by asking again, nor by asking more gently.
 */
export function meaningOf({ status, code, says }: Refused): "quota" | "context" | "model" | "key" | undefined {
  if (status === 402 || QUOTA_CODE.test(code) || ([400, 403, 429].includes(status) && QUOTA_SAYS.test(says))) return "quota";
  if (status === 413 || ([400, 422, 500].includes(status) && (CONTEXT_CODE.test(code) || CONTEXT_SAYS.test(says)))) return "context";
  if (status === 404 || ([400, 403, 422].includes(status) && (MODEL_CODE.test(code) || MODEL_SAYS.test(says)))) return "model";
  return status === 401 || status === 403 ? "key" : undefined;
}

/** Tokens of the context that a message about its length names, when it does. */
export function contextIn(says: string): number | undefined {
  const [, after, before] = /(?:context (?:length|size|window)|n_ctx)\D{0,40}?(\d{3,8})|(\d{3,8})[- ]tokens? context/iu.exec(says.replace(/(?<=\d),(?=\d{3})/gu, "")) ?? [];
  const number = Number(after ?? before ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

/** True for a server that says it is only getting its model ready. */
export function isLoading({ status, says }: Refused): boolean {
  return status === 503 && /\bloading\b/iu.test(says);
}
