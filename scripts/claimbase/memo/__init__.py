"""Decision memos: what rules and standings come to for one profile on one day, as blocks that become a document; pure.

    sheet = sheet_of(kb, assessments, evaluations, glossary, frozen)   # once a base; None without recommendations
    memo = memo_of(sheet, kb, assessments, profile, "2026-11-26")
    markdown(memo_blocks(memo)), html_document(…), word_document(…)
    changes_since(memo, read_memo(data, "old.md", facets), retired)    # blocks again

The page makes the same from the same sheet (`exported`): template and words are data (`template`), recommendations
are looked up (`vocabulary`), and the steps that remain are the same under the same names in `assets/memo.js`.
"""
