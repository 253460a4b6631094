/// The style sheet of the page.
enum PageStyle {
    static let css: HTML = """
        :root { color-scheme: light dark; --ink: #1c1b19; --paper: #faf8f4; --line: #d9d4ca;
          --soft: #655f54; --good: #256b42; --odd: #855700; --bad: #a9211a; --card: #fff;
          --wave: #7a8794; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ece8e0; --paper: #171614;
          --line: #3a3732; --soft: #a9a295; --good: #6fc492; --odd: #e0b05a; --bad: #ff8a80;
          --card: #201e1b; --wave: #8d99a6; } }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; color: var(--ink);
          background: var(--paper); font: 16px/1.5 system-ui, "Helvetica Neue", sans-serif;
          overflow-wrap: break-word; }
        h1 { font-size: 1.5rem; margin: 0; letter-spacing: -.01em; }
        h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
        h3, h4 { font-size: 1rem; margin: 0; }
        a { color: inherit; }
        a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible,
        [tabindex]:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
        code { font: .85em/1.45 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace;
          overflow-wrap: anywhere; }
        .small, .kind, .note, footer { color: var(--soft); font-size: .875rem; }
        .small, .note { margin: .35rem 0 0; }
        .kind { margin: 0; }
        .outcome { font-size: 1.75rem; line-height: 1.25; margin: .35rem 0 1.25rem; font-weight: 650;
          letter-spacing: -.015em; text-wrap: balance; }
        main > * { margin-top: 2rem; }
        main > .first { margin-top: 0; }
        .first { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.25rem 2rem; }
        .first section + section { margin-top: 1.25rem; }
        video { display: block; width: 100%; background: #000; border-radius: .375rem; }
        .film video { aspect-ratio: 16 / 9; max-height: 21rem; }
        .take video { max-height: 24rem; margin: .5rem 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr));
          gap: .5rem 1rem; margin: 0; }
        .figures dt { color: var(--soft); font-size: .8rem; }
        .figures dd { margin: 0; font-size: 1.1rem; font-variant-numeric: tabular-nums; }
        .nofilm, .problem { border-left: .25rem solid var(--bad); padding: .5rem .75rem;
          background: var(--card); margin: 0 0 .75rem; overflow-wrap: anywhere; }
        .tasks { margin: 0; padding: 0; list-style: none; }
        .tasks li { background: var(--card); border: 1px solid var(--line); border-radius: .375rem;
          padding: .625rem .875rem; margin-bottom: .625rem; }
        .tasks p { margin: .15rem 0; }
        .subjects a { display: inline-block; margin-right: .3rem; font-variant-numeric: tabular-nums; }
        .reason { color: var(--soft); }
        .command { display: flex; gap: .5rem; align-items: flex-start; margin-top: .4rem;
          padding: .35rem .5rem; border-radius: .25rem; background: var(--paper);
          border: 1px solid var(--line); }
        .command code { flex: 1; user-select: all; min-width: 0; }
        button { font: inherit; font-size: .8rem; color: inherit; background: var(--card);
          border: 1px solid var(--soft); border-radius: .25rem; padding: .1rem .6rem; cursor: pointer; }
        fieldset { border: 0; padding: 0; margin: 0 0 .5rem; display: flex; flex-wrap: wrap;
          gap: .25rem 1rem; align-items: center; }
        .buttons { margin-left: auto; display: flex; gap: .5rem; }
        .index ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem; }
        .index a { display: block; padding: .1rem .55rem; border: 1px solid var(--line);
          border-radius: .25rem; background: var(--card); text-decoration: none;
          font-variant-numeric: tabular-nums; }
        .is-missing > a, .is-missing > .head .mark { color: var(--bad); }
        .is-warned > a, .is-warned > .head .mark { color: var(--odd); }
        .is-accepted > a, .is-accepted > .head .mark { color: var(--good); }
        .is-underway > .head .mark { color: var(--soft); }
        main:has(#show-missing:checked) :is(.shot, .index li):not(.is-missing),
        main:has(#show-underway:checked) :is(.shot, .index li):not(.is-underway),
        main:has(#show-warned:checked) :is(.shot, .index li):not(.is-warned),
        main:has(#show-accepted:checked) :is(.shot, .index li):not(.is-accepted) { display: none; }
        .shot { border-top: 1px solid var(--line); padding-top: 1rem; content-visibility: auto;
          contain-intrinsic-size: auto 20rem; }
        .head { display: flex; flex-wrap: wrap; gap: .15rem .75rem; align-items: baseline; }
        .head .small { margin: 0 0 0 auto; }
        .shot > .head h3 { font-size: 1.15rem; font-variant-numeric: tabular-nums; }
        .scene { font-weight: 400; }
        .mark { font-weight: 600; }
        .prompt { margin: .15rem 0 .5rem; max-width: 60rem; }
        .takes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
          gap: .75rem; align-items: start; }
        .take { background: var(--card); border: 1px solid var(--line); border-radius: .375rem;
          padding: .625rem .75rem; min-width: 0; }
        .take.is-circled { border-color: var(--good); border-left-width: .25rem; }
        .look { margin: .4rem 0; }
        .strip { display: block; width: 100%; max-height: 9rem; border-radius: .25rem;
          background: var(--line); }
        .wave { display: block; width: 100%; height: 1.75rem; }
        .wave polygon { fill: var(--wave); stroke: var(--wave); stroke-width: .5; }
        .nostill { display: block; margin: .4rem 0; padding: .5rem; text-align: center;
          color: var(--ink); background: var(--line); border-radius: .25rem; }
        .verdict { font-size: .8rem; font-weight: 600; border-radius: 1rem; padding: 0 .6rem;
          border: 1px solid currentColor; }
        .verdict-pass .verdict, .pass { color: var(--good); }
        .verdict-warn .verdict, .warn { color: var(--odd); }
        .verdict-fail .verdict, .verdict-unknown .verdict, .fail { color: var(--bad); }
        .circled { font-size: .85rem; font-weight: 600; color: var(--good); }
        summary { cursor: pointer; color: var(--soft); font-size: .875rem; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .25rem 0; }
        th { text-align: left; font-weight: 400; color: var(--soft); }
        th, td { padding: .15rem 1rem .15rem 0; vertical-align: top;
          font-variant-numeric: tabular-nums; }
        .runs td, .runs th { border-bottom: 1px solid var(--line); }
        .scroll { overflow-x: auto; margin: .5rem 0; }
        .runs td:nth-child(3) { min-width: 12rem; }
        .checks { margin: .35rem 0; padding-left: 1.1rem; }
        .checks .small { margin: 0; }
        dl.request { margin: .5rem 0; font-size: .9rem; }
        dl.request div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 1rem; }
        dl.request dt { color: var(--soft); }
        dl.request dd { margin: 0; overflow-wrap: anywhere; }
        .seams ol { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .75rem 1rem;
          grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); }
        .pair { display: flex; gap: 2px; align-items: center; }
        .pair svg { max-width: 50%; height: auto; display: block; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap; }
        .index li, fieldset { position: relative; }
        footer { margin-top: 3rem; }
        @media (max-width: 60rem) { .first { display: flex; flex-direction: column; }
          .first > div { display: contents; } .first section + section { margin-top: 0; }
          .money { order: 1; } .end { order: 2; } }
        @media (max-width: 30rem) { body { padding: 1rem .875rem 3rem; }
          .outcome { font-size: 1.35rem; } .film video { max-height: 14rem; }
          .head .small { margin-left: 0; } .buttons { margin-left: 0; }
          dl.request div { grid-template-columns: minmax(0, 1fr); gap: 0; } }
        @media print { :root { --paper: #fff; --card: #fff; --ink: #000; --line: #bbb; --soft: #444;
            --good: #256b42; --odd: #855700; --bad: #a9211a; --wave: #666; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          .take video, button, fieldset { display: none; }
          .film video { max-height: 10rem; width: auto; }
          .shot { content-visibility: visible; }
          .take, .tasks li, .seams li { break-inside: avoid; }
          .head, .prompt, h2 { break-after: avoid; }
          .tasks details::details-content { content-visibility: visible; height: auto; } }
        @page { margin: 14mm; }
        """
}
