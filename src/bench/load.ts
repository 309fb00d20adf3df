import autocannon from 'autocannon'
import { openRemoteResident } from '../testing/resident.ts'
import { percentile, rounded } from './bench-database.ts'

export type Load = {
  what: string
  per_second: number
  p50_ms: number
  p95_ms: number
  errors: number
}

/** Reads over kept connections, as many at once as there are clients. */
export async function readLoad(
  what: string,
  url: string,
  input: { clients: number; seconds: number; headers?: Record<string, string> },
): Promise<Load> {
  const result = await autocannon({
    url,
    connections: input.clients,
    duration: input.seconds,
    ...(input.headers === undefined ? {} : { headers: input.headers }),
  })
  return {
    what,
    per_second: Math.round(result.requests.average),
    p50_ms: result.latency.p50,
    // autocannon has no 95th percentile; its 97.5th is the harder one.
    p95_ms: result.latency.p97_5,
    errors: result.errors + result.non2xx,
  }
}

/** Work that needs several requests a time: every client does the next as soon as the last is done. */
export async function workLoad(
  what: string,
  work: () => Promise<void>,
  input: { clients: number; seconds: number },
): Promise<Load> {
  const times: number[] = []
  let errors = 0
  const until = performance.now() + input.seconds * 1000
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now()
      try {
        await work()
        times.push(performance.now() - began)
      } catch {
        errors += 1
      }
    }
  }
  await Promise.all(Array.from({ length: input.clients }, client))
  return summarise(what, times, { errors, seconds: input.seconds })
}

/** Work offered at a fixed rate, whether or not the last is done: what a city does. */
export async function offeredLoad(
  what: string,
  work: () => Promise<void>,
  input: { perSecond: number; seconds: number },
): Promise<Load> {
  const times: number[] = []
  let errors = 0
  const running: Promise<void>[] = []
  const began = performance.now()
  const total = Math.round(input.perSecond * input.seconds)
  for (let at = 0; at < total; at += 1) {
    const due = began + (at * 1000) / input.perSecond
    const early = due - performance.now()
    if (early > 0) await new Promise((settle) => setTimeout(settle, early))
    // From when it was due: a bench that is late itself must not hide it.
    running.push(
      work().then(
        () => void times.push(performance.now() - due),
        () => {
          errors += 1
        },
      ),
    )
  }
  await Promise.all(running)
  return summarise(what, times, { errors, seconds: (performance.now() - began) / 1000 })
}

function summarise(
  what: string,
  times: readonly number[],
  { errors, seconds }: { errors: number; seconds: number },
): Load {
  return {
    what,
    per_second: rounded(times.length / seconds),
    p50_ms: percentile(times, 0.5),
    p95_ms: percentile(times, 0.95),
    errors,
  }
}

/** A conversation and its first turn, to the last event. Throws when the turn does not end as it should. */
export async function askOnce(base: string, question: string): Promise<void> {
  const resident = await openRemoteResident(base)
  const { events } = await resident.say(question)
  if (events.at(-1)?.type !== 'turn.completed') throw new Error('the turn did not complete')
}

let filed = 0

/** A report in words, the drafted card and its confirmation: one ticket. */
export async function fileOnce(base: string): Promise<void> {
  filed += 1
  const created = await fetch(`${base}/api/conversations`, { method: 'POST' })
  const session = (await created.json()) as { id: string; token: string }
  const headers = { Authorization: `Bearer ${session.token}`, 'Content-Type': 'application/json' }
  const place = `示例小区${(filed % 90) + 1}栋`
  const turn = await fetch(`${base}/api/conversations/${session.id}/turns`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      client_turn_id: crypto.randomUUID(),
      text: `南湖街道${place}楼下路灯坏了三天没人修，晚上看不见路`,
    }),
  })
  const line = (await turn.text())
    .split('\n')
    .find((each) => each.startsWith('data: ') && each.includes('"ticket.draft"'))
  const { drafts } = JSON.parse(line?.slice(6) ?? '{"drafts":[]}') as {
    drafts: { draft_id: string }[]
  }
  const confirmed = await fetch(`${base}/api/conversations/${session.id}/tickets`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      draft_id: drafts[0]?.draft_id,
      client_key: crypto.randomUUID(),
      title: '路灯不亮',
      description: `${place}楼下路灯坏了三天没人修`,
      appeal_type: 'help',
      category_code: 'E01037',
      address: place,
      division_code: '420106012',
      incident_at: null,
      urgency: 'normal',
      place_unknown: false,
    }),
  })
  if (confirmed.status !== 201) throw new Error(`not confirmed: ${confirmed.status}`)
}

/** Serves the questions in turn, so that no cache makes them one. */
export function rounds<T>(items: readonly T[]): () => T {
  let at = 0
  return () => {
    const item = items[at % items.length]
    at += 1
    if (item === undefined) throw new Error('nothing to ask')
    return item
  }
}
