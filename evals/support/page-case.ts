import { textOf } from '../scorers/reply.ts'
import type { CaseResult, CaseTrace } from '../suites/case.ts'
import { escapeXml as escape } from './junit.ts'

/** Cases of several suites share their ids: a place on the page needs both. */
export const placeOf = (suite: string, id: string): string => escape(`${suite}--${id}`)

const short = (text: string, length: number): string => {
  const letters = [...text.replaceAll(/\s+/g, ' ')]
  return letters.length > length ? `${letters.slice(0, length).join('')}…` : letters.join('')
}

function drawDetails(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      return `${escape(name)} <code>${escape(text)}</code>`
    })
    .join(' · ')
}

function drawScores(scores: Readonly<Record<string, number>>): string {
  return Object.entries(scores)
    .map(([name, value]) => `${escape(name)} <code>${Number(value.toFixed(3))}</code>`)
    .join(' · ')
}

const table = (label: string, head: string, rows: readonly string[]): string =>
  rows.length === 0
    ? ''
    : `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="trace small"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`

export function drawTrace(trace: CaseTrace | null, place: string): string {
  if (trace === null) return ''
  const steps = trace.steps.map((step) => {
    const prompt = step.prompt_id === null ? '' : `${step.prompt_id} v${step.prompt_version ?? '?'}`
    const by = [step.model ?? '', prompt].join(' ').trim()
    return `<tr><td>${escape(step.step)}</td><td class="number">${step.duration_ms}</td><td>${escape(by)}</td><td>${drawDetails(step.details)}</td></tr>`
  })
  const passages = trace.passages.map(
    ({ rank, used, title, article, scores }) =>
      `<tr><td class="number">${rank}</td><td>${used ? 'used' : ''}</td><td>${escape(`《${title ?? '?'}》${article ?? ''}`)}</td><td>${drawScores(scores)}</td></tr>`,
  )
  return [
    '<h3>trace</h3>',
    table(
      `steps of ${place}`,
      '<th>step</th><th class="number">ms</th><th>model, prompt</th><th>details</th>',
      steps,
    ),
    table(
      `passages of ${place}`,
      '<th class="number">rank</th><th>used</th><th>passage</th><th>scores</th>',
      passages,
    ),
  ].join('')
}

/** A failing case, closed: what was said, expected and got, and every step of its last turn. */
export function drawCase(suite: string, result: CaseResult, fell: boolean): string {
  const { id, verdict, question, expected, told, replies, shown, notes = [] } = result
  const talk = replies.map((reply) => `[${reply.outcome}] ${textOf(reply)}`).join('\n')
  const cited = replies.at(-1)?.citations.map(({ title, section }) => `《${title}》${section}`)
  const entries: readonly [string, string][] = [
    ['why', verdict.reasons.join('\n')],
    ['said', question.replaceAll(' ⏎ ', '\n')],
    ['expected', expected],
    ['got', talk === '' ? told : talk],
    ['planted', shown.map(({ kind, line }) => `${kind}: ${line}`).join('\n')],
    ['judges', notes.join('\n')],
    ['cited', (cited ?? []).join('\n')],
  ]
  const list = entries
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`)
  const mark = fell ? ' <span class="pill worse">right before</span>' : ''
  const place = placeOf(suite, id)
  return `<details id="${place}"><summary><b>${escape(id)}</b>${escape(short(question, 48))}${mark} <span class="soft small">${escape(short(verdict.reasons[0] ?? '', 60))}</span></summary><dl>${list.join('')}</dl>${drawTrace(result.trace, place)}</details>`
}

/** How far a case moved since the baseline, and where its answer is told. */
export function drawMove(suite: string, result: CaseResult, then: number | undefined): string {
  const { id, question, score, verdict } = result
  const change = `${Number((then ?? 0).toFixed(2))} → ${Number(score.toFixed(2))}`
  const better = score > (then ?? 0)
  const name = verdict.pass
    ? `<b>${escape(id)}</b>`
    : `<a href="#${placeOf(suite, id)}">${escape(id)}</a>`
  const why = verdict.pass
    ? ''
    : ` <span class="soft small">${escape(short(verdict.reasons[0] ?? '', 60))}</span>`
  return `<li><span class="pill ${better ? 'better' : 'worse'}">${better ? '▲' : '▼'} ${change}</span> <span class="soft small">${escape(suite)}</span> ${name} ${escape(short(question, 48))}${why}</li>`
}
