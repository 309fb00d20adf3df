import { withTransaction, type Transaction } from '../db/client.ts'
import type { Ports } from '../ports.ts'
import { newId } from '../shared/ids.ts'
import { classifyTicket, findFirstReport, listReports, type ReportRow } from '../tickets/index.ts'
import { detectHotspots, type Found, type Report } from './detect.ts'
import { HOTSPOT_SETTINGS } from './settings.ts'
import { insertSignals, listNewQuestions, listWeakSignals } from './signal-store.ts'
import {
  findOpenWith,
  insertHotspot,
  insertStep,
  linkTickets,
  listSettledTickets,
  updateFacts,
  type HotspotFacts,
} from './store.ts'

type SweepContext = Pick<Ports, 'sql' | 'clock' | 'wakeup'>

const DAY = 86_400_000
/** R-CAT-3: below this nothing is presumed to be about a matter. */
const SURE = 0.6
const QUESTIONS = 500
const ACTOR = 'system:hotspots'

/** R-HOT-1: proposes, never acts. Running it again changes nothing. */
export async function sweepHotspots(
  ctx: SweepContext,
): Promise<{ found: number; proposed: number; questions: number }> {
  const now = ctx.clock.now()
  const since = new Date(now.getTime() - HOTSPOT_SETTINGS.windowDays * DAY)
  const questions = await classifyQuestions(ctx, since)
  const exceptIds = await listSettledTickets(ctx.sql, since)
  // A second beyond now, so that a report of this very instant is inside the half-open window.
  const to = new Date(now.getTime() + 1000)
  const recent = await listReports(ctx, { from: since, to, exceptIds })
  const found = detectHotspots({
    recent: recent.map(toReport),
    earlier: await earlierReports(ctx, { recent, since }),
    historyFrom: await findFirstReport(ctx),
    now,
  })
  const weak = await listWeakSignals(ctx.sql, since)
  let proposed = 0
  for (const flag of found) {
    const facts = { ...factsOf(flag), weakSignals: countWeak(weak, flag) }
    const isNew = await withTransaction(ctx.sql, (tx) => keepFlag(tx, { flag, facts, at: now }))
    if (isNew) proposed += 1
  }
  if (proposed > 0) ctx.wakeup.notify('hotspots')
  return { found: found.length, proposed, questions }
}

function toReport(row: ReportRow): Report {
  return {
    ticketId: row.ticketId,
    categoryCode: row.categoryCode,
    divisionCode: row.divisionCode,
    point: row.location === null ? null : { lon: row.location.long, lat: row.location.lat },
    address: (row.address ?? '').normalize('NFKC').replaceAll(/[\s,，。、()（）]/g, ''),
    reporter: row.reporter,
    at: row.at,
  }
}

/** History is read only for matters that several people reported this week. */
async function earlierReports(
  ctx: SweepContext,
  input: { recent: readonly ReportRow[]; since: Date },
): Promise<Report[]> {
  const people = new Map<string, Set<string>>()
  for (const { categoryCode, reporter } of input.recent) {
    people.set(categoryCode, (people.get(categoryCode) ?? new Set()).add(reporter))
  }
  const categories = [...people]
    .filter(([, reporters]) => reporters.size >= HOTSPOT_SETTINGS.reporters)
    .map(([code]) => code)
  if (categories.length === 0) return []
  const from = new Date(input.since.getTime() - HOTSPOT_SETTINGS.baselineWeeks * 7 * DAY)
  return (await listReports(ctx, { from, to: input.since, categories })).map(toReport)
}

function factsOf(flag: Found): Omit<HotspotFacts, 'weakSignals'> {
  const times = flag.reports.map(({ at }) => at.getTime())
  return {
    rules: flag.rules,
    divisionCode: flag.divisionCode,
    centre: flag.centre,
    ticketCount: flag.reports.length,
    reporterCount: flag.reporters,
    baseline: flag.baseline,
    smallSample: flag.smallSample,
    firstAt: new Date(Math.min(...times)),
    lastAt: new Date(Math.max(...times)),
  }
}

async function keepFlag(
  tx: Transaction,
  input: { flag: Found; facts: HotspotFacts; at: Date },
): Promise<boolean> {
  const { flag, facts, at } = input
  const ticketIds = flag.reports.map(({ ticketId }) => ticketId)
  const known = await findOpenWith(tx, ticketIds)
  const hotspotId = known?.id ?? newId('hot')
  if (known === undefined) {
    const { categoryCode } = flag
    await insertHotspot(tx, {
      ...facts,
      id: hotspotId,
      origin: 'detected',
      categoryCode,
      plan: '',
      at,
    })
    await insertStep(tx, {
      hotspotId,
      at,
      actor: ACTOR,
      fromStatus: null,
      toStatus: 'proposed',
      reason: flag.rules.join('+'),
    })
  } else {
    await updateFacts(tx, { ...facts, id: hotspotId, at })
  }
  await linkTickets(tx, { hotspotId, ticketIds })
  return known === undefined
}

async function classifyQuestions(ctx: SweepContext, since: Date): Promise<number> {
  const questions = await listNewQuestions(ctx.sql, { since, limit: QUESTIONS })
  const rows = questions.map(({ text, ...question }) => {
    const [best] = classifyTicket(text, 1)
    const sure = best !== undefined && best.confidence >= SURE
    return { ...question, categoryCode: sure ? best.code : null }
  })
  await insertSignals(ctx.sql, rows)
  return rows.length
}

function countWeak(signals: Awaited<ReturnType<typeof listWeakSignals>>, flag: Found): number {
  const { categoryCode, divisionCode } = flag
  return signals
    .filter((signal) => signal.categoryCode === categoryCode)
    .filter(
      (signal) => divisionCode === null || (signal.divisionCode ?? '').startsWith(divisionCode),
    )
    .reduce((sum, { conversations }) => sum + conversations, 0)
}
