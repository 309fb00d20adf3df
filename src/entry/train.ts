import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { catalogueRows } from '../tickets/classifier/category-rows.ts'
import { CATEGORY_SETTINGS, KEPT_WEIGHTS } from '../tickets/classifier/settings.ts'
import { trainClassifier, type LabelledText } from '../tickets/classifier/train-classifier.ts'
import { packClassifier } from '../tickets/classifier/weights.ts'

// The files are named here and not imported: training must run before any weights exist.
const EXAMPLES = new URL('../../knowledge/tables/classifier-examples.jsonl', import.meta.url)
const WEIGHTS = new URL('../../knowledge/tables/classifier-weights.json', import.meta.url)

/** Lines `{code, texts}` (examples) or `{text | subject, detail, code | label | category_code}` (reviewed tickets). */
export function readTrainingLines(path: string | URL): LabelledText[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, at) =>
      line.trim() === '' ? [] : readTrainingLine(line, `${String(path)}:${at + 1}`),
    )
}

function readTrainingLine(line: string, where: string): LabelledText[] {
  const record: unknown = JSON.parse(line)
  if (typeof record !== 'object' || record === null) throw new Error(`${where}: not an object`)
  const { code, label, category_code, text, texts, subject, detail } = { ...record } as Record<
    string,
    unknown
  >
  const name = code ?? label ?? category_code
  const words = Array.isArray(texts)
    ? texts
    : [text ?? [subject, detail].filter((part) => typeof part === 'string').join('。')]
  if (typeof name !== 'string' || words.some((word) => typeof word !== 'string' || word === '')) {
    throw new Error(`${where}: a label and a text are needed`)
  }
  return words.map((word) => ({ text: String(word), label: name }))
}

/** Trains on the catalogue, our examples and the given rows; writes the weights and says what they were made of. */
export function trainShipped(extra: readonly LabelledText[], out: string | undefined): string {
  const examples = existsSync(EXAMPLES) ? readTrainingLines(EXAMPLES) : []
  const known = catalogueRows()
  const codes = new Set(known.map(({ label }) => label))
  const unknown = [...examples, ...extra].find(({ label }) => !codes.has(label))
  if (unknown !== undefined) throw new Error(`${unknown.label} is not in the catalogue`)
  const rows = [...examples, ...extra, ...known]
  const model = trainClassifier(rows, CATEGORY_SETTINGS, drawStep)
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 8)
  const packed = JSON.stringify(packClassifier(model, digest, KEPT_WEIGHTS))
  writeFileSync(out ?? WEIGHTS, `${packed}\n`)
  const size = (packed.length / 1024).toFixed(0)
  return `${rows.length} texts (${extra.length} given, ${examples.length} examples), ${model.labels.length} categories, version ${digest}, ${size} KB`
}

function drawStep(step: string, done: number, of: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001B[K${step} ${done}/${of}${done === of ? '\n' : ''}`)
}
