import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { queryPlaces } from '../src/retrieval/bm25.ts'
import { judgeEvidence } from '../src/retrieval/gate.ts'
import { retrievePassages, type Passage } from '../src/retrieval/index.ts'
import { expandQuestion } from '../src/retrieval/lexicon.ts'
import { readLexicon } from '../src/retrieval/lexicon-store.ts'
import { readTermStatistics } from '../src/retrieval/store.ts'
import { areaUnderCurve, refusedAtKept } from './scorers/ir.ts'
import { progressBar } from './support/progress.ts'
import { openTurns, type TurnRun } from './support/turns.ts'

// npm run train:evidence: fits the evidence gate's threshold on what the passages of `knowledge/` are known to answer. Each
// of these questions is asked twice, never with its own wording on the passage: with everything there, and with the whole
// document that answers it withheld. No labelled set is read, so all of them measure.

const TARGET = fileURLToPath(new URL('../src/retrieval/model/evidence-gate.json', import.meta.url))
/** Of the questions whose passage is there, the share the gate lets through. */
const KEEP = 0.9
const READ = 8
/** Deep enough that a document withheld leaves others to read. */
const DEPTH = 40

type Known = { documentId: string; passageId: string; question: string }
type Scored = { kept: number | undefined; withheld: number }

const listKnown = async ({ ports }: TurnRun): Promise<Known[]> =>
  ports.sql<Known[]>`
    select c.document_id as "documentId", c.passage_id as "passageId", known.question
    from chunks c join documents d on d.id = c.document_id and d.generation = c.generation,
      jsonb_array_elements_text(c.related_questions) as known (question)
    order by c.passage_id, known.question`

async function scoreTwice({ ports }: TurnRun, asked: Known): Promise<Scored> {
  const { question, documentId, passageId } = asked
  const { passages } = await retrievePassages(ports, { question, limit: DEPTH })
  const expansions = expandQuestion(question, await readLexicon(ports.sql))
  const places = queryPlaces([question, ...expansions].join('\n'))
  const statistics = await readTermStatistics(ports.sql, places)
  const score = (read: readonly Passage[]): number =>
    judgeEvidence({ text: question, expansions }, read.slice(0, READ), statistics).score
  const unspoken = passages.map((passage): Passage => ({
    ...passage,
    relatedQuestions: passage.relatedQuestions.filter((other) => other !== question),
  }))
  const found = unspoken.slice(0, READ).some((passage) => passage.passageId === passageId)
  return {
    // What the search does not bring up says nothing about the gate.
    kept: found ? score(unspoken) : undefined,
    withheld: score(unspoken.filter((passage) => passage.documentId !== documentId)),
  }
}

const turns = await openTurns()
const known = await listKnown(turns)
const bar = progressBar('questions', known.length)
const scored: Scored[] = []
for (const asked of known) {
  scored.push(await scoreTwice(turns, asked))
  bar(scored.length)
}
await turns.close()
const kept = scored.flatMap((one) => one.kept ?? [])
const withheld = scored.map((one) => one.withheld)
const { threshold, refused } = refusedAtKept(KEEP, kept, withheld)
const body = {
  fitted: `${kept.length} questions that passages of knowledge/ are known to answer, each with its document there and withheld`,
  keep: KEEP,
  threshold: Math.round(threshold * 1000) / 1000,
}
await writeFile(TARGET, `${JSON.stringify(body, null, 1)}\n`)
process.stdout.write(
  `threshold ${body.threshold}: keeps ${100 * KEEP} % of ${kept.length}, refuses ${(100 * refused).toFixed(0)} % with ` +
    `the document withheld; AUC ${areaUnderCurve(kept, withheld).toFixed(3)}\n`,
)
