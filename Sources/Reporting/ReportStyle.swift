/// The style sheet of the report page.
enum ReportStyle {
    static let css: HTML = """
        :root { color-scheme: light dark; --ink: #1c1b19; --paper: #faf8f4; --line: #d9d4ca;
          --soft: #6d675c; --good: #2f7d4f; --odd: #a06a00; --bad: #b3261e; --card: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ece8e0; --paper: #171614;
          --line: #3a3732; --soft: #a49d90; --good: #6fc492; --odd: #e0b05a; --bad: #ff8a80;
          --card: #201e1b; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; color: var(--ink);
          background: var(--paper); font: 16px/1.5 system-ui, "Helvetica Neue", sans-serif; }
        h1 { font-size: 2rem; margin: 0; letter-spacing: -.01em; }
        h2 { font-size: 1.2rem; margin: 0 0 .25rem; }
        h3 { font-size: 1rem; margin: 0 0 .5rem; }
        a { color: inherit; }
        small, .small, .kind, .note, .joined { color: var(--soft); font-size: .875rem; }
        .small, .note, .joined { margin: .35rem 0 0; }
        .figures { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1.25rem 0; }
        .figures dt { color: var(--soft); font-size: .8rem; }
        .figures dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
        .film { margin: 0; }
        .film video { display: block; width: 100%; max-height: 70vh; background: #000;
          border-radius: .5rem; }
        .film figcaption { color: var(--soft); font-size: .875rem; margin-top: .5rem; }
        .nofilm, .problem { border-left: .25rem solid var(--bad); padding: .5rem .75rem;
          background: var(--card); margin: .75rem 0; overflow-wrap: anywhere; }
        .shot { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1.25rem; }
        .shot .id { font-variant-numeric: tabular-nums; }
        .shot .scene { font-weight: 400; }
        .prompt { margin: 0; max-width: 52rem; }
        .take { display: grid; grid-template-columns: minmax(0, 22rem) minmax(0, 1fr);
          gap: 1.25rem; background: var(--card); border: 1px solid var(--line);
          border-radius: .5rem; padding: 1rem; margin-top: 1rem; }
        .still img { display: block; width: 100%; border-radius: .25rem; }
        .nostill { display: grid; place-items: center; aspect-ratio: 16 / 9; color: var(--soft);
          background: var(--line); border-radius: .25rem; }
        .verdict, .circled { font-size: .8rem; font-weight: 600; border-radius: 1rem;
          padding: .1rem .6rem; border: 1px solid currentColor; }
        .verdict-pass .verdict { color: var(--good); }
        .verdict-warn .verdict { color: var(--odd); }
        .verdict-fail .verdict, .verdict-unknown .verdict { color: var(--bad); }
        .circled { color: var(--soft); font-weight: 400; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        table { table-layout: fixed; }
        th:first-child { width: 6.5rem; }
        th { text-align: left; font-weight: 400; color: var(--soft); }
        th, td { padding: .15rem 1rem .15rem 0; vertical-align: top; }
        td { font-variant-numeric: tabular-nums; }
        .checks { margin: .5rem 0 0; padding-left: 1.1rem; }
        .checks .fail { color: var(--bad); }
        .checks .warn { color: var(--odd); }
        .checks:empty { display: none; }
        @media (max-width: 44rem) { .take { grid-template-columns: 1fr; } }
        """
}
