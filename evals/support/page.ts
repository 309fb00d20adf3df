import type { CaseResult } from '../suites/case.ts'
import { escapeXml as escape } from './junit.ts'
import { drawCase, drawMove } from './page-case.ts'
import { STYLE } from './page-style.ts'
import {
  describeChange,
  describeHeadline,
  describeLimit,
  describePrompts,
  signed,
} from './report.ts'
import { isCount, type RunInfo, type SuiteRun } from './results.ts'
import type { Limit, Thresholds } from './thresholds.ts'

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
const left = (value: number): string => `${(Math.max(0, Math.min(1, value)) * 100).toFixed(1)}%`

/** A share as a bar; the solid mark is the baseline, the dashed one the limit. The same is in words beside it. */
export function drawBar(value: number, before?: number, limit?: Limit): string {
  const mark = (kind: string, at: number | undefined): string =>
    at === undefined ? '' : `<i class="${kind}" style="left:calc(${left(at)} - 1px)"></i>`
  return `<span class="track" aria-hidden="true"><i class="fill" style="width:${left(value)}"></i>${mark('then', before)}${mark('limit', limit?.min ?? limit?.max)}</span>`
}

const failedOf = (run: SuiteRun): CaseResult[] => run.results.filter(({ verdict }) => !verdict.pass)
const passesOf = (run: SuiteRun): number => run.report.n - failedOf(run).length

function drawPill({ comparison }: SuiteRun): string {
  const { change, up, down } = comparison
  const moved = up.length + down.length === 0 ? '' : ` ▲${up.length} ▼${down.length}`
  return `<span class="pill ${change}">${escape(change)}${moved}</span>`
}

function drawLimits({ whole, broken }: SuiteRun): string {
  if (!whole) return '<span class="soft">a part was run</span>'
  if (broken.length === 0) return 'hold'
  return `<span class="pill broken">✗ ${broken.length} broken</span>`
}

function drawOverview(runs: readonly SuiteRun[]): string {
  const rows = runs.map((run) => {
    const { report, seconds } = run
    const passes = passesOf(run)
    const cells = [
      `<td><a href="#${report.suite}">${report.suite}</a></td>`,
      `<td class="wide late">${drawBar(passes / report.n)}</td>`,
      `<td class="number">${percent(passes / report.n)}</td>`,
      `<td class="number late soft">${passes}/${report.n}</td>`,
      `<td>${drawPill(run)}</td>`,
      `<td class="late">${drawLimits(run)}</td>`,
      `<td class="number late soft">${seconds.toFixed(1)} s</td>`,
    ]
    return `<tr>${cells.join('')}</tr>`
  })
  return `<div class="card"><table><thead><tr><th>suite</th><th class="late">pass</th><th class="number">share</th><th class="number late">cases</th><th>against the baseline</th><th class="late">limits</th><th class="number late">time</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const MOST_MOVES = 100

function drawMoves(runs: readonly SuiteRun[]): string {
  const moves = runs.flatMap(({ report, results, comparison, scoresThen }) => {
    const moved = new Set([...comparison.down, ...comparison.up])
    return results
      .filter(({ id }) => moved.has(id))
      .map((result) => ({ suite: report.suite, result, before: scoresThen?.get(result.id) }))
  })
  if (moves.length === 0) return ''
  const gain = ({ result, before }: (typeof moves)[number]): number => result.score - (before ?? 0)
  const lines = moves
    .toSorted((a, b) => gain(a) - gain(b))
    .slice(0, MOST_MOVES)
    .map(({ suite, result, before }) => drawMove(suite, result, before))
  const more = moves.length - lines.length
  return `<section class="card" aria-labelledby="moved"><div class="head"><h2 id="moved">What moved since the baseline</h2><span class="soft">${moves.length} cases, the greatest loss first</span></div><ul class="moves">${lines.join('')}</ul>${more > 0 ? `<p class="soft">and ${more} more, under their suites</p>` : ''}</section>`
}

/** Whether a change of a metric is a gain is known from its limit; without one it is told, not judged. */
function tone(change: number, limit: Limit | undefined): string {
  if (change === 0 || limit === undefined) return ''
  return change > 0 === (limit.min !== undefined) ? 'good' : 'bad'
}

function drawMetrics(run: SuiteRun, thresholds: Thresholds): string {
  const limits = thresholds[run.report.suite] ?? {}
  const rows = Object.entries(run.report.metrics).map(([name, value]) => {
    const [before, limit] = [run.before[name], limits[name]]
    const isShare = !isCount(name)
    const show = (figure: number): string => (isShare ? percent(figure) : String(figure))
    const change = before === undefined ? 0 : value - before
    const broken = run.broken.some((line) => line.startsWith(`${run.report.suite} ${name} `))
    return [
      `<tr><td>${escape(name)}</td><td class="wide">${isShare ? drawBar(value, before, limit) : ''}</td>`,
      `<td class="number"><b>${show(value)}</b></td>`,
      `<td class="number late soft">${before === undefined ? '–' : show(before)}</td>`,
      `<td class="number ${tone(change, limit)}">${change === 0 ? '' : signed(isShare ? Number((change * 100).toFixed(1)) : change)}</td>`,
      `<td class="number late ${broken ? 'bad' : 'soft'}">${limit === undefined ? '' : `${broken ? '✗ ' : ''}${escape(describeLimit(limit, show))}`}</td></tr>`,
    ].join('')
  })
  return `<table class="bars"><thead><tr><th>figure</th><th>share</th><th class="number">now</th><th class="number late">baseline</th><th class="number">change</th><th class="number late">limit</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** More than these of a suite wait behind one more tap. */
const SHOWN_CASES = 12

function drawFailures(run: SuiteRun): string {
  const { report, comparison } = run
  const fell = new Set(comparison.down)
  // Worst first: what fell since the baseline, then what is furthest from right.
  const failed = failedOf(run).toSorted(
    (a, b) => Number(fell.has(b.id)) - Number(fell.has(a.id)) || a.score - b.score,
  )
  if (failed.length === 0) return '<p class="good">✓ every case passes</p>'
  const cases = failed.map((result) => drawCase(report.suite, result, fell.has(result.id)))
  const [first, rest] = [cases.slice(0, SHOWN_CASES), cases.slice(SHOWN_CASES)]
  const more =
    rest.length === 0
      ? ''
      : `<details class="more"><summary>${rest.length} more</summary>${rest.join('')}</details>`
  return `<h3>failing cases, worst first (${failed.length} of ${report.n})</h3>${first.join('')}${more}`
}

function drawSuite(run: SuiteRun, thresholds: Thresholds): string {
  const { report } = run
  return [
    `<section class="card" aria-labelledby="${report.suite}">`,
    `<div class="head"><h2 id="${report.suite}">${report.suite}</h2><a class="small" href="#top">all suites</a></div>`,
    `<p class="soft">A case passes when ${escape(run.about)}.</p>`,
    `<p>${drawPill(run)} <span class="soft small">${escape(describeChange(run.comparison).replace(`${run.comparison.change} `, ''))}</span></p>`,
    ...run.broken.map((line) => `<p class="bad">✗ beyond its limit: ${escape(line)}</p>`),
    drawMetrics(run, thresholds),
    drawFailures(run),
    '</section>',
  ].join('\n')
}

function drawHead(runs: readonly SuiteRun[], info: RunInfo): string {
  const prompts = Object.entries(info.prompts).map(([id, version]) => `${id} v${version}`)
  const { good, text } = describeHeadline(runs)
  const changed = describePrompts(runs, info)
  const when = info.at.replace('T', ' ').replace(/:\d\d\.\d+Z$/, ' UTC')
  return `<header id="top"><h1>Evaluation</h1><p class="verdict ${good ? 'good' : 'bad'}">${good ? '✓' : '✗'} ${escape(text)}</p><p class="soft small">${escape(when)} · commit ${escape(info.commit)} · Node ${escape(info.node)} · model ${escape(info.model)} · prompts ${escape(prompts.join(', '))}</p>${changed === undefined ? '' : `<p><span class="pill">${escape(changed)}</span></p>`}<p class="soft small">Bars:<span class="key fill"></span>now<span class="key then"></span>baseline<span class="key limit"></span>limit</p></header>`
}

/** One file that opens anywhere: no script, no font, no request. */
export function drawPage(runs: readonly SuiteRun[], info: RunInfo, thresholds: Thresholds): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation ${escape(info.commit)}</title><style>${STYLE}</style></head>
<body>${drawHead(runs, info)}<main>
${drawOverview(runs)}
${drawMoves(runs)}
${runs.map((run) => drawSuite(run, thresholds)).join('\n')}
</main></body></html>
`
}
