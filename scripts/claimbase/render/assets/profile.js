// Profiles: read from YAML text or from an address, and written. Whatever is wrong with one is said, the rest is used.
// The same is written in Python (package environment); a test holds the two together.
(() => {
  "use strict";

  const MOST_TEXT = 64 * 1024;
  const MOST_FRAGMENT = 4000;
  const MOST_NAME = 80;
  const AGAIN = "copy the whole address again";

  const { claimbase } = window;
  claimbase.setting = (value) => {
    claimbase.known = value;
  };

  /** @typedef {{dimension: string, line: number, column: number, values: [string, number, number][], cut?: boolean}} Written */

  // Which answers can be true together.

  /**
   * Takes away what other values exclude; returns what leaves a dimension without any value.
   * @param {number[][]} values
   */
  const narrow = (values) => {
    const { contradictions } = claimbase.known;
    for (let moved = true; moved; ) {
      moved = false;
      for (const contradiction of contradictions) {
        const [first, second] = contradiction[0];
        for (const [[one, its], [other, theirs]] of [[first, second], [second, first]]) {
          if (!values[one].every((value) => its.includes(value))) continue;
          const kept = values[other].filter((value) => !theirs.includes(value));
          moved ||= kept.length < values[other].length;
          values[other] = kept;
          if (!kept.length) return contradiction;
        }
      }
    }
    return undefined;
  };

  /** @type {Profiles["possible"]} */
  const possible = (answers) => {
    const { dimensions } = claimbase.known;
    const all = dimensions.map(([, , , values]) => values.map((_, place) => place));
    /** @type {Possible} */
    const found = { values: all, used: {}, clashes: [] };
    let left = all;
    dimensions.forEach(([id, , , values], number) => {
      const chosen = all[number].filter((place) => answers[id]?.includes(values[place][0]));
      if (!chosen.length) return;
      const with_it = left.map((each, place) => (place === number ? chosen : each));
      const clash = narrow([...with_it]);
      if (clash) found.clashes.push([number, clash]);
      else {
        left = with_it;
        found.used[id] = chosen.map((place) => values[place][0]);
      }
    });
    found.values = [...left];
    narrow(found.values);
    return found;
  };

  // From what was written to answers.

  /** @param {string} text */
  const shown = (text) => {
    const line = text.slice(0, 200).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?").split(/\s+/).join(" ").trim();
    return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
  };

  const gatherer = () => {
    const { dimensions, format } = claimbase.known;
    /** @type {ProfileProblem[]} */
    const problems = [];
    /** @type {Map<string, Written>} */
    const taken = new Map();
    /** @type {Record<string, string[]>} */
    const answers = {};

    /** @param {number} line @param {number} column @param {string} code @param {string} message @param {string} fix */
    const say = (line, column, code, message, fix) => void problems.push({ line, column, code, message, fix });

    /** @param {Written} written */
    const take = (written) => {
      const { dimension, line, column, cut } = written;
      const known = dimensions.find(([id]) => id === dimension);
      if (!known) {
        say(line, column, "P901", `there is no facet ${shown(dimension)}`, `known are ${dimensions.map(([id]) => id).join(", ")}`);
        return;
      }
      if (taken.has(dimension)) {
        say(line, column, "P908", `${dimension} is answered twice; the first answer is used`, "keep one of the two, or give both values in one answer");
        return;
      }
      const ids = known[3].map(([id]) => id);
      for (const [place, [value, at_line, at_column]] of written.values.entries()) {
        if (ids.includes(value)) continue;
        const part = cut && place === written.values.length - 1 && ids.some((id) => id.startsWith(value));
        say(at_line, at_column, "P902", `${dimension} has no value ${shown(value)}${part ? "; it may be cut off" : ""}`, `known are ${ids.join(", ")}`);
      }
      const values = ids.filter((id) => written.values.some(([value]) => value === id));
      if (!values.length) return;
      taken.set(dimension, written);
      answers[dimension] = values;
    };

    /** @param {number | string | undefined} given @param {number} line @param {number} column @param {string} fix */
    const formatKnown = (given, line, column, fix) => {
      if (given === undefined) say(line, column, "P906", `there is no format number; it is read as format ${format}`, fix);
      else if (typeof given === "string" || given < 1) say(line, column, "P907", `the format is a number; it is read as format ${format}`, fix);
      else if (given > format) {
        say(
          line,
          column,
          "P903",
          `this profile has format ${given}, and ${format} is the newest that is understood here; answers that are known are used, and may mean something else`,
          "use the page or program of the newer format",
        );
      }
    };

    /** @param {string} given @param {number} line @param {number} column */
    const nameOf = (given, line, column) => {
      const name = given.slice(0, 400).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").split(/\s+/).join(" ").trim();
      if (name !== given || [...name].length > MOST_NAME) {
        say(line, column, "P907", `the name ${shown(given)} is not one line of at most ${MOST_NAME} characters; it is cut to that`, "shorten it");
      }
      return [...name].slice(0, MOST_NAME).join("").trimEnd();
    };

    /** @param {string} name @returns {ProfileReading} */
    const reading = (name) => {
      const { used, clashes } = possible(answers);
      for (const [number, [pair, why]] of clashes) {
        const [id] = dimensions[number];
        const { line, column } = /** @type {Written} */ (taken.get(id));
        const others = pair.map(([each]) => dimensions[each][0]).filter((each) => each !== id && used[each]);
        const against = others.map((each) => `${each} ${used[each].join(" or ")}`).join(" and ") || "the other answers";
        const message = `${id} ${answers[id].join(" or ")} cannot be true together with ${against}, and is not used: ${why.replace(/\.$/, "")}`;
        say(line, column, "P904", message, "correct one of the two answers");
      }
      problems.sort((a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1));
      return { profile: { name, answers: used }, problems };
    };

    return { say, take, formatKnown, nameOf, reading };
  };

  // Addresses: #profile=1&qemu=10.2&accelerator=kvm,tcg

  /** @param {string} piece */
  const decoded = (piece) => {
    try {
      return decodeURIComponent(piece);
    } catch {
      return undefined;
    }
  };

  /** @type {Profiles["readFragment"]} */
  const readFragment = (text) => {
    const gathered = gatherer();
    const whole = text.replace(/^#/, "");
    if (!whole) return gathered.reading("");
    if (whole.length > MOST_FRAGMENT) gathered.say(1, MOST_FRAGMENT + 1, "P905", `only the first ${MOST_FRAGMENT.toLocaleString("en")} characters are read`, AGAIN);
    /** @type {Record<string, [string, number]>} */
    const heads = {};
    let column = 1;
    const parts = whole.slice(0, MOST_FRAGMENT).split("&");
    parts.forEach((part, number) => {
      const at = column;
      const last = number === parts.length - 1;
      column += part.length + 1;
      if (!part) return;
      const equals = part.indexOf("=");
      const key = decoded(equals < 0 ? part : part.slice(0, equals));
      const value = decoded(equals < 0 ? "" : part.slice(equals + 1));
      if (key === undefined || value === undefined) gathered.say(1, at, "P905", `${shown(part)} holds an escape that stands for no text`, AGAIN);
      else if (equals < 0 || !key || !value) {
        gathered.say(1, at, "P905", `${shown(part)} is not a facet, = and a value${last ? "; the address may be cut off" : ""}`, AGAIN);
      } else if (key === "profile" || key === "name") {
        if (heads[key]) gathered.say(1, at, "P908", `${key} is given twice; the first is used`, "keep one of the two");
        heads[key] ??= [value, at + key.length + 1];
      } else if (!value.replaceAll(",", "")) gathered.say(1, at, "P905", `${shown(key)} has no value`, AGAIN);
      else {
        let start = at + key.length + 1;
        const values = value.split(",").flatMap((each) => {
          const here = start;
          start += each.length + 1;
          return each ? [/** @type {[string, number, number]} */ ([each, 1, here])] : [];
        });
        gathered.take({ dimension: key, line: 1, column: at, values, cut: last });
      }
    });
    const [number, at] = heads.profile ?? ["", 1];
    gathered.formatKnown(!heads.profile ? undefined : /^\d{1,6}$/.test(number) ? Number(number) : number, 1, at, "begin with profile=1");
    return gathered.reading(heads.name ? gathered.nameOf(heads.name[0], 1, heads.name[1]) : "");
  };

  /** @param {string} text percent-encoded as Python's quote does it */
  const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

  /** @type {Profiles["fragment"]} */
  const fragment = ({ name, answers }) =>
    [
      `profile=${claimbase.known.format}`,
      ...(name ? [`name=${encoded(name)}`] : []),
      ...claimbase.known.dimensions.flatMap(([id]) => (answers[id] ? [`${id}=${answers[id].join(",")}`] : [])),
    ].join("&");

  // YAML: format, name and answers, in block or bracket form; nothing else of YAML is understood.

  /** A value with its place; a list or mapping of such. @typedef {{text: string, quoted: boolean, line: number, column: number}} Scalar */
  /** @typedef {{items: Node_[], line: number, column: number}} List */
  /** @typedef {{entries: [Scalar, Node_ | undefined][], line: number, column: number}} Mapping */
  /** @typedef {Scalar | List | Mapping} Node_ */

  const ESCAPES = /** @type {Record<string, string>} */ ({ n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f" });

  class NotUnderstood extends Error {
    /** @param {number} line @param {number} column @param {string} message */
    constructor(line, column, message) {
      super(message);
      this.line = line;
      this.column = column;
    }
  }

  /** Reads the value that begins at a place of one line. @param {string} text @param {number} line @param {number} start */
  const flow = (text, line, start) => {
    let at = start;
    const skip = () => {
      while (text[at] === " ") at += 1;
    };
    /** @param {string} what */
    const fail = (what) => new NotUnderstood(line, at + 1, what);

    /** @param {string} ends signs that end a plain text @returns {Scalar} */
    const scalar = (ends) => {
      const column = at + 1;
      const quote = text[at];
      if (quote === '"' || quote === "'") {
        let value = "";
        for (at += 1; ; at += 1) {
          if (at >= text.length) throw new NotUnderstood(line, column, "the quote that opens here is never closed");
          if (text[at] === quote && quote === "'" && text[at + 1] === "'") {
            value += "'";
            at += 1;
          } else if (text[at] === quote) break;
          else if (quote === '"' && text[at] === "\\") {
            at += 1;
            const hex = /^[uU]([0-9A-Fa-f]{4})/.exec(text.slice(at));
            if (hex) {
              value += String.fromCharCode(parseInt(hex[1], 16));
              at += 4;
            } else if (text[at] in ESCAPES) value += ESCAPES[text[at]];
            else throw fail("this escape is not understood");
          } else value += text[at];
        }
        at += 1;
        return { text: value, quoted: true, line, column };
      }
      if (/[&*!|>%@`]/.test(quote ?? "")) throw fail(`a text that begins with ${quote} is to be put in quotes`);
      while (at < text.length && !ends.includes(text[at]) && !(text[at] === "#" && text[at - 1] === " ") && !(text[at] === ":" && /^:( |$)/.test(text.slice(at)))) at += 1;
      const value = text.slice(column - 1, at).trimEnd();
      if (!value) throw fail("there is no value here");
      return { text: value, quoted: false, line, column };
    };

    /** @param {number} depth @param {string} ends @returns {Node_} */
    const node = (depth, ends) => {
      const column = at + 1;
      if (depth > 4) throw fail("this is nested too deeply");
      if (text[at] !== "[" && text[at] !== "{") return scalar(ends);
      const close = text[at] === "[" ? "]" : "}";
      /** @type {Node_[]} */
      const items = [];
      /** @type {[Scalar, Node_ | undefined][]} */
      const entries = [];
      at += 1;
      for (skip(); text[at] !== close; skip()) {
        if (at >= text.length) throw new NotUnderstood(line, column, `the bracket that opens here is not closed in this line`);
        if (close === "]") items.push(node(depth + 1, ",]"));
        else {
          const key = scalar(",}");
          skip();
          if (text[at] !== ":") throw fail("a colon and a value are missing here");
          at += 1;
          skip();
          entries.push([key, node(depth + 1, ",}")]);
        }
        skip();
        if (text[at] === ",") at += 1;
        else if (text[at] !== close && at < text.length) throw fail("a comma or a closing bracket is missing here");
      }
      at += 1;
      return close === "]" ? { items, line, column } : { entries, line, column };
    };

    const value = node(0, "");
    skip();
    if (at < text.length && text[at] !== "#") throw fail("the line does not end where it should");
    return value;
  };

  /** @typedef {{indent: number, key?: Scalar, value?: Node_, item?: boolean, line: number}} Line */

  /** @param {string} text @param {number} line @returns {Line | undefined} nothing for an empty line or a comment */
  const parsed = (text, line) => {
    const indent = text.length - text.trimStart().length;
    if (indent === text.length || text[indent] === "#" || (line === 1 && text === "---")) return undefined;
    const sign = /[\t\p{C}\p{Zl}\p{Zp}]/u.exec(text);
    if (sign) throw new NotUnderstood(line, sign.index + 1, "a character that does not show");
    if (text[indent] === "-" && text[indent + 1] === " ") {
      const start = text.length - text.slice(indent + 1).trimStart().length;
      return { indent, item: true, value: flow(text, line, start), line };
    }
    const quoted = /^("[^"\\]*"|'[^']*')\s*:( |$)/.exec(text.slice(indent));
    const plain = /^([A-Za-z0-9_.+-][^:#]*?)\s*:( |$)/.exec(text.slice(indent));
    const found = quoted ?? plain;
    if (!found) {
      if (text[indent] === "[" || text[indent] === "{") return { indent, value: flow(text, line, indent), line };
      throw new NotUnderstood(line, indent + 1, "the line is not a key, a colon and a value");
    }
    const key = { text: quoted ? found[1].slice(1, -1) : found[1], quoted: !!quoted, line, column: indent + 1 };
    const start = indent + found[0].length;
    const rest = text.slice(start).trimStart();
    return { indent, key, value: rest && rest[0] !== "#" ? flow(text, line, text.length - rest.length) : undefined, line };
  };

  /** @param {string} text @returns {{tree: Mapping | undefined, problems: ProfileProblem[]}} */
  const parse = (text) => {
    /** @type {Mapping} */
    const tree = { entries: [], line: 1, column: 1 };
    /** @type {ProfileProblem[]} */
    const problems = [];
    /** @type {[number, Mapping][]} */
    let open = [[0, tree]];
    let seen = false;
    /** @type {Line | undefined} */
    let before;
    for (const [number, raw] of text.split(/\r\n|\n/).entries()) {
      try {
        const line = parsed(raw, number + 1);
        if (!line) continue;
        seen = true;
        const at = { line: line.line, column: line.indent + 1 };
        while (open.length > 1 && line.indent < open[open.length - 1][0]) open = open.slice(0, -1);
        const [indent, inside] = open[open.length - 1];
        const last = inside.entries[inside.entries.length - 1];
        if (line.item) {
          // The items of a list may stand below its key, indented or not.
          if (!last || (last[1] && !("items" in last[1] && before?.item)) || line.indent < indent) throw new NotUnderstood(at.line, at.column, "a list stands here without a key");
          last[1] ??= { items: [], ...at };
          /** @type {List} */ (last[1]).items.push(/** @type {Node_} */ (line.value));
        } else if (!line.key) {
          if (tree.entries.length || !line.value || !("entries" in line.value)) throw new NotUnderstood(at.line, at.column, "a profile is keys and values");
          tree.entries = line.value.entries;
        } else if (line.indent > indent || (open.length === 1 && line.indent > 0)) {
          if (!last || last[1]) throw new NotUnderstood(at.line, at.column, "the line is indented without need");
          /** @type {Mapping} */
          const below = { entries: [[line.key, line.value]], ...at };
          last[1] = below;
          open = [...open, [line.indent, below]];
        } else inside.entries.push([line.key, line.value]);
        before = line;
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        problems.push({ line: error.line, column: error.column, code: "P905", message: error.message, fix: "write it as in the example, or leave the line out" });
      }
    }
    if (!seen && !problems.length) problems.push({ line: 1, column: 1, code: "P905", message: "there is nothing here", fix: "paste a profile, or an address with one" });
    return { tree: seen ? tree : undefined, problems };
  };

  /** @param {Scalar} scalar whether readers of YAML take it for something else than text */
  const number = ({ text, quoted }) => !quoted && /^-?\d+(\.\d+)?$/.test(text);
  /** @param {Scalar} scalar */
  const truth = ({ text, quoted }) => !quoted && /^(true|false|yes|no|on|off|null|~)$/i.test(text);

  /** @param {string} text @returns {ProfileReading} */
  const readText = (text) => {
    const gathered = gatherer();
    if (text.length > MOST_TEXT) {
      gathered.say(1, 1, "P905", `the text has ${text.length.toLocaleString("en")} characters; at most ${MOST_TEXT.toLocaleString("en")} are read`, "paste the profile alone");
      return gathered.reading("");
    }
    const { tree, problems } = parse(text.replace(/^\uFEFF/, ""));
    for (const { line, column, code, message, fix } of problems) gathered.say(line, column, code, message, fix);
    if (!tree) return gathered.reading("");
    /** @type {Map<string, [Scalar, Node_ | undefined]>} */
    const keys = new Map();
    for (const [key, value] of tree.entries) {
      if (!["format", "name", "answers"].includes(key.text)) gathered.say(key.line, key.column, "P909", `${shown(key.text)} is no part of a profile`, "known are format, name, answers");
      else if (keys.has(key.text)) gathered.say(key.line, key.column, "P908", `${key.text} is given twice; the last is used`, "keep one of the two");
      keys.set(key.text, [key, value]);
    }
    const [, format] = keys.get("format") ?? [];
    const given = format && "text" in format ? (/^\d{1,6}$/.test(format.text) && !format.quoted ? Number(format.text) : format.text) : keys.has("format") ? "" : undefined;
    gathered.formatKnown(given, format?.line ?? 1, format?.column ?? 1, "begin with the line format: 1");
    let name = "";
    const [name_key, name_value] = keys.get("name") ?? [];
    if (name_key && name_value && "text" in name_value && !number(name_value) && !truth(name_value)) name = gathered.nameOf(name_value.text, name_value.line, name_value.column);
    else if (name_key) gathered.say(name_value?.line ?? name_key.line, name_value?.column ?? name_key.column, "P907", "the name is text", "put it in quotes, or leave it out");
    const [, answers] = keys.get("answers") ?? [];
    if (answers && "entries" in answers) for (const [key, value] of answers.entries) takeAnswer(gathered, key, value);
    else if (answers) gathered.say(answers.line, answers.column, "P907", "answers is no mapping of facets to values", "write answers: {accelerator: kvm}");
    return gathered.reading(name);
  };

  /** @param {ReturnType<typeof gatherer>} gathered @param {Scalar} key @param {Node_ | undefined} value */
  const takeAnswer = (gathered, key, value) => {
    const items = !value ? [] : "items" in value ? value.items : [value];
    if (!items.length) {
      gathered.say(value?.line ?? key.line, value?.column ?? key.column, "P907", `${shown(key.text)} has no value`, "give a value, or leave the facet out");
      return;
    }
    /** @type {[string, number, number][]} */
    const values = [];
    for (const item of items) {
      const { line, column } = item;
      if (!("text" in item) || truth(item)) {
        const what = "text" in item ? "a truth value" : "a list or a mapping";
        gathered.say(line, column, "P907", `an answer of ${shown(key.text)} is ${what}, not text`, "write one value, or several as [kvm, tcg]");
        continue;
      }
      if (number(item)) gathered.say(line, column, "P910", `${item.text} without quotes looks like a number; it is read as the text`, `write "${item.text}"`);
      values.push([item.text, line, column]);
    }
    if (values.length) gathered.take({ dimension: key.text, line: key.line, column: key.column, values });
  };

  /** @param {string} text as Python writes it @returns {string} */
  const yaml = (text) => {
    const plain = text.length <= 120 && /^[A-Za-z0-9](?:[A-Za-z0-9 ._/+()-]*[A-Za-z0-9._/+()-])?$/.test(text);
    return plain && !surprising(text) ? text : JSON.stringify(text);
  };

  /** Whether a plain text means something else to some reader of YAML. @param {string} text */
  const surprising = (text) =>
    /^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ||
    /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d{1,2}:.*)?$/.test(text) ||
    /^[-+]?(?:0[bB]?[0-7_]+|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|\d[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\.\d[\d_]*(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))$|^\.(?:nan|NaN|NAN)$/.test(text);

  /** @type {Profiles["text"]} */
  const text = ({ name, answers }) => {
    const lines = claimbase.known.dimensions.flatMap(([id]) => {
      const values = answers[id];
      if (!values) return [];
      return [`  ${yaml(id)}: ${values.length === 1 ? yaml(values[0]) : `[${values.map(yaml).join(", ")}]`}`];
    });
    return [`format: ${claimbase.known.format}`, ...(name ? [`name: ${yaml(name)}`] : []), ...(lines.length ? ["answers:", ...lines] : ["answers: {}"]), ""].join("\n");
  };

  claimbase.profile = {
    read: (given) => {
      const address = /^\s*(?:\S*#)?(profile=\S*)\s*$/.exec(given);
      return address ? readFragment(address[1]) : readText(given);
    },
    readFragment,
    text,
    fragment,
    possible,
  };
})();
