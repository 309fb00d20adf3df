import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { clusterTexts } from '../../src/tickets/duplicates/cluster.ts'
import { scoreClusters } from '../scorers/clusters.ts'
import { roundMetrics } from '../scorers/ir.ts'

type Message = { id: string; subject: string; detail: string; time: string }
type Hotspot = { id: string; core: string[]; possible: string[] }

function readText(path: string): string {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/**
 * `npm run eval -- duplicates --stream f.jsonl[.gz] --clusters f.json`: groups the whole stream, scores the core
 * members of the known hot topics. `attached` counts the unlabelled messages that ended in a hot topic's group.
 */
export async function runDuplicatesSuite(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { stream: { type: 'string' }, clusters: { type: 'string' } },
  })
  if (values.stream === undefined || values.clusters === undefined) {
    throw new Error('duplicates: --stream and --clusters are needed')
  }
  const messages = readText(values.stream)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Message)
    .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))
  const hotspots = JSON.parse(readText(values.clusters)) as Hotspot[]
  const started = performance.now()
  const groups = clusterTexts(
    messages.map(({ subject, detail }) => ({ title: subject, body: detail })),
  )
  const seconds = (performance.now() - started) / 1000
  const found = new Map(messages.map(({ id }, at) => [id, groups[at] ?? -1]))
  const truth = new Map(
    hotspots.flatMap(({ id, core }) =>
      core.filter((each) => found.has(each)).map((each) => [each, id]),
    ),
  )
  const labelled = new Set(hotspots.flatMap(({ core, possible }) => [...core, ...possible]))
  const hot = new Set([...truth.keys()].map((id) => found.get(id)))
  const attached = messages.filter(({ id }) => !labelled.has(id) && hot.has(found.get(id))).length
  return {
    suite: 'duplicates',
    metrics: roundMetrics({ ...scoreClusters(truth, found) }),
    n: truth.size,
    messages: messages.length,
    attached,
    seconds: Math.round(seconds * 10) / 10,
  }
}
