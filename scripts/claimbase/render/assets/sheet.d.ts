// What the scripts of the memo share: the sheet (memo/export.py) and what is made from it.

type Pairs = [string, string[]][];

interface MemoClaim {
  id: string;
  title: string;
  statement: string;
  test: string;
  token: string;
  digest: string;
  scope: Pairs;
  outcomes: string;
  days: string[];
  releases: string[];
  events: string[];
}

interface MemoLook {
  claim: string;
  outcomes: string;
  at: [string, string][];
}

interface MemoRule {
  id: string;
  effect: string;
  looks_at: MemoLook[];
  when: Pairs;
  because: string;
  do: string;
}

interface MemoPiece {
  kind: string;
  text?: string;
  level?: number;
  each?: string;
  given?: string;
  lacking?: string;
  head?: string[];
  row?: string[];
  pieces?: MemoPiece[];
  language?: string;
}

interface MemoSheet {
  edition: string;
  decisions: { id: string; title: string; question: string; rules: MemoRule[] }[];
  claims: MemoClaim[];
  decisive: string[];
  questions: { id: string; title: string; question: string; find_out: string; values: [string, string][] }[];
  terms: ({ word: string; definition: string } | null)[];
  spoken: [string, number[]][];
  vocabulary: {
    verdicts: Record<string, [string, string]>;
    certainties: Record<string, [string, string]>;
    recommendations: Record<string, [string, string]>;
    outcomes: Record<string, string>;
    effects: string[];
    answers: Record<string, [string, string]>;
  };
  words: Record<string, string>;
  template: MemoPiece[];
}

interface MemoJudgement {
  verdict: string;
  certainty: string | null;
}

/** What a memo needs to know of one claim in the environment. */
interface MemoStanding {
  applies: string;
  /** dimensions by which the claim leaves the environment out, or may */
  grounds: string[];
  outcomes: string[];
  here: MemoJudgement | null;
  general: MemoJudgement;
  differs: boolean;
}

/** The environment for which a memo is made. */
interface MemoAsked {
  name: string;
  answers: Record<string, string[]>;
  /** the values of each dimension that are still possible */
  left: Record<string, string[]>;
  standings: Record<string, MemoStanding>;
  /** the profile as YAML */
  text: string;
  /** the profile as a fragment of an address, without # */
  fragment: string;
}

interface MemoFacts {
  [name: string]: string | MemoFacts[];
}

interface MemoBlock {
  kind: string;
  text: string;
  level: number;
  items: string[];
  head: string[];
  rows: string[][];
  language: string;
}

interface MemoRun {
  style: "text" | "code" | "strong" | "link";
  text: string;
  url: string;
}

/** The sheet as the page gets it (data/memo.js): with the place of its claims in the table. */
interface MemoData extends MemoSheet {
  /** sign of the order of the table for which the rows hold */
  order: string;
  /** row in the table of each claim, in the order of `claims` */
  rows: number[];
}

interface Claimbase {
  /** Takes the sheet when its script is loaded. */
  sheet(data: MemoData): void;
  memo: {
    blocks(sheet: MemoSheet, asked: MemoAsked, date: string): MemoBlock[];
    markdown(blocks: MemoBlock[]): string;
    /** The stretches of a line of the memo. */
    runs(line: string): MemoRun[];
  };
}
