/** The tokens of the product's screens, light and dark; nothing is fetched, nothing runs. */
export const STYLE = `
:root { color-scheme: light dark; --primary: #0A5C8C; --ink: #1B2430; --ink-2: #4A5565; --line: #D5DBE3; --ground: #F5F7FA; --surface: #FFFFFF; --track: #E6EBF1; --fill: #2F7DAE; --then: #1B2430; --bad: #B3261E; --good: #1B7A43; --bad-soft: #FBEAE9; --good-soft: #E6F3EB }
@media (prefers-color-scheme: dark) { :root { --primary: #7CC0E8; --ink: #E8EDF3; --ink-2: #A9B4C2; --line: #36404D; --ground: #12171D; --surface: #1A2129; --track: #2B3541; --fill: #4F9CCB; --then: #FFFFFF; --bad: #FF9A92; --good: #7FD3A0; --bad-soft: #3A2020; --good-soft: #17301F } }
* { box-sizing: border-box } html { scroll-padding-top: 1rem }
body { font: 15px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--ground); margin: 0; overflow-wrap: break-word }
summary, .moves li, .verdict, p { overflow-wrap: anywhere }
main, header { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem } header { padding-top: 2rem }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem } h2 { font-size: 1.2rem; line-height: 1.4; margin: 0 } h3 { font-size: 1rem; margin: 1.5rem 0 .4rem } p { margin: .25rem 0 }
a { color: var(--primary) } .soft { color: var(--ink-2) } .small { font-size: .85rem } code { font: .85em/1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem 1.5rem; margin: 1rem 0 1.5rem }
.head { display: flex; gap: .5rem 1rem; align-items: baseline; flex-wrap: wrap; justify-content: space-between }
.verdict { font-size: 1.05rem; font-weight: 600; margin: .25rem 0 .5rem } .bad { color: var(--bad) } .good { color: var(--good) }
.pill { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; font-size: .85rem; white-space: nowrap }
.pill.worse, .pill.broken { color: var(--bad); background: var(--bad-soft); border-color: currentColor; font-weight: 600 } .pill.better { color: var(--good); background: var(--good-soft); border-color: currentColor; font-weight: 600 }
table { border-collapse: collapse; width: 100% } th { font-weight: 600; color: var(--ink-2); font-size: .85rem } th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: middle } tr:last-child td { border-bottom: 0 } .trace td { vertical-align: top }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } td.wide { width: 34% } th:last-child, td:last-child { padding-right: 0 }
.track { display: block; position: relative; height: 12px; min-width: 6rem; background: var(--track); border-radius: 3px } .track i { position: absolute; top: 0; bottom: 0 }
.track .fill { left: 0; background: var(--fill); border-radius: 3px } .track .then { width: 2px; top: -3px; bottom: -3px; background: var(--then) } .track .limit { width: 0; top: -4px; bottom: -4px; border-left: 2px dashed var(--bad) }
.key { display: inline-block; width: 1.6rem; height: 10px; position: relative; vertical-align: middle; margin: 0 .15rem 0 .6rem } .key.fill { background: var(--fill); border-radius: 3px } .key.then { border-left: 2px solid var(--then); width: 4px } .key.limit { border-left: 2px dashed var(--bad); width: 4px }
details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; padding: .45rem .75rem; background: var(--surface) } details.more { border-style: dashed } summary { cursor: pointer } summary b { font-weight: 600; margin-right: .4rem } details[open] > summary { margin-bottom: .4rem }
summary:focus-visible, a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; border-radius: 4px } :target { border-color: var(--primary) }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .25rem .75rem; margin: .5rem 0 } dt { color: var(--ink-2) } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
.moves { list-style: none; margin: 0; padding: 0 } .moves li { padding: .3rem 0; border-bottom: 1px solid var(--line) } .moves li:last-child { border-bottom: 0 } .scroll { overflow-x: auto }
@media (max-width: 44rem) {
  main, header { padding: 0 1rem } header { padding-top: 1.25rem } .card { padding: 1rem } .late { display: none } td.wide { width: auto }
  .bars, .bars tbody { display: block } .bars thead { display: none } .bars tr { display: grid; grid-template-columns: 1fr auto auto; gap: 0 .75rem; padding: .5rem 0; border-bottom: 1px solid var(--line) } .bars tr:last-child { border-bottom: 0 } .bars td { border: 0; padding: 0 } .bars td.wide { grid-row: 2; grid-column: 1 / -1; padding: .35rem 0 }
  dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem } .scroll table { min-width: 34rem }
}
@media print { body { background: none } .card { break-inside: avoid-page; border: 0; padding: 0 } }
`
