// What the scripts of a reader's environment share; the table of claims is described in rows.d.ts.

/** What the page looks up (data/environment.js). Values of a dimension are named by their place. */
interface Setting {
  format: number;
  /** id, title, question, and the values: id, title, number of the reason where a scope leaves it out */
  dimensions: [string, string, string, [string, string, number][]][];
  /** id, words and sentence of each reason */
  reasons: [string, string, string][];
  /** two dimensions, each with values that none of the other's go with, and why */
  contradictions: [[number, number[]][], string][];
  presets: Record<string, Record<string, string[]>>;
  /** rows of the claims that decide, in their order */
  findings: number[];
  /** letters of outcome and certainty; the bit of each in a set is its place */
  symbols: string[];
  /** number of the verdict for each set of symbols where somebody looked, and where nobody did; the certainty */
  looked: string;
  unseen: string;
  sure: string;
}

interface Profile {
  name: string;
  /** values that may be true, by dimension, in the order of the questions */
  answers: Record<string, string[]>;
}

interface ProfileProblem {
  line: number;
  column: number;
  code: string;
  message: string;
  fix: string;
}

interface ProfileReading {
  profile: Profile;
  problems: ProfileProblem[];
}

/** What answers leave. */
interface Possible {
  /** places of the values of each dimension that are still possible */
  values: number[][];
  /** answers that can be used, by dimension */
  used: Record<string, string[]>;
  /** dimensions whose answer cannot be true together with those before it, and why */
  clashes: [number, [[number, number[]][], string]][];
}

interface Profiles {
  /** Reads YAML text, or an address with a profile in it. */
  read(text: string): ProfileReading;
  readFragment(text: string): ProfileReading;
  text(profile: Profile): string;
  fragment(profile: Profile): string;
  possible(answers: Record<string, string[]>): Possible;
}

/** Number of the verdict, and of the certainty; -1 where it has none. */
type Judgement = [number, number];

/** What one claim comes to in one environment; claims of equal scope and outcomes share it. */
interface Standing {
  /** 0 it applies, 1 it may, 2 it does not */
  applies: number;
  /** dimension, places of its values, number of the reason */
  grounds: [number, number[], number][];
  cells: number;
  /** letters of the outcomes that remain */
  outcomes: string;
  here?: Judgement;
  /** for each outcome that remains, the verdict where it turns out so */
  possible: [string, Judgement][];
  general: Judgement;
  differs: boolean;
  /** dimensions whose missing answer decides */
  matters: number[];
}

interface Settling {
  dimension: number;
  matters: number;
  /** place of each value that is still possible, and how many claims it would settle */
  settles: [number, number][];
}

interface Standings {
  profile: Profile;
  possible: Possible;
  /** by row of the table */
  rows: Standing[];
  /** the most settling first */
  settling: Settling[];
  /** rows in the order in which a reader should look at them */
  order: number[];
}

interface Claimbase {
  setting(value: Setting): void;
  known: Setting;
  profile: Profiles;
  standings(profile: Profile): Promise<Standings>;
  /** Places of the advice of a row that fits, and whether it does so for certain. */
  fitting(row: number, found: Standings): Promise<[number, boolean][]>;
}
