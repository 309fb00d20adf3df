import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { checkReply } from '../../src/tickets/reply-check.ts'
import { roundMetrics } from '../scorers/ir.ts'

type Row = { subject: string; detail: string; reply: string }
/** Far enough that no neighbour is a repost of the same letter. */
const APART = 137

/**
 * `npm run eval -- replies --file f.jsonl[.gz]`: the reply check on real replies. `own_*` are warnings about the reply
 * that was given, `other_off_topic` the share of replies to somebody else's letter that it warns of.
 */
export async function runRepliesSuite(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({ args: [...args], options: { file: { type: 'string' } } })
  if (values.file === undefined) throw new Error('replies: --file is needed')
  const bytes = readFileSync(values.file)
  const text = (values.file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
  const warn = (row: Row, reply: string) =>
    checkReply({ title: row.subject, description: row.detail }, reply)
  const own = rows.map((row) => warn(row, row.reply))
  const other = rows
    .map((row, at) => warn(row, rows[(at + APART) % rows.length]?.reply ?? ''))
    .filter((warnings) => !warnings.includes('says_nothing'))
  const share = (list: readonly string[][], warning: string): number =>
    list.filter((warnings) => warnings.includes(warning)).length / list.length
  return {
    suite: 'replies',
    metrics: roundMetrics({
      own_off_topic: share(own, 'off_topic'),
      own_says_nothing: share(own, 'says_nothing'),
      other_off_topic: share(other, 'off_topic'),
    }),
    n: rows.length,
  }
}
