// What the scripts of the browser and of the comparison share: the table of claims (table.js).

interface Dimension extends Array<unknown> {
  0: string;
  1: string;
  2: [string, string][];
}

interface Head {
  version: string;
  order: string;
  size: number;
  chunks: Record<string, number>;
  site: [string, string];
  topics: [string, string][];
  verdicts: [string, string, string, string][];
  certainties: string[];
  kinds: string[];
  outcomes: Record<string, [string, string, string]>;
  dimensions: Dimension[];
  table: Record<string, [number, number]>;
}

interface Facts {
  topic: number[];
  verdict: number[];
  certainty: number[];
  kinds: number[];
  changed: number[];
  days: string[];
}

interface Cells {
  scopes: [number, number[]][][];
  outcomes: string[];
  certainties: string[];
  scope: number[];
  outcome: number[];
  certainty: number[];
  flags: number[];
}

interface Parts {
  facts: Facts;
  cells: Cells;
  texts: [string, string, string, string][];
  names: [string, string][];
  ranks: number[];
  /** the answers that each advice is given to, and dimension and reason where the scope leaves values out */
  fits: [[number, number[]][][], [number, string][]][];
  details: [[number, number, number, number], [string, string][], string][];
}

type RowList = "texts" | "names" | "ranks" | "fits" | "details";

/** Number of a dimension and number of one of its values. */
type Answer = [number, number];

/** What a claim comes to in a part of its environments. */
interface Here {
  /** number of the verdict; -1 where the claim does not speak of the environment */
  verdict: number;
  /** letters of the outcomes that the remaining cells have */
  outcomes: string;
  /** how many cells remain */
  cells: number;
  /** how many of them have each outcome, by letter */
  counts: Record<string, number>;
  /** whether evidence is asked, and the verdict follows from cells */
  asked: boolean;
}

interface Table {
  head: Head;
  all<K extends keyof Parts>(kind: K): Promise<Parts[K][]>;
  rows<K extends RowList>(kind: K, rows: number[]): Promise<(row: number) => Parts[K][number]>;
  here(answers: Answer[]): Promise<(row: number) => Here>;
  scope(row: number): Promise<[number, number[]][]>;
}

/** What the browser is asked for: the words, where to look, the order, the page, and what is ticked and chosen. */
interface State {
  q: string;
  kind: string;
  sort: string;
  page: number;
  chosen: Record<string, string[]>;
  env: Record<string, string>;
}

/** A page that the words were found on. */
interface Hit {
  id: string;
  data(): Promise<any>;
}

/** A claim by its row; or, with row -1, another page: its kind, address and title. */
interface Item {
  row: number;
  page?: [string, string, string];
  hit?: Hit;
}

interface Listed {
  items: Item[];
  /** how many claims do not speak of the environment */
  others: number;
  here?: (row: number) => Here;
}

/** Text search, loaded at its first use (browse-find.js). */
interface Finder {
  /** Loads what the first search will need. */
  prepare(): void;
  /** The items in which the words are, best first, and what a reader should know of the search. */
  find(table: Table, q: string): Promise<{ items: Item[]; note: string }>;
  /** A text with the words marked where they begin a word. */
  marked(text: string, q: string): (Node | string)[];
  /** Where below the statement of a claim, or on another page, the words are. */
  quote(item: Item, address: string): Promise<Node | undefined>;
}

interface Claimbase {
  head(head: Head): void;
  part(version: string, kind: string, number: number, rows: unknown): void;
  open(): Promise<Table>;
  root: string;
  /** Loads a script of ours once. */
  use(name: string): Promise<void>;
  make(tag: string, attributes: Record<string, string>, ...content: (Node | string)[]): HTMLElement;
  finder?: Finder;
  save?: (format: string, table: Table, state: State, listed: Listed) => Promise<void>;
}

interface Window {
  claimbase: Claimbase;
}
