import { parseAddress } from '../../src/regions/index.ts'
import { boundaryKey, scoreSpans, type Span } from '../scorers/spans.ts'
import { readJsonLines } from '../support/external-sets.ts'

const round = (value: number): number => Math.round(value * 1e4) / 1e4

/** `npm run eval -- addresses f`: the shipped parser on labelled address lines; nothing is trained on the file. */
export async function runAddressSuite(args: readonly string[]): Promise<object> {
  const [path] = args
  if (path === undefined) throw new Error('addresses: a file is needed')
  const records = await readJsonLines(path)
  const pairs = records.map((record) => ({
    expected: readSpans(record['spans']),
    found: parseAddress(String(record['text'])),
  }))
  const scores = scoreSpans(pairs)
  return {
    suite: 'addresses',
    metrics: {
      span_f1: round(scores.span_f1),
      span_precision: round(scores.span_precision),
      span_recall: round(scores.span_recall),
      boundary_f1: round(scoreSpans(pairs, boundaryKey).span_f1),
    },
    n: pairs.length,
    set: path,
  }
}

function readSpans(raw: unknown): Span[] {
  if (!Array.isArray(raw)) throw new Error('addresses: every line needs spans')
  return raw.map((span: Record<string, unknown>) => ({
    label: String(span['label']),
    start: Number(span['start']),
    end: Number(span['end']),
  }))
}
