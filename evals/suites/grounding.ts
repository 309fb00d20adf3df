import { answerText } from '../scorers/answers.ts'
import { mean } from '../scorers/ir.ts'
import { missingFacts, verdict, type Reply } from '../scorers/reply.ts'
import { unsupportedCitations } from '../scorers/support.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { lastOf, passed, share, type Suite } from './case.ts'

/**
 * With a model that copies, merges and errs: every citation that is left opens the passage that supports its sentence.
 * An answer that was refused cites nothing and proves nothing.
 */
export const citationsSuite: Suite = {
  name: 'citations',
  about: 'each citation opens the passage that supports its sentence',
  scripted: true,
  async load() {
    const rows = [
      ...(await readDataset(DATASETS.golden)),
      ...(await readDataset(DATASETS.omittedCondition)),
    ]
    return rows.map(({ id, tags, input }) => ({
      id,
      tags,
      messages: [input],
      expected: 'every sentence cited and supported',
      judge(replies) {
        const reply = lastOf(replies)
        return verdict([
          reply.family !== 'answered' && `refused: ${reply.outcome}`,
          ...unsupportedCitations(reply),
        ])
      },
    }))
  },
  metrics(results) {
    const answered = results.filter(({ replies }) => lastOf(replies).family === 'answered')
    const all = answered.flatMap(({ replies }) => lastOf(replies).sentences)
    const sentences = all.filter(({ origin }) => origin === 'ai').length
    const bad = answered.flatMap(({ replies }) => unsupportedCitations(lastOf(replies)))
    const told = (kind: string): number => bad.filter((reason) => reason.startsWith(kind)).length
    return {
      supported: sentences === 0 ? 0 : (sentences - bad.length) / sentences,
      answered: answered.length / Math.max(1, results.length),
      uncited: told('uncited'),
      unopened: told('does not open'),
      sentences,
    }
  },
}

type Asked = { question: string; reply: Reply; missing: string[] }

const asked = new Map<string, Asked[]>()

/** The first wording is asked twice: without a model the second answer must be the first, word for word. */
export const consistencySuite: Suite = {
  name: 'consistency',
  about: 'every wording of a question gives the same facts',
  async load() {
    const rows = await readDataset(DATASETS.consistency)
    return rows.map(({ id, tags, ask, expected }) => ({
      id,
      tags,
      messages: ask,
      expected: expected.must_contain.map((group) => group.join('|')).join(' + '),
      async check(turns) {
        const answers: Asked[] = []
        for (const question of [...ask, ...ask.slice(0, 1)]) {
          const reply = await (await turns.openResident()).say(question)
          const missing = missingFacts(answerText(reply), expected.must_contain)
          answers.push({ question, reply, missing })
        }
        const again = answers.pop()
        const [first] = answers
        asked.set(id, answers)
        const changed =
          first !== undefined &&
          again !== undefined &&
          answerText(first.reply) !== answerText(again.reply)
        const failed = answers.find(({ missing }) => missing.length > 0)
        return {
          ...(failed === undefined ? {} : { trace: await turns.traceOf(failed.reply.turnId) }),
          verdict: verdict([
            ...answers
              .filter(({ missing }) => missing.length > 0)
              .map(
                ({ question, reply, missing }) =>
                  `missing ${missing.join(' + ')} [${reply.outcome}]: ${question}`,
              ),
            changed && 'another answer to the same words',
          ]),
          score: mean(answers.map(({ missing }) => (missing.length === 0 ? 1 : 0))),
          told: answers
            .map(({ question, reply }) => `${question} → ${answerText(reply)}`)
            .join('\n'),
        }
      },
    }))
  },
  metrics(results) {
    const groups = results.map(({ id }) => asked.get(id) ?? [])
    return {
      same_facts: share(results, passed),
      wordings: mean(groups.flat().map(({ missing }) => (missing.length === 0 ? 1 : 0))),
      same_outcome: mean(
        groups.map((group) => (new Set(group.map(({ reply }) => reply.family)).size === 1 ? 1 : 0)),
      ),
    }
  },
}
