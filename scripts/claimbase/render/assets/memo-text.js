// A decision memo as blocks and as Markdown, from the sheet, an environment and a day. Every step has the same name in
// the program (memo/result.py, matching.py, facts.py, blocks.py); a test compares the Markdown of the two, byte by byte.
(() => {
  "use strict";

  const APPLIES = "applies";
  const MAY = "may-apply";
  const NOT = "does-not-apply";
  const FORMAT = 1;

  /** @typedef {{rule: MemoRule, decision: number, certain: boolean, missing: string[]}} Fired */
  /** @typedef {{claim: string, applies: string, verdict: string, certainty: string}} Found */

  /** @template T @param {Iterable<T>} values @returns {T[]} each once, in the order in which they first come */
  const once = (values) => [...new Set(values)];

  /** @param {string} text @param {Record<string, string>} values */
  const worded = (text, values) => text.replace(/\{([a-z-]+)\}/g, (whole, name) => values[name] ?? whole);

  // Whether a rule fires.

  /** @param {number} hits @param {number} all */
  const share = (hits, all) => (hits ? (hits === all ? APPLIES : MAY) : NOT);

  /** @param {MemoLook} looked @param {MemoClaim} claim @param {Record<string, string[]>} left */
  const looked_at = (looked, claim, left) => {
    const at = Object.fromEntries(looked.at);
    let cells = 1;
    let chosen = [0];
    for (const [name, values] of claim.scope) {
      const here = Object.hasOwn(at, name) ? [at[name]] : (left[name] ?? []);
      const places = values.flatMap((value, place) => (here.includes(value) ? [place] : []));
      chosen = chosen.flatMap((number) => places.map((place) => number * values.length + place));
      cells *= here.length;
    }
    return share(chosen.filter((number) => looked.outcomes.includes(claim.outcomes[number])).length, cells);
  };

  /** @param {MemoRule} rule @param {Map<string, MemoClaim>} claims @param {Record<string, string[]>} left */
  const state_of = (rule, claims, left) => {
    const inside = { ...left };
    const states = rule.when.map(([name, wanted]) => {
      const here = left[name] ?? [];
      inside[name] = here.filter((value) => wanted.includes(value));
      return share(inside[name].length, here.length);
    });
    for (const looked of rule.looks_at) {
      const claim = claims.get(looked.claim);
      states.push(claim ? looked_at(looked, claim, inside) : NOT);
    }
    return states.includes(NOT) ? NOT : states.includes(MAY) ? MAY : APPLIES;
  };

  /** @param {MemoRule} rule @param {Map<string, MemoClaim>} claims @param {Record<string, string[]>} left */
  const missing = (rule, claims, left) => {
    const depends = new Set(rule.when.map(([name]) => name));
    for (const looked of rule.looks_at) {
      const fixed = looked.at.map(([name]) => name);
      for (const [name] of claims.get(looked.claim)?.scope ?? []) if (!fixed.includes(name)) depends.add(name);
    }
    const open = Object.keys(left).filter((name) => depends.has(name) && left[name].length > 1);
    const deciding = open.filter((name) => left[name].some((value) => state_of(rule, claims, { ...left, [name]: [value] }) !== MAY));
    return deciding.length ? deciding : open;
  };

  /** @param {MemoSheet} sheet @param {MemoAsked} asked @param {string} date */
  const reckoned = (sheet, asked, date) => {
    const claims = new Map(sheet.claims.map((claim) => [claim.id, claim]));
    /** @type {Fired[]} */
    const fired = sheet.decisions.flatMap(({ rules }, decision) =>
      rules.flatMap((rule) => {
        const state = state_of(rule, claims, asked.left);
        if (state === NOT) return [];
        return [{ rule, decision, certain: state === APPLIES, missing: state === MAY ? missing(rule, claims, asked.left) : [] }];
      }),
    );
    const looked = fired.flatMap(({ rule }) => rule.looks_at.map(({ claim }) => claim));
    const decisive = sheet.decisive.filter((name) => asked.standings[name].applies !== NOT);
    /** @type {Found[]} */
    const findings = once([...looked, ...decisive]).map((name) => {
      const standing = asked.standings[name];
      const here = standing.here ?? standing.general;
      return { claim: name, applies: standing.applies, verdict: here.verdict, certainty: here.certainty ?? "none" };
    });
    const numbers = new Map(findings.map(({ claim }, place) => [claim, String(place + 1)]));
    const risks = fired.filter(({ rule }) => rule.effect !== "allow");
    const ordered = sheet.decisions.flatMap((_, number) =>
      [true, false].flatMap((sure) => risks.filter(({ decision, certain }) => decision === number && certain === sure)),
    );
    const labels = new Map(ordered.map(({ rule }, place) => [rule.id, worded(sheet.words.risk, { number: String(place + 1) })]));
    const answers = sheet.decisions.map((_, number) => {
      const letters = sheet.vocabulary.effects.map((effect) => {
        const states = fired.filter(({ decision, rule }) => decision === number && rule.effect === effect).map(({ certain }) => certain);
        return (states.includes(true) ? effect[0].toUpperCase() : "") + (states.includes(false) ? effect[0] : "");
      });
      return sheet.vocabulary.answers[letters.join("")];
    });
    const days = findings.flatMap(({ claim }) => claims.get(claim)?.days ?? []).sort();
    return { sheet, asked, date, claims, fired, findings, numbers, labels, answers, expires: days[0] ?? "" };
  };

  /** @typedef {ReturnType<typeof reckoned>} Memo */

  // Facts.

  const MARKS = /[\\`*[\]<>|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=[A-Za-z#])/g;

  /** @param {string} text plain text @returns {string} a line in which it stands for itself */
  const escaped = (text) =>
    text
      .trim()
      .replace(/\s+/g, " ")
      .replace(MARKS, "\\$&")
      .replace(/^([0-9]{1,9})([.)])(?=\s|$)/, "$1\\$2")
      .replace(/^[-+#=]/, "\\$&");

  /** @param {Memo} memo @returns {string[]} the memo as data */
  const record_lines = (memo) => [
    `memo: ${FORMAT}`,
    `date: "${memo.date}"`,
    `expires: "${memo.expires || "none"}"`,
    `edition: "${memo.sheet.edition || "none"}"`,
    "profile:",
    ...lines_of(memo.asked.text).map((line) => `  ${line}`),
    "recommendations:",
    ...memo.sheet.decisions.map(({ id }, number) => `  ${id}: ${memo.answers[number][0]}`),
    memo.fired.length ? "rules:" : "rules: []",
    ...memo.fired.map(({ rule, certain }) => `  - {id: ${rule.id}, fires: "${certain ? "yes" : "perhaps"}"}`),
    memo.findings.length ? "findings:" : "findings: []",
    ...memo.findings.map(
      ({ claim, applies, verdict, certainty }) =>
        `  - {id: ${claim}, applies: ${applies}, verdict: ${verdict}, certainty: ${certainty}, text: "${memo.claims.get(claim)?.digest}"}`,
    ),
  ];

  /** @param {string} text */
  const lines_of = (text) => text.replace(/\n$/, "").split("\n");

  /** @param {Memo} memo @returns {MemoFacts} */
  const facts_of = (memo) => {
    const { sheet, asked, claims, fired, findings, numbers, labels, answers } = memo;
    const { words, vocabulary, questions } = sheet;
    /** @param {string} name */
    const claim_of = (name) => /** @type {MemoClaim} */ (claims.get(name));
    /** @param {string[]} texts */
    const list = (texts) => texts.join(words.list);
    /** @param {string[]} names */
    const listed = (names) => list(once(names).map((name) => numbers.get(name) ?? ""));
    /** @param {string[]} names */
    const dimensions = (names) => list(once(names).map((name) => questions.find(({ id }) => id === name)?.title ?? name));
    /** @param {string} dimension @param {string[]} chosen */
    const values = (dimension, chosen) => {
      const known = new Map(questions.find(({ id }) => id === dimension)?.values);
      return chosen.map((value) => known.get(value) ?? value).join(words.or);
    };
    /** @param {Fired} each @returns {MemoFacts} */
    const rule_facts = ({ rule, missing: depends }) => ({
      because: rule.because,
      do: rule.do,
      label: labels.get(rule.id) ?? "",
      findings: listed(rule.looks_at.map(({ claim }) => claim)),
      depends: dimensions(depends),
    });
    /** @param {Record<string, [string, string]>} known @param {(string | null)[]} used */
    const told = (known, used) =>
      Object.entries(known).flatMap(([name, [word, meaning]]) => (used.includes(name) ? [{ word, meaning }] : []));

    /** @param {number} number @returns {MemoFacts} */
    const decision = (number) => {
      const [answer, rule] = answers[number];
      const own = fired.filter((each) => each.decision === number);
      /** @param {string[]} effects @param {boolean} certain */
      const chosen = (effects, certain) => own.filter((each) => effects.includes(each.rule.effect) && each.certain === certain).map(rule_facts);
      const conditions = chosen(["condition"], true);
      const maybe = chosen(["condition"], false);
      const any = conditions.length + maybe.length > 0;
      const count = worded(words.count, { certain: String(conditions.length), perhaps: String(maybe.length) });
      return {
        title: sheet.decisions[number].title,
        question: sheet.decisions[number].question,
        answer: vocabulary.recommendations[answer][0],
        rule,
        blocks: chosen(["block"], true),
        "may-block": chosen(["block"], false),
        allows: chosen(["allow"], true),
        "may-allow": chosen(["allow"], false),
        risks: chosen(["block", "condition"], true),
        "may-risks": chosen(["block", "condition"], false),
        "any-risk": own.some((each) => each.rule.effect !== "allow") ? "yes" : "",
        conditions,
        "may-conditions": maybe,
        "any-condition": any ? "yes" : "",
        count: any && answer !== "wait" ? count : "",
        later: any && answer === "wait" ? "yes" : "",
      };
    };

    /** @param {Found} found */
    const applies = (found) => {
      if (found.applies === APPLIES) return words.yes;
      if (found.applies === MAY) return worded(words.depends, { depends: dimensions(asked.standings[found.claim].grounds) });
      const fixed = fired.flatMap(({ rule }) =>
        rule.looks_at.filter(({ claim }) => claim === found.claim).flatMap(({ at }) => at.map(([name, value]) => `${dimensions([name])} ${values(name, [value])}`)),
      );
      return worded(words.at, { at: list(once(fixed)) });
    };

    /** @param {Found} found @returns {MemoFacts} */
    const finding = (found) => {
      const claim = claim_of(found.claim);
      const { general, differs } = asked.standings[found.claim];
      return {
        number: numbers.get(found.claim) ?? "",
        title: claim.title,
        statement: claim.statement,
        token: claim.token,
        applies: applies(found),
        verdict: vocabulary.verdicts[found.verdict][0],
        certainty: found.certainty === "none" ? words.none : vocabulary.certainties[found.certainty][0],
        general: differs
          ? worded(words["in-general"], { verdict: vocabulary.verdicts[general.verdict][0], certainty: general.certainty ?? words.none })
          : words.same,
      };
    };

    const asked_questions = () => {
      const counts = new Map(questions.map(({ id }) => [id, vocabulary.effects.map(() => 0)]));
      for (const each of fired) for (const name of each.missing) /** @type {number[]} */ (counts.get(name))[vocabulary.effects.indexOf(each.rule.effect)]++;
      /** @param {string} id */
      const of = (id) => /** @type {number[]} */ (counts.get(id));
      return questions
        .filter(({ id }) => of(id).some(Boolean))
        .sort((one, other) => of(one.id).reduce((order, count, place) => order || of(other.id)[place] - count, 0))
        .map(({ id, question, find_out }) => ({
          question,
          "find-out": find_out,
          decides: list(
            of(id).flatMap((count, place) => (count ? [worded(words.decides, { count: String(count), effect: words[vocabulary.effects[place]] })] : [])),
          ),
        }));
    };

    const tests = () =>
      findings.flatMap(({ claim, verdict }) => {
        const standing = asked.standings[claim];
        const outcomes = standing.here ? standing.outcomes : [];
        const contested = outcomes.includes("contested") || verdict === "contested";
        if (!contested && !outcomes.includes("open") && !["unsupported", "not-assessed"].includes(verdict)) return [];
        return [{ number: numbers.get(claim) ?? "", state: words[contested ? "contested" : "open"], test: claim_of(claim).test }];
      });

    const terms = () => {
      const used = new Set([...findings.map(({ claim }) => claim), ...fired.map(({ rule }) => rule.id)]);
      const spoken = new Set(sheet.spoken.flatMap(([name, places]) => (used.has(name) ? places : [])));
      return sheet.terms.flatMap((term, place) => (term && spoken.has(place) ? [{ word: escaped(term.word), definition: term.definition }] : []));
    };

    /** @param {"days" | "releases" | "events"} kind @returns {[string, string[]][]} */
    const due = (kind) => {
      /** @type {Map<string, string[]>} */
      const kept = new Map();
      for (const { claim } of findings) for (const text of claim_of(claim)[kind]) kept.set(text, [...(kept.get(text) ?? []), claim]);
      return [...kept];
    };

    const judged = findings.flatMap(({ claim }) => {
      const { here, general } = asked.standings[claim];
      return [here ?? general, general];
    });
    const series = values("qemu", asked.answers.qemu ?? []);
    const [open, settling] = [asked_questions(), tests()];
    return {
      series: series ? worded(words.series, { series }) : words["no-series"],
      masthead: [
        { what: words.environment, value: asked.name ? escaped(asked.name) : words["no-name"] },
        { what: words["made-on"], value: memo.date },
        { what: words.expires, value: memo.expires || words["no-day"] },
      ],
      date: memo.date,
      expires: memo.expires,
      overdue: memo.expires && memo.expires <= memo.date ? "yes" : "",
      edition: sheet.edition,
      once: [{}],
      verdicts: told(vocabulary.verdicts, judged.map(({ verdict }) => verdict)),
      certainties: told(vocabulary.certainties, judged.map(({ certainty }) => certainty)),
      "answers-used": Object.entries(vocabulary.recommendations).flatMap(([name, [answer, meaning]]) =>
        answers.some(([each]) => each === name) ? [{ answer, meaning }] : [],
      ),
      decisions: sheet.decisions.map((_, number) => decision(number)),
      answers: questions.flatMap(({ id, title }) => (asked.answers[id] ? [{ question: title, answer: values(id, asked.answers[id]) }] : [])),
      unanswered: dimensions(questions.map(({ id }) => id).filter((id) => !asked.answers[id])),
      findings: findings.map(finding),
      weak: listed(findings.filter(({ certainty }) => certainty === "low").map(({ claim }) => claim)),
      questions: open,
      tests: settling,
      "any-open": open.length || settling.length ? "yes" : "",
      applied: fired.map(({ rule, decision: number, certain }) => ({
        id: rule.id,
        title: sheet.decisions[number].title,
        effect: rule.effect,
        "looks-for": list(
          rule.looks_at.map(({ claim, outcomes }) =>
            worded(words["looks-for"], { number: numbers.get(claim) ?? "", outcomes: [...outcomes].map((letter) => vocabulary.outcomes[letter]).join(words.or) }),
          ),
        ),
        state: words[certain ? "fires" : "may-fire"],
      })),
      terms: terms(),
      days: due("days").sort(([one], [other]) => (one < other ? -1 : 1)).map(([day, names]) => ({ day, findings: listed(names) })),
      happenings: [...due("releases"), ...due("events")].map(([what, names]) => ({ what, findings: listed(names) })),
      fragment: asked.fragment,
      "profile-lines": lines_of(asked.text).map((line) => ({ line })),
      commands: [{ line: words.make }, { line: words.compare }],
      "record-lines": record_lines(memo).map((line) => ({ line })),
    };
  };

  // Blocks.

  /** @param {MemoPiece[]} pieces @param {MemoFacts} facts @returns {MemoBlock[]} */
  const filled = (pieces, facts) =>
    pieces.flatMap((piece) => {
      if ((piece.given && !facts[piece.given]?.length) || (piece.lacking && facts[piece.lacking]?.length)) return [];
      const found = piece.each ? facts[piece.each] : [];
      const entries = typeof found === "string" ? [] : found.map((entry) => ({ ...facts, ...entry }));
      const block = { kind: piece.kind, text: "", level: 0, items: [], head: [], rows: [], language: "" };
      if (piece.kind === "group") return entries.flatMap((entry) => filled(piece.pieces ?? [], entry));
      if (piece.kind === "table") return [{ ...block, head: piece.head ?? [], rows: entries.map((entry) => (piece.row ?? []).map((cell) => fill(cell, entry))) }];
      if (piece.kind === "heading" || piece.kind === "text") return [{ ...block, text: fill(piece.text ?? "", facts), level: piece.level ?? 0 }];
      return [{ ...block, items: entries.map((entry) => fill(piece.text ?? "", entry)), language: piece.language ?? "" }];
    });

  /** @param {string} text @param {MemoFacts} facts */
  const fill = (text, facts) => text.replace(/\{([a-z-]+)\}/g, (_, name) => (typeof facts[name] === "string" ? facts[name] : ""));

  /** @param {MemoBlock} block */
  const block_text = ({ kind, text, level, items, head, rows, language }) => {
    if (kind === "heading") return `${"#".repeat(level)} ${text}`;
    if (kind === "text") return text;
    if (kind === "code") return [`\`\`\`${language}`, ...items, "```"].join("\n");
    if (kind === "table") {
      const cells = rows.map((row) => row.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")));
      return [head, head.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
    }
    const marks = /** @type {Record<string, string>} */ ({ list: "- ", checks: "- [ ] " });
    return items.map((item, place) => `${marks[kind] ?? `${place + 1}. `}${item}`).join("\n");
  };

  const PIECE = /\\(.)|`([^`]+)`|\*\*((?:\\.|[^\\*])+)\*\*|\[((?:\\.|[^\\\]])*)\]\((https?:\/\/[^\s)]+)\)/gu;

  /** @param {string} line @returns {string} */
  const plain = (line) => runs(line).map(({ text }) => text).join("");

  /** @param {string} line a line of the memo @returns {MemoRun[]} its stretches */
  const runs = (line) => {
    /** @type {MemoRun[]} */
    const made = [];
    let text = "";
    let end = 0;
    const flush = () => {
      if (text) made.push({ style: "text", text, url: "" });
      text = "";
    };
    for (const match of line.matchAll(PIECE)) {
      const [whole, mark, code, strong, label, url] = match;
      text += line.slice(end, match.index);
      end = match.index + whole.length;
      if (mark !== undefined) {
        text += mark;
        continue;
      }
      flush();
      if (code !== undefined) made.push({ style: "code", text: code, url: "" });
      else if (strong !== undefined) made.push({ style: "strong", text: plain(strong), url: "" });
      else made.push({ style: "link", text: plain(label), url });
    }
    text += line.slice(end);
    flush();
    return made;
  };

  window.claimbase.memo = {
    blocks: (sheet, asked, date) => filled(sheet.template, facts_of(reckoned(sheet, asked, date))),
    markdown: (blocks) => `${blocks.map(block_text).join("\n\n")}\n`,
    runs,
  };
})();
