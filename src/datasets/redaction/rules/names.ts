// Owns the rule for names that a conversation's profile gives: whole and in parts, as people write them. Refuses guessing names from texts.
import { found, literally } from "../found.ts";
import type { RedactionRule } from "../kinds.ts";

/** A name and whose it is; several names of one person have one key. */
export interface GivenName {
  readonly value: string;
  readonly person: string;
}

/** Names that are also words: written small, or at the beginning of a sentence without a comma, they are the word. */
const ALSO_WORDS = new Set(
  (
    "will may mark rose grace hope joy art bill rich frank grant drew chase faith dawn april june august sue pat rob jack dean miles max gene ray guy penny nick " +
    "amber angel autumn basil bishop bliss blue brook buck carol chance charity chip christian clay cliff crystal daisy dale daily destiny dick don dot duke earl " +
    "ebony eve fern flora forest gay ginger glen guy happy harmony hazel heather heath holly honey hunter iris ivy jasmine jay jewel king lance laurel lee lily lucky mason " +
    "melody mercy merry mike mo moss norm olive opal paris patience pearl piper poppy prince queen randy reed reef rex river robin rocky rod rowan royal ruby rusty sage " +
    "sandy scout sky skip sonny stone storm summer sunny tanner trip troy van victor violet wade willow winter wood woods brown white black green gray grey young long short " +
    "small little good best sharp price cook baker miller smith taylor carter cooper walker hill field fields banks day knight page park parks pope post potter power powers rice shepherd " +
    "singer speaker strong swift underwood weaver wells wise bell berry bird book bush case church cross dear fish ford fox french gold hall hand hart head hood house hull hunt lake lane law " +
    "love low lord lunch major man marsh mills monday moon more noble north page pool rain ring rose rush sands self shields snow steel street sun tate tell thorn wall ward waters way webb west " +
    "an ding he hu kong la li long lu ma man min pan pu sun tan tang tong wang wen you can so do go in no to"
  ).split(" "),
);
const NO_PART = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|jr|sr|ii|iii|van|von|der|den|de|da|di|do|dos|del|della|la|le|el|al|bin|ibn|abu|the|and|y|of|st)\.?$/iu;
const COMPOUND_SURNAMES = /^(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|长孙|宇文|端木|百里|南宫|独孤)/u;
const TITLE = "先生|女士|小姐|太太|老师|经理|医生|阿姨|叔叔|大哥|大姐|师傅|同学|哥|姐|总(?![价额数共是体部会结的要])";
/** Surnames that make a word with 小 or 老 before them. */
const WORD_WITH_SMALL = new Set("时于方康米白明车路包金鱼雨江马牛羊熊鹿区学心说型组票费数样品气板公婆人乡虎鼠师".split(""));

const BEFORE = String.raw`(?<![\p{Script=Latin}\p{N}_])`;
const AFTER = String.raw`(?![\p{Script=Latin}\p{N}_])`;
/** Not where a sentence begins, unless something that is no word follows. */
const ADDRESSED = String.raw`(?:(?<=[^.!?。！？\s] +)|(?=\p{L}+(?:[,.!?，。！？:;'’)]|\s*$)))`;

/** One way a name is written: `length` characters of it, and the pattern. */
interface Writing {
  readonly length: number;
  readonly source: string;
}

/** The rules that find these names, one a person. */
export function nameRules(names: readonly GivenName[]): readonly RedactionRule[] {
  const sources = new Map<string, Writing[]>();
  for (const { value, person } of names) sources.set(person, [...(sources.get(person) ?? []), ...writingsOf(value)]);
  return [...sources].flatMap(([person, writings]) => {
    if (writings.length === 0) return [];
    // The longest first: of two that begin at one place the whole name is found.
    const pattern = new RegExp([...new Set(writings.sort((a, b) => b.length - a.length).map(({ source }) => source))].join("|"), "dgu");
    return [{ kind: "name", hint: new RegExp(pattern.source, "u"), find: (text: string) => found(text, pattern).map((span) => ({ ...span, key: `person ${person}` })) } as const];
  });
}

/** Patterns of everything a name may be written as. */
function writingsOf(given: string): readonly Writing[] {
  const value = given.normalize("NFC").trim().replace(/\s+/gu, " ").slice(0, 200);
  if (/^[\u3400-\u9fff·•]+$/u.test(value)) return chineseWritings(value);
  const han = value.match(/[\u3400-\u9fff]{2,}/gu) ?? [];
  const parts = value.split(/[\s,;，/()（）"“”·]+/u).filter((part) => /\p{L}/u.test(part) && !NO_PART.test(part));
  const latin = parts.filter((part) => !/[\u3400-\u9fff]/u.test(part)).flatMap((part) => [part, ...part.split("-")]);
  const whole = parts.length > 1 && latin.length >= parts.length ? [{ length: value.length, source: `${BEFORE}${anyCase(parts.join(" "))}${AFTER}` }] : [];
  return [...whole, ...latin.flatMap(partWritings), ...han.flatMap(chineseWritings)];
}

function partWritings(part: string): readonly Writing[] {
  const bare = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const plain = bare.normalize("NFD").replace(/\p{M}/gu, "");
  return [...new Set([bare, plain])].flatMap((each) => {
    const small = each.toLowerCase();
    if ([...each].length < 2 || !/\p{L}/u.test(each)) return [];
    if (!ALSO_WORDS.has(small) && each.length > 2) return [{ length: each.length, source: `${BEFORE}${anyCase(each)}${AFTER}` }];
    const capital = small.slice(0, 1).toUpperCase() + small.slice(1);
    return [{ length: each.length, source: `${BEFORE}${ADDRESSED}${literally(capital)}${AFTER}` }];
  });
}

function chineseWritings(value: string): readonly Writing[] {
  const bare = value.replace(new RegExp(`(?:${TITLE})$`, "u"), "");
  if (/[·•]/u.test(bare)) return [bare, ...bare.split(/[·•]/u)].filter((part) => part.length >= 2).map(asWritten);
  const surname = COMPOUND_SURNAMES.exec(bare)?.[0] ?? bare.slice(0, 1);
  const rest = bare.slice(surname.length);
  const whole = bare.length >= 2 ? [asWritten(bare)] : [];
  if (bare.length > 4) return whole;
  return [
    ...whole,
    ...(rest.length >= 2 ? [asWritten(rest)] : []),
    { length: surname.length, source: `${surname}(?=${TITLE})` },
    ...(WORD_WITH_SMALL.has(surname) ? [] : [{ length: surname.length, source: `(?<=[小老阿])${surname}(?![\\u4e00-\\u9fff]?[儿子])` }]),
  ];
}

function asWritten(name: string): Writing {
  return { length: name.length, source: literally(name) };
}

function anyCase(text: string): string {
  return [...text].map((character) => (/\p{L}/u.test(character) && character.toLowerCase() !== character.toUpperCase() ? `[${character.toLowerCase()}${character.toUpperCase()}]` : literally(character))).join("");
}
