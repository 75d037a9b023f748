// The page of a reader's environment: answers in, what each claim comes to out. The state is the address, behind the #.
(() => {
  "use strict";

  const STORED = "claimbase.environment";
  const SHOWN = 12;
  const NOT = 2;
  const MOST_FILE = 64 * 1024;

  const { claimbase } = window;
  const { make } = claimbase;
  const { dimensions, reasons, presets } = claimbase.known;

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  /** @param {string} id */
  const field = (id) => /** @type {HTMLInputElement} */ (document.getElementById(id));
  const form = byId("env-form");
  const fieldsets = new Map([...form.querySelectorAll("fieldset")].map((each) => [each.dataset.dimension ?? "", each]));
  const remember = field("env-remember");
  const name = field("env-name");

  /** @type {Profile} */
  let profile = { name: "", answers: {} };
  /** @type {Set<string>} dimensions for which several values may be ticked */
  const several = new Set();
  let turn = 0;
  let at = "";

  // The state: in the address, in the controls, and in the browser's store where that was asked for.

  const here = () => {
    const { answers } = profile;
    return profile.name || Object.keys(answers).length ? `#${claimbase.profile.fragment(profile)}` : "";
  };

  /** @param {boolean} push whether the change is a step that can be taken back */
  const address = (push) => {
    at = here();
    const whole = location.pathname + location.search + at;
    try {
      if (push) history.pushState(null, "", whole);
      else history.replaceState(null, "", whole);
    } catch {
      location.hash = at;
    }
  };

  const store = () => {
    try {
      if (remember.checked) localStorage.setItem(STORED, claimbase.profile.fragment(profile));
      else localStorage.removeItem(STORED);
      byId("env-remembered").textContent = remember.checked ? "They are kept here until you untick this." : "";
    } catch {
      remember.checked = false;
      byId("env-remembered").textContent = "This browser keeps nothing for this page; save a file instead.";
    }
  };

  const stored = () => {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  };

  /** @param {ProfileReading} reading @param {boolean} push */
  const take = (reading, push) => {
    profile = reading.profile;
    several.clear();
    tellProblems(reading.problems);
    change(push);
  };

  /** @param {boolean} push */
  const change = (push) => {
    address(push);
    if (remember.checked) store();
    tell();
    void show();
  };

  /** @param {ProfileProblem[]} problems */
  const tellProblems = (problems) => {
    const box = byId("env-problems");
    box.hidden = !problems.length;
    box.replaceChildren(
      ...(problems.length
        ? [
            make("p", {}, "Not all of the profile could be used. What could be is filled in below."),
            make("ul", {}, ...problems.map(({ line, code, message, fix }) => make("li", {}, line > 1 ? `Line ${line}: ` : "", `${message}. `, make("span", { class: "cb-small" }, `To mend it: ${fix}. `, make("code", {}, code))))),
          ]
        : []),
    );
  };

  const tell = () => {
    const { possible } = claimbase.profile;
    const left = possible(profile.answers);
    dimensions.forEach(([id, , , values], number) => {
      const fieldset = fieldsets.get(id);
      if (!fieldset) return;
      const chosen = profile.answers[id] ?? [];
      const open = several.has(id) || chosen.length > 1;
      const picked = open ? "*" : chosen[0] ?? "";
      const { [id]: _, ...others } = profile.answers;
      /** @type {Map<string, string>} values that do not go with the other answers, and why */
      const barred = new Map();
      for (const [value] of values) {
        const [clash] = possible({ ...others, [id]: [value] }).clashes;
        if (clash) barred.set(value, clash[1][1]);
      }
      for (const input of fieldset.querySelectorAll("input")) {
        input.checked = input.type === "radio" ? input.value === picked : chosen.includes(input.value);
        input.disabled = barred.has(input.value) && !input.checked;
      }
      const boxes = /** @type {HTMLElement} */ (fieldset.querySelector(".cb-env__several"));
      boxes.hidden = !open;
      fieldset.classList.toggle("cb-env__question--answered", chosen.length > 0);
      const title = (/** @type {string} */ value) => values.find(([each]) => each === value)?.[1] ?? value;
      const only = !chosen.length && left.values[number].length === 1 ? values[left.values[number][0]][1] : "";
      /** @type {Map<string, string[]>} */
      const by_why = new Map();
      for (const [value, why] of barred) by_why.set(why, [...(by_why.get(why) ?? []), title(value)]);
      const follows = /** @type {HTMLElement} */ (fieldset.querySelector(".cb-env__follows"));
      follows.hidden = !barred.size;
      follows.replaceChildren(
        ...(only ? [`It follows from your other answers: ${only}. `] : []),
        ...[...by_why].map(([why, titles]) => `Not with your other answers: ${titles.join(", ")}. ${why} `),
      );
    });
    if (document.activeElement !== name) name.value = profile.name;
  };

  form.addEventListener("change", ({ target: input }) => {
    if (!(input instanceof HTMLInputElement)) return;
    const id = input.name;
    const fieldset = fieldsets.get(id);
    if (!fieldset) return;
    const order = (dimensions.find(([each]) => each === id)?.[3] ?? []).map(([value]) => value);
    const ticked = () => order.filter((value) => [...fieldset.querySelectorAll("input[type=checkbox]")].some((box) => box instanceof HTMLInputElement && box.checked && box.value === value));
    const { [id]: _, ...others } = profile.answers;
    if (input.type === "radio" && input.value === "*") several.add(id);
    else if (input.type === "radio") several.delete(id);
    const chosen = input.type === "radio" && input.value !== "*" ? [input.value].filter(Boolean) : ticked();
    profile = { ...profile, answers: chosen.length ? { ...others, [id]: chosen } : others };
    tellProblems([]);
    change(true);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("env-keep").addEventListener("submit", (event) => event.preventDefault());

  // What is shown.

  /** @param {Table} table @param {Judgement} judgement */
  const judgement = (table, [verdict, certainty]) => {
    const [id, words, shape] = table.head.verdicts[verdict];
    const badge = make("span", { class: `cb-badge cb-verdict-${id}` }, make("span", { class: "cb-shape", "aria-hidden": "true" }, shape), ` ${words}`);
    const sure = certainty < 0 ? "" : ` ${table.head.certainties[certainty]} certainty`;
    return [badge, ...(sure ? [make("small", { class: "cb-small" }, sure)] : [])];
  };

  /** @param {number} dimension @param {number[]} values */
  const answer = (dimension, values) => `${dimensions[dimension][1]}: ${values.map((value) => dimensions[dimension][3][value][1]).join(" or ")}`;

  /** @param {number} dimension @param {string} text a button that leads to the question */
  const leads = (dimension, text) => {
    const button = make("button", { type: "button", class: "cb-env__lead" }, text);
    button.addEventListener("click", () => {
      const fieldset = fieldsets.get(dimensions[dimension][0]);
      const input = /** @type {HTMLElement | null} */ (fieldset?.querySelector("input:checked") ?? null);
      fieldset?.scrollIntoView({ block: "center" });
      input?.focus({ preventScroll: true });
    });
    return button;
  };

  /** @param {number} count @param {string} one @param {string} many */
  const amount = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  /**
   * Fills a place with a list of claims, a part at a time.
   * @param {HTMLElement} place
   * @param {number[]} rows
   * @param {(row: number) => Promise<Node>} item
   * @param {string} none what stands where there is no claim
   */
  const list = async (place, rows, item, none) => {
    const mine = turn;
    if (!rows.length) {
      place.replaceChildren(make("p", { class: "cb-small" }, none));
      return;
    }
    const made = make("ul", { class: "cb-list" });
    let next = 0;
    const more = make("button", { type: "button", class: "cb-env__more" });
    const add = async () => {
      const part = rows.slice(next, next + SHOWN);
      const items = await Promise.all(part.map(item));
      if (mine !== turn) return;
      next += part.length;
      made.append(...items);
      more.textContent = `Show ${Math.min(SHOWN, rows.length - next)} more of ${rows.length}`;
      more.hidden = next >= rows.length;
      // The first of the new ones takes the place of the button in the order of the keyboard.
      if (document.activeElement === more) /** @type {HTMLElement | null} */ (items[0] instanceof HTMLElement ? items[0].querySelector("a") : null)?.focus();
    };
    more.addEventListener("click", () => void add().catch(fail));
    await add();
    if (mine === turn) place.replaceChildren(made, more);
  };

  /**
   * Fills what a fold holds when it is first opened.
   * @param {HTMLElement} folds
   * @param {HTMLElement} place
   * @param {number[]} rows
   * @param {(row: number) => Promise<Node>} item
   */
  const unfold = (folds, place, rows, item) =>
    folds.addEventListener("toggle", () => void (place.childElementCount || list(place, rows, item, "").catch(fail)));

  /** @param {unknown} error */
  const fail = (error) => {
    byId("env-sum").textContent = error instanceof Error ? error.message : String(error);
  };

  /** @param {Standings} found @param {Table} table */
  const items = (found, table) => {
    /** @param {number} row */
    const told = async (row) => {
      const [id, title, statement] = (await table.rows("texts", [row]))(row);
      return [make("a", { class: "cb-list__title", href: `${claimbase.root}claims/${id}.html` }, title), make("p", {}, statement)];
    };
    /** @param {number} row */
    const verdicts = (row) => {
      const { here: now, general, differs, possible, matters } = found.rows[row];
      const parts = [...(now ? judgement(table, now) : [])];
      if (differs || !now) parts.push(make("small", { class: "cb-small" }, now ? " in general: " : "in general: "), ...judgement(table, general));
      const lines = [make("p", { class: "cb-list__answer" }, ...parts)];
      if (matters.length) {
        const ends = possible.length > 1 ? [" It turns out as one of: ", ...possible.flatMap(([, each], place) => [place ? ", " : "", judgement(table, each)[0]]), "."] : [];
        lines.push(make("p", { class: "cb-small" }, "Open: ", ...matters.flatMap((dimension, place) => [place ? ", " : "", leads(dimension, dimensions[dimension][1])]), ".", ...ends));
      }
      return lines;
    };
    /** @param {number} row what to do, and for whom where that is not certain */
    const advice = async (row) => {
      const [fits, details, all] = await Promise.all([claimbase.fitting(row, found), table.rows("details", [row]), table.rows("fits", [row])]);
      /** @param {number} number of the advice */
      const when = (number) =>
        all(row)[0][number]
          .filter(([dimension, values]) => !found.possible.values[dimension].every((value) => values.includes(value)))
          .map(([dimension, values]) => `“${values.map((value) => dimensions[dimension][3][value][1]).join("” or “")}” (${dimensions[dimension][1]})`)
          .join(" and ");
      const lines = fits.map(([number, certain]) => make("li", {}, ...(certain ? [] : [make("strong", {}, `If it is ${when(number)}: `)]), details(row)[1][number][1]));
      return lines.length ? [make("ul", { class: "cb-env__do" }, ...lines)] : [];
    };
    /** @param {number} row why it does not apply, or may not */
    const grounds = async (row) => {
      const whys = new Map((await table.rows("fits", [row]))(row)[1]);
      const scope = await table.scope(row);
      const { grounds: known, applies } = found.rows[row];
      return known.map(([dimension, values]) => {
        const why = whys.get(dimension);
        const inside = (scope.find(([each]) => each === dimension)?.[1] ?? []).filter((value) => found.possible.values[dimension].includes(value));
        const text = applies === NOT ? `Here: ${answer(dimension, values)}.` : `It applies if ${answer(dimension, inside)}.`;
        return make("p", { class: "cb-small" }, text, why ? ` The claim says: ${why}` : "");
      });
    };
    return {
      doing: async (/** @type {number} */ row) => make("li", {}, ...(await told(row)), ...verdicts(row), ...(await advice(row))),
      plain: async (/** @type {number} */ row) => make("li", {}, ...(await told(row)), ...verdicts(row)),
      grounded: async (/** @type {number} */ row) => make("li", {}, ...(await told(row)), ...verdicts(row), ...(await grounds(row))),
      excluded: async (/** @type {number} */ row) => make("li", {}, ...(await told(row)), ...(await grounds(row)), ...(await advice(row))),
    };
  };

  /** @param {Standings} found */
  const tellSum = ({ rows, settling }) => {
    const count = (/** @type {number} */ applies) => rows.filter((each) => each.applies === applies).length;
    const [apply, may, not] = [0, 1, NOT].map(count);
    const open = rows.filter((each) => each.matters.length).length;
    const differ = rows.filter((each) => each.differs).length;
    byId("env-bar").textContent = `${apply} apply · ${may} may · ${not} do not.`;
    byId("env-sum").textContent =
      `Of ${amount(rows.length, "claim", "claims")} ${apply} ${apply === 1 ? "applies" : "apply"} here, ${may} may, ${not} ${not === 1 ? "does" : "do"} not. ` +
      (differ ? `For ${differ} the verdict or its certainty differs here from that in general. ` : "") +
      (open ? `${open} ${open === 1 ? "waits" : "wait"} for an answer.` : "No answer is missing that would decide anything.");
    const place = byId("env-settle");
    /** @param {Settling} one */
    const words = ({ dimension, matters, settles }) => {
      const counts = settles.map(([, settled]) => settled);
      const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
      const range = fewest === most ? String(most) : `${fewest} to ${most}`;
      const settled = most ? `settles ${range} of the ${open} that are open` : "settles none by itself";
      return [leads(dimension, dimensions[dimension][2]), ` It matters to ${amount(matters, "claim", "claims")}, and ${settled}.`];
    };
    const [first, ...rest] = settling;
    place.replaceChildren(
      ...(first
        ? [
            make("p", {}, make("strong", {}, "The answer that would settle most: "), ...words(first)),
            ...(rest.length ? [make("details", { class: "cb-small" }, make("summary", {}, `The other ${amount(rest.length, "question", "questions")} that matter`), make("ul", {}, ...rest.map((one) => make("li", {}, ...words(one)))))] : []),
          ]
        : []),
    );
  };

  // Lists of all claims are heavy. As long as nothing is answered they wait until the reader comes near them.
  const near = new Promise((/** @type {(value: void) => void} */ resolve) => {
    const watcher = new IntersectionObserver(
      (seen) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        watcher.disconnect();
        resolve();
      },
      { rootMargin: "100% 0px" },
    );
    watcher.observe(byId("result"));
    watcher.observe(byId("keep"));
  });

  const show = async () => {
    const mine = ++turn;
    try {
      const [found, table] = await Promise.all([claimbase.standings(profile), claimbase.open()]);
      if (mine !== turn) return;
      tellSum(found);
      if (!Object.keys(profile.answers).length) await near;
      if (mine !== turn) return;
      const { doing, plain, grounded, excluded } = items(found, table);
      const chosen = (/** @type {(each: Standing) => boolean} */ fits) => found.order.filter((row) => fits(found.rows[row]));
      const not = byId("env-not");
      const gone = chosen(({ applies }) => applies === NOT);
      const groups = reasons.map((_, reason) => gone.filter((row) => found.rows[row].grounds[0][2] === reason));
      const folded = reasons.flatMap(([id, words, sentence], reason) => {
        if (!groups[reason].length) return [];
        const place = make("div", {});
        const folds = make("details", { class: "cb-fold", id: `env-${id}` }, make("summary", {}, `${words[0].toUpperCase()}${words.slice(1)}: ${amount(groups[reason].length, "claim", "claims")}. `, make("span", { class: "cb-small" }, sentence)), place);
        unfold(folds, place, groups[reason], excluded);
        return [folds];
      });
      await Promise.all([
        list(byId("env-do"), chosen(({ applies }) => applies !== NOT), doing, "Nothing that is known here applies."),
        list(byId("env-differs"), chosen(({ differs }) => differs), plain, "Nowhere, as far as your answers go."),
        list(byId("env-may"), chosen(({ applies }) => applies === 1), grounded, "Nothing is in doubt."),
      ]);
      if (mine !== turn) return;
      const apply = chosen(({ applies }) => applies === 0);
      const place = make("div", {});
      const all = make("details", { class: "cb-fold" }, make("summary", {}, amount(apply.length, "claim", "claims")), place);
      unfold(all, place, apply, plain);
      byId("env-applies").replaceChildren(apply.length ? all : make("p", { class: "cb-small" }, "Nothing for certain; see what may apply."));
      not.replaceChildren(...(folded.length ? folded : [make("p", { class: "cb-small" }, "Every claim applies, or may.")]));
      document.dispatchEvent(new CustomEvent("claimbase:standings", { detail: found }));
    } catch (error) {
      if (mine === turn) fail(error);
    }
  };

  // Kinds of hosts, files, the clipboard.

  /** @param {string} id @param {() => void} act */
  const press = (id, act) => byId(id).addEventListener("click", act);

  for (const button of document.querySelectorAll(".cb-env__preset")) {
    button.addEventListener("click", () => {
      const answers = presets[button.getAttribute("value") ?? ""];
      take({ profile: { name: button.textContent ?? "", answers }, problems: [] }, true);
      byId("answers").scrollIntoView();
    });
  }

  press("env-clear", () => {
    take({ profile: { name: "", answers: {} }, problems: [] }, true);
    byId("env-kept").textContent = "All answers are cleared.";
  });

  press("env-save", () => {
    const file = new Blob([claimbase.profile.text(profile)], { type: "text/yaml" });
    const link = /** @type {HTMLAnchorElement} */ (make("a", { download: "environment.yml", href: URL.createObjectURL(file) }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    byId("env-kept").textContent = "Saved as environment.yml.";
  });

  press("env-copy", async () => {
    const told = byId("env-kept");
    try {
      await navigator.clipboard.writeText(location.href);
      told.textContent = "The address is copied. Whoever opens it sees your answers.";
    } catch {
      field("env-paste").value = location.href;
      field("env-paste").select();
      told.textContent = "This browser does not let the page copy; the address stands in the field below.";
    }
  });

  /** @param {string} text */
  const read = (text) => {
    const reading = claimbase.profile.read(text);
    take(reading, true);
    const used = Object.keys(reading.profile.answers).length;
    byId("env-kept").textContent = `${amount(used, "answer is", "answers are")} used${reading.problems.length ? `, ${amount(reading.problems.length, "thing", "things")} could not be; see above` : ""}.`;
    if (reading.problems.length) byId("env-problems").scrollIntoView({ block: "center" });
  };

  press("env-read", () => read(field("env-paste").value));
  field("env-file").addEventListener("change", async () => {
    const file = field("env-file").files?.[0];
    if (!file) return;
    if (file.size > MOST_FILE) {
      byId("env-kept").textContent = `${file.name} has ${file.size.toLocaleString("en")} bytes; a profile has at most ${MOST_FILE.toLocaleString("en")}.`;
    } else read(await file.text());
    field("env-file").value = "";
  });
  remember.addEventListener("change", store);
  name.addEventListener("change", () => {
    profile = { ...profile, name: [...name.value.replace(/\p{C}/gu, " ").split(/\s+/).join(" ").trim()].slice(0, 80).join("") };
    change(true);
  });

  const arrive = () => {
    const { hash } = location;
    if (hash === at) return;
    // What holds no = is a place on this page; the answers stay.
    if (hash && !hash.includes("=")) address(false);
    else take(claimbase.profile.readFragment(hash), false);
  };
  addEventListener("popstate", arrive);
  addEventListener("hashchange", arrive);

  const kept = stored();
  if (kept !== null) {
    remember.checked = true;
    byId("env-remembered").textContent = "They are kept here until you untick this.";
  }
  const given = location.hash.includes("=") ? location.hash : kept ?? "";
  take(claimbase.profile.readFragment(given), false);
})();
