import type { TurnTraceView } from '../../src/protocol/turn-trace.ts'
import { textOf } from '../scorers/reply.ts'
import type { CaseResult } from '../suites/case.ts'
import { escapeXml as escape } from './junit.ts'
import { describeChange, describeLimit } from './report.ts'
import type { RunInfo, SuiteRun } from './results.ts'
import type { Limit, Thresholds } from './thresholds.ts'

const STYLE = `
:root { color-scheme: light; --ink: #1f2430; --soft: #5b6472; --line: #d9dee6; --bar: #1f6feb; --then: #8a94a6; --bad: #b42318; --good: #1a7f37 }
body { font: 15px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink); margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; border-top: 1px solid var(--line); padding-top: 1.25rem }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem } p { margin: .25rem 0 } .soft { color: var(--soft) }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 } th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums } .worse, .broken { color: var(--bad); font-weight: 600 } .better { color: var(--good); font-weight: 600 }
details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; padding: .4rem .75rem } summary { cursor: pointer } summary b { font-weight: 600 }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .25rem .75rem; margin: .5rem 0 } dt { color: var(--soft) } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
code { font-size: .85em; overflow-wrap: anywhere } .scroll { overflow-x: auto } svg { display: block; max-width: 100%; height: auto }
`

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`

type Bar = { name: string; value: number; before: number | undefined; limit: Limit | undefined }

const ROW = 26
const LEFT = 190
const WIDE = 420

/** Shares as bars; the grey line is the baseline, the red one the limit. */
export function drawBars(bars: readonly Bar[]): string {
  const x = (value: number): number => LEFT + Math.max(0, Math.min(1, value)) * WIDE
  const mark = (value: number | undefined, row: number, colour: string): string =>
    value === undefined
      ? ''
      : `<line x1="${x(value).toFixed(1)}" x2="${x(value).toFixed(1)}" y1="${row + 2}" y2="${row + ROW - 6}" stroke="var(${colour})" stroke-width="2"/>`
  const rows = bars.map(({ name, value, before, limit }, at) => {
    const row = at * ROW
    return [
      `<text x="${LEFT - 8}" y="${row + 15}" text-anchor="end" font-size="13" fill="currentColor">${escape(name)}</text>`,
      `<rect x="${LEFT}" y="${row + 5}" width="${WIDE}" height="12" fill="#eef1f5"/>`,
      `<rect x="${LEFT}" y="${row + 5}" width="${(x(value) - LEFT).toFixed(1)}" height="12" fill="var(--bar)"/>`,
      mark(before, row, '--then'),
      mark(limit?.min ?? limit?.max, row, '--bad'),
      `<text x="${LEFT + WIDE + 8}" y="${row + 15}" font-size="13" fill="currentColor">${percent(value)}</text>`,
    ].join('')
  })
  const height = bars.length * ROW
  return `<svg viewBox="0 0 ${LEFT + WIDE + 90} ${height}" width="${LEFT + WIDE + 90}" height="${height}" role="img" aria-label="shares by metric; grey: baseline, red: limit">${rows.join('')}</svg>`
}

const failedOf = (run: SuiteRun): CaseResult[] => run.results.filter(({ verdict }) => !verdict.pass)

function drawOverview(runs: readonly SuiteRun[]): string {
  const rows = runs.map((run) => {
    const { report, comparison, broken, whole } = run
    const passes = report.n - failedOf(run).length
    const limits = whole ? (broken.length === 0 ? 'ok' : broken.join('; ')) : 'only a part was run'
    return `<tr><td><a href="#${report.suite}">${report.suite}</a></td><td class="number">${passes}/${report.n}</td><td class="${comparison.change}">${escape(describeChange(comparison))}</td><td class="${broken.length === 0 ? '' : 'broken'}">${escape(limits)}</td></tr>`
  })
  return `<table><tr><th>suite</th><th class="number">pass</th><th>against the baseline</th><th>limits</th></tr>${rows.join('')}</table>`
}

function drawMetrics(run: SuiteRun, thresholds: Thresholds): string {
  const limits = thresholds[run.report.suite] ?? {}
  const entries = Object.entries(run.report.metrics)
  const shares = entries.filter(([, value]) => value >= 0 && value <= 1)
  const bars = shares.map(([name, value]) => ({
    name,
    value,
    before: run.before[name],
    limit: limits[name],
  }))
  const rows = entries.map(([name, value]) => {
    const limit = limits[name]
    const cells = [value, run.before[name] ?? '–', limit === undefined ? '' : describeLimit(limit)]
    return `<tr><td>${escape(name)}</td>${cells.map((cell) => `<td class="number">${escape(String(cell))}</td>`).join('')}</tr>`
  })
  return `${drawBars(bars)}<details><summary>the figures</summary><table><tr><th>metric</th><th class="number">now</th><th class="number">baseline</th><th class="number">limit</th></tr>${rows.join('')}</table></details>`
}

export function drawTrace(trace: TurnTraceView | null): string {
  if (trace === null) return ''
  const steps = trace.steps.map((step) => {
    const prompt = step.prompt_id === null ? '' : `${step.prompt_id} v${step.prompt_version ?? '?'}`
    return `<tr><td>${escape(step.step)}</td><td class="number">${step.duration_ms}</td><td>${escape([step.model ?? '', prompt].join(' ').trim())}</td><td><code>${escape(JSON.stringify(step.details))}</code></td></tr>`
  })
  const passages = trace.passages.map(
    ({ rank, used, title, article, scores }) =>
      `<tr><td class="number">${rank}</td><td>${used ? 'used' : ''}</td><td>${escape(`《${title ?? '?'}》${article ?? ''}`)}</td><td><code>${escape(JSON.stringify(scores))}</code></td></tr>`,
  )
  return [
    `<h3>trace</h3><div class="scroll"><table><tr><th>step</th><th class="number">ms</th><th>model, prompt</th><th>details</th></tr>${steps.join('')}</table></div>`,
    passages.length === 0
      ? ''
      : `<div class="scroll"><table><tr><th class="number">rank</th><th></th><th>passage</th><th>scores</th></tr>${passages.join('')}</table></div>`,
  ].join('')
}

function drawCase(result: CaseResult, fell: boolean): string {
  const { id, verdict, question, expected, told, replies, shown } = result
  const talk = replies.map((reply) => `[${reply.outcome}] ${textOf(reply)}`).join('\n')
  const cited = replies.at(-1)?.citations.map(({ title, section }) => `《${title}》${section}`)
  const entries: readonly [string, string][] = [
    ['why', verdict.reasons.join('; ')],
    ['said', question.replaceAll(' ⏎ ', '\n')],
    ['expected', expected],
    ['got', talk === '' ? told : talk],
    ['planted', shown.map(({ kind, line }) => `${kind}: ${line}`).join('\n')],
    ['cited', (cited ?? []).join(' · ')],
  ]
  const list = entries
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`)
  const mark = fell ? ' <span class="worse">passed before</span>' : ''
  return `<details id="${escape(id)}"><summary><b>${escape(id)}</b>${mark} ${escape(verdict.reasons[0] ?? '')} <span class="soft">${escape([...question].slice(0, 60).join(''))}</span></summary><dl>${list.join('')}</dl>${drawTrace(result.trace)}</details>`
}

function drawSuite(run: SuiteRun, thresholds: Thresholds): string {
  const { report, comparison } = run
  const fell = new Set(comparison.down)
  const links = (ids: readonly string[]): string =>
    ids.length === 0 ? 'none' : ids.map((id) => `<a href="#${id}">${escape(id)}</a>`).join(' ')
  // Worst first: what fell since the baseline, then what is furthest from right.
  const failed = failedOf(run).toSorted(
    (a, b) => Number(fell.has(b.id)) - Number(fell.has(a.id)) || a.score - b.score,
  )
  return [
    `<h2 id="${report.suite}">${report.suite}</h2><p class="soft">A pass: ${escape(run.about)}.</p>`,
    `<p class="${comparison.change}">${escape(describeChange(comparison))}</p>`,
    drawMetrics(run, thresholds),
    `<h3>against the baseline</h3><p>down: ${links(comparison.down)}</p><p>up: ${comparison.up.map(escape).join(' ') || 'none'}</p>`,
    `<h3>failing cases, worst first (${failed.length} of ${report.n})</h3>`,
    ...failed.map((result) => drawCase(result, fell.has(result.id))),
  ].join('\n')
}

/** One file that opens anywhere: no script, no font, no request. */
export function drawPage(runs: readonly SuiteRun[], info: RunInfo, thresholds: Thresholds): string {
  const prompts = Object.entries(info.prompts).map(([id, version]) => `${id} v${version}`)
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation ${escape(info.commit)}</title><style>${STYLE}</style></head>
<body><h1>Evaluation</h1><p class="soft">${escape(info.at)} · commit ${escape(info.commit)} · Node ${escape(info.node)} · model ${escape(info.model)} · prompts ${escape(prompts.join(', '))}</p>
${drawOverview(runs)}
${runs.map((run) => drawSuite(run, thresholds)).join('\n')}
</body></html>
`
}
