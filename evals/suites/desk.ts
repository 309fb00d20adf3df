import { classifyTicket, findCategory } from '../../src/tickets/index.ts'
import { rankDuplicates } from '../../src/tickets/duplicates/suggest.ts'
import { checkReply } from '../../src/tickets/reply-check.ts'
import { meets, scoreLabels, type Ranked } from '../scorers/labels.ts'
import { verdict } from '../scorers/reply.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { passed, share, tagged, type CaseResult, type Suite } from './case.ts'

const nameOf = (code: string): string => `${code} ${findCategory(code)?.name ?? ''}`.trim()

const candidates = new Map<string, Ranked>()

/** The catalogue code of a report in one message, as the draft card proposes it. */
export const categoriesSuite: Suite = {
  name: 'categories',
  offline: true,
  about: 'the first category proposed is the right one',
  async load() {
    const rows = [
      ...(await readDataset(DATASETS.classification)),
      ...(await readDataset(DATASETS.classificationPairs)),
    ]
    return rows.map(({ id, tags, source, input, expected }) => ({
      id,
      tags: [source, ...tags],
      messages: [input],
      expected: `${expected.category} ${expected.name}`,
      check() {
        const ranked = classifyTicket(input).map(({ code }) => code)
        candidates.set(id, { expected: expected.category, ranked })
        const first = meets(expected.category, ranked[0])
        const near = ranked.slice(0, 3).some((code) => meets(expected.category, code))
        return {
          verdict: verdict([!first && `first is ${nameOf(ranked[0] ?? 'none')}`]),
          // In second or third place it is one tap of the reviewer away.
          score: first ? 1 : near ? 0.5 : 0,
          told: ranked.slice(0, 3).map(nameOf).join('\n'),
        }
      },
    }))
  },
  metrics(results) {
    const of = (some: readonly CaseResult[]): Ranked[] =>
      some.flatMap(({ id }) => candidates.get(id) ?? [])
    const { top1, top3, macro_f1 } = scoreLabels(of(results))
    const blind = scoreLabels(of(tagged(results, 'blind')))
    const pairs = scoreLabels(
      of(results.filter(({ tags }) => tags.some((tag) => tag.startsWith('confusion')))),
    )
    return {
      top1,
      top3,
      macro_f1,
      blind_top1: blind.top1,
      blind_top3: blind.top3,
      confusion_top1: pairs.top1,
    }
  },
}

/** Two reports of one category, filed in the same days: is the second proposed for merging with the first? */
export const duplicatesSuite: Suite = {
  name: 'duplicates',
  offline: true,
  groups: ['same', 'different'],
  about: 'reports of one matter are proposed for merging, and others are not',
  async load() {
    const rows = await readDataset(DATASETS.duplicates)
    return rows.map(({ id, tags, a, b, expected }) => ({
      id,
      tags: [...tags, expected.same ? 'same' : 'different'],
      messages: [`${a.title}：${a.description}`, `${b.title}：${b.description}`],
      expected: expected.same ? 'proposed' : 'not proposed',
      check() {
        const filed = {
          id: 'tkt_b',
          ticketNo: 'b',
          status: 'pending_review',
          conversationId: null,
          createdAt: new Date(0),
        }
        const [found] = rankDuplicates(a, [{ ...filed, ...b }])
        const same = found !== undefined
        return {
          verdict: verdict([same !== expected.same && (same ? 'proposed' : 'missed')]),
          told: same ? `proposed, ${found.score.toFixed(2)}` : 'not proposed',
        }
      },
    }))
  },
  metrics(results) {
    const [same, different] = [tagged(results, 'same'), tagged(results, 'different')]
    const hits = same.filter(passed).length
    const wrong = different.filter((item) => !passed(item)).length
    return {
      right: share(results, passed),
      pair_recall: share(same, passed),
      pair_precision: hits + wrong === 0 ? 0 : hits / (hits + wrong),
    }
  },
}

/** 答非所问: what the form warns of before a reply goes out. */
export const replyCheckSuite: Suite = {
  name: 'reply-check',
  offline: true,
  groups: ['answers', 'off_topic', 'says_nothing'],
  about: 'a reply that misses the demand is warned of, and one that answers is not',
  async load() {
    const rows = await readDataset(DATASETS.replies)
    return rows.map(({ id, tags, demand, reply, expected }) => ({
      id,
      tags,
      messages: [`${demand.title}：${demand.description}`, reply],
      expected: expected.warnings.join(', ') || 'no warning',
      check() {
        const warnings = checkReply(demand, reply)
        const right = warnings.join() === expected.warnings.join()
        const told = warnings.join(', ') || 'no warning'
        return { verdict: verdict([!right && told]), told }
      },
    }))
  },
  metrics: (results) => ({
    right: share(results, passed),
    warned: share(
      results.filter(({ tags }) => !tags.includes('answers')),
      passed,
    ),
    false_warned: share(tagged(results, 'answers'), (item) => !passed(item)),
  }),
}
