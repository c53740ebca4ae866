/// The style of all pages: no font, picture or script from elsewhere; light and dark; on narrow
/// screens a table's lines become cards; on paper everything is black on white.
enum Stylesheet {
  static let text = """
    :root {
      color-scheme: light dark;
      --ink: #1d2330; --soft: #566074; --paper: #ffffff; --tint: #f4f6f9; --line: #d9dee7;
      --accent: #0b5cad; --warn-ink: #6b3d00; --warn: #fff3dc; --warn-line: #e8b95b;
      --against: #9a3412;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e6eaf1; --soft: #a4aec0; --paper: #12161e; --tint: #1b212c; --line: #333c4c;
        --accent: #7fb8f5; --warn-ink: #ffd994; --warn: #33270f; --warn-line: #8a6a2a;
        --against: #f5a97f;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
    }
    .masthead, main, footer { max-width: 78rem; margin: 0 auto; padding: 0 1.5rem; }
    .masthead {
      display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: baseline;
      padding-top: 1rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line);
    }
    .masthead p { margin: 0; color: var(--soft); font-size: .9rem; }
    .brand { font-weight: 700; font-size: 1.15rem; color: var(--ink); text-decoration: none; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 2rem 0 .5rem; letter-spacing: -.01em; }
    h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .5rem; }
    p { margin: .5rem 0; }
    .lead { max-width: 46rem; font-size: 1.05rem; color: var(--soft); }
    a { color: var(--accent); }
    .banner {
      background: var(--warn); color: var(--warn-ink); border: 1px solid var(--warn-line);
      border-left-width: 6px; border-radius: 4px; padding: .75rem 1rem; margin: 1.25rem 0;
    }
    .mark {
      margin-left: .6rem; padding: .1rem .5rem; border-radius: 1rem; vertical-align: .15em;
      background: var(--warn); color: var(--warn-ink); border: 1px solid var(--warn-line);
      font-size: .75rem; font-weight: 600;
    }
    .filter {
      display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end;
      background: var(--tint); border: 1px solid var(--line); border-radius: 6px;
      padding: .9rem 1rem; margin: 1.25rem 0;
    }
    .filter label { display: grid; gap: .15rem; min-width: 0; }
    .filter span { font-size: .8rem; color: var(--soft); }
    select, button { font: inherit; padding: .35rem .6rem; max-width: 100%; min-height: 2.4rem; }
    button {
      background: var(--accent); color: var(--paper); border: 0; border-radius: 4px;
      padding: .35rem 1.1rem; font-weight: 600; cursor: pointer;
    }
    .filter > a { align-self: end; padding: .45rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0 1rem; }
    caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .5rem; }
    th, td { padding: .45rem .6rem; text-align: left; vertical-align: baseline; }
    thead th {
      font-weight: 600; color: var(--soft); font-size: .8rem; line-height: 1.3;
      vertical-align: bottom; border-bottom: 1px solid var(--line);
    }
    thead th[scope=colgroup] { text-align: center; border-bottom-color: var(--line); }
    tbody th { font-weight: 600; }
    tbody tr { border-bottom: 1px solid var(--line); }
    tbody tr:hover { background: var(--tint); }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    thead .number { white-space: normal; }
    .meaning { color: var(--soft); font-weight: 400; font-size: .85em; }
    .silent { text-align: center; color: var(--soft); font-size: .85em; }
    .statistics tbody th[scope=row] { padding-left: 1.4rem; white-space: nowrap; }
    .statistics thead th:last-child { width: 9.5rem; }
    time { white-space: nowrap; }
    .condition th { background: var(--tint); font-weight: 400; }
    .condition strong { display: inline-block; min-width: 1.6rem; }
    .sample { float: right; color: var(--soft); font-size: .9em; }
    .identifier, .identifiers { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
    .identifier { overflow-wrap: anywhere; font-size: .92em; }
    .identifiers { font-size: .8rem; overflow-wrap: anywhere; }
    .organisation { font-weight: 600; }
    .reading ul { max-width: 52rem; padding-left: 1.2rem; }
    .reading li { margin: .45rem 0; }
    .nothing { padding: 2rem; background: var(--tint); border-radius: 6px; text-align: center; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; }
    .kicker { margin-top: 1.5rem; color: var(--soft); font-size: .9rem; }
    .kicker + h1 { margin-top: .2rem; max-width: 52rem; }
    .verdict { padding: .15rem .6rem; border-radius: 4px; border: 2px solid currentColor; }
    .verdict.supported { color: var(--accent); }
    .verdict.contradicted { color: var(--against); }
    .verdict.undecided, .verdict.superseded { color: var(--soft); border-style: dashed; }
    .outcome { border-left: 6px solid var(--line); padding: .2rem 1rem; margin: 1rem 0; }
    .outcome ul { margin: .3rem 0; padding-left: 1.2rem; }
    .compact { font-size: .85rem; }
    .compact th, .compact td { padding: .25rem .5rem; }
    .compact tbody th { font-weight: 400; }
    .short { white-space: nowrap; }
    figure { margin: 1rem 0; }
    figcaption { color: var(--soft); font-size: .85rem; }
    .chart { display: block; width: 100%; max-width: 48rem; height: auto; }
    blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
    .on-paper { display: none; }
    footer {
      margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; font-size: .85rem;
      color: var(--soft); border-top: 1px solid var(--line);
    }
    @media screen and (max-width: 52rem) {
      .masthead, main, footer { padding-left: 1rem; padding-right: 1rem; }
      h1 { font-size: 1.55rem; }
      .filter label, .filter select, .filter button { width: 100%; }
      thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
      table, caption, tbody, tr { display: block; }
      tbody tr { border: 1px solid var(--line); border-radius: 6px; margin: .6rem 0; padding: .4rem 0; }
      tbody th, tbody td { display: flex; justify-content: space-between; gap: 1rem; padding: .25rem .8rem; }
      tbody th, .condition th { justify-content: flex-start; gap: .5rem; align-items: baseline; }
      tbody tr.condition { border: 0; border-radius: 0; margin: 1.2rem 0 0; padding: 0; }
      .condition th { display: block; padding: .4rem .8rem; }
      .sample { float: none; display: block; }
      .statistics tbody th[scope=row] { padding-left: .8rem; font-size: 1.05rem; }
      tbody td, tbody td.number, tbody td.silent { text-align: right; }
      tbody td::before { content: attr(data-label); color: var(--soft); text-align: left; }
      dl { grid-template-columns: 1fr; gap: 0; }
      dd { margin-bottom: .5rem; }
    }
    @media print {
      :root {
        --ink: #000; --soft: #333; --paper: #fff; --tint: #fff; --line: #999;
        --against: #000; --accent: #000; --warn: #fff; --warn-ink: #000; --warn-line: #000;
      }
      body { font-size: 9pt; }
      footer { margin-top: 1rem; padding-bottom: 0; }
      .masthead, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
      h1 { font-size: 16pt; margin-top: .5rem; }
      th, td { padding: .2rem .35rem; }
      .filter, .downloads, details { display: none; }
      tr, li { break-inside: avoid; }
      h2, caption, .condition { break-after: avoid; }
      thead { display: table-header-group; }
      .finding { font-size: 8.5pt; line-height: 1.35; }
      .finding h1 { font-size: 13pt; }
      .finding h2 { font-size: 10pt; margin: .6rem 0 .1rem; }
      .finding p, .finding ul, .finding figure, .finding table { margin: .15rem 0; }
      .finding dl { gap: 0 1rem; margin: .3rem 0; }
      .finding .compact { font-size: 7.5pt; }
      .finding caption, .finding thead th, .finding figcaption { font-size: 7pt; padding-bottom: 0; }
      .finding .identifier { white-space: nowrap; }
      .finding .verdict { padding: 0 .4rem; }
      .banner { padding: .2rem .6rem; margin: .3rem 0; }
      .outcome { margin: .3rem 0; }
      .finding .compact th, .finding .compact td { padding: .05rem .3rem; }
      .chart { max-width: 11.5cm; }
      .not-on-paper { display: none; }
      .on-paper { display: block; }
      a { text-decoration: none; }
    }

    """
}
