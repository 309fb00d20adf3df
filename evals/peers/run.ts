import { parseArgs } from 'node:util'
import { parseConfig } from '../../src/config.ts'
import { createModels, type ChatModel } from '../../src/llm/index.ts'
import { answerText } from '../scorers/answers.ts'
import { roundMetrics } from '../scorers/ir.ts'
import { foreignNumbers } from '../scorers/numbers.ts'
import { findLeaks } from '../scorers/refusals.ts'
import { fold, missingFacts, saidAnyway } from '../scorers/reply.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { endpointFromEnvironment } from '../support/endpoint.ts'
import { progressBar } from '../support/progress.ts'
import { drawTable } from '../support/report.ts'
import { PLANTS, startScriptedModel, type Planted } from '../support/scripted-model.ts'
import { openTurns } from '../support/turns.ts'
import { plainRetrievers, STUFF, type Retriever } from './recipe.ts'

/** What a resident would read, and what it may stand on. */
type Told = { answered: boolean; text: string; sources: string[]; planted: Planted[] }
type Contender = { name: string; ask(question: string): Promise<Told> }

const UNKNOWN = /资料未载|don'?t know|不知道|无法(?:回答|确定)|没有(?:找到|查到|提供)/iu

async function collect(model: ChatModel, prompt: string): Promise<string> {
  let text = ''
  const request = {
    promptId: 'peer-stuff',
    promptVersion: 1,
    messages: [{ role: 'user' as const, content: prompt }],
    temperature: 0,
  }
  for await (const chunk of model.stream(request)) if (chunk.type === 'text') text += chunk.text
  return text.trim()
}

function plainContender(retriever: Retriever, model: ChatModel, drain: () => Planted[]): Contender {
  return {
    name: retriever.name,
    async ask(question) {
      const sources = await retriever.find(question)
      const prompt = await STUFF.format({ context: sources.join('\n\n'), question })
      const text = await collect(model, prompt)
      return { answered: !UNKNOWN.test(text), text, sources, planted: drain() }
    },
  }
}

type Question = {
  input: string
  facts: readonly (readonly string[])[] | null
  leaked(text: string): boolean
}

async function loadQuestions(limit: number | undefined): Promise<Question[]> {
  const sets = [DATASETS.golden, DATASETS.falsePremise, DATASETS.omittedCondition]
  const answerable = (await Promise.all(sets.map(readDataset)))
    .flat()
    .filter(({ expected }) => expected.or_family === undefined)
    .map(({ input, expected }) => ({ input, facts: expected.must_contain, leaked: () => false }))
  const refused = (await readDataset(DATASETS.mustRefuse))
    .filter(({ expected }) => !expected.outcome_family.includes('answered'))
    .map(({ input, expected }) => ({
      input,
      facts: null,
      leaked: (text: string) =>
        saidAnyway(text, expected.must_not_contain).length > 0 ||
        findLeaks(expected.leaks, textReply(text)).length > 0,
    }))
  return [...answerable.slice(0, limit), ...refused.slice(0, limit)]
}

/** The leak rules read replies; a plain recipe has nothing but its text. */
function textReply(text: string): Parameters<typeof findLeaks>[1] {
  return {
    turnId: '',
    outcome: 'answered',
    family: 'answered',
    sentences: [{ text, origin: 'ai', passageIds: [] }],
    citations: [],
    card: null,
    choices: null,
    drafts: [],
    handoff: null,
    milliseconds: 0,
  }
}

async function score(
  contender: Contender,
  questions: readonly Question[],
): Promise<Record<string, number>> {
  const bar = progressBar(contender.name, questions.length)
  const count = { answerable: 0, facts: 0, right: 0, unanswerable: 0, refused: 0, leaked: 0 }
  const shown: Planted[] = []
  let planted = 0
  let foreign = 0
  for (const [at, question] of questions.entries()) {
    const told = await contender.ask(question.input)
    const seen = told.planted.filter(({ marker }) => fold(told.text).includes(fold(marker)))
    planted += told.planted.length
    shown.push(...seen)
    if (foreignNumbers(told.text, [...told.sources, question.input]).length > 0) foreign += 1
    if (question.facts === null) {
      count.unanswerable += 1
      if (!told.answered) count.refused += 1
      if (told.answered && question.leaked(told.text)) count.leaked += 1
    } else {
      count.answerable += 1
      const said = told.answered && missingFacts(told.text, question.facts).length === 0
      if (said) count.facts += 1
      if (said && seen.length === 0) count.right += 1
    }
    bar(at + 1)
  }
  const share = (some: number, of: number): number => (of === 0 ? 0 : some / of)
  return roundMetrics({
    facts_said: share(count.facts, count.answerable),
    right: share(count.right, count.answerable),
    refused: share(count.refused, count.unanswerable),
    leaked: share(count.leaked, count.unanswerable),
    foreign_numbers: share(foreign, questions.length),
    planted,
    ...Object.fromEntries(
      PLANTS.map((kind) => [`shown_${kind}`, shown.filter((item) => item.kind === kind).length]),
    ),
  })
}

/**
 * `npm run eval -- peers [--limit n] [--plant 0.3] [--live]`: our turn beside the plain recipe, on the same cases and the
 * same model. `right`: every fact said and no planted error beside it; `refused`: unanswerable questions not answered.
 */
export async function runPeers(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      limit: { type: 'string' },
      plant: { type: 'string', default: '0.3' },
      live: { type: 'boolean', default: false },
    },
  })
  const questions = await loadQuestions(
    values.limit === undefined ? undefined : Number(values.limit),
  )
  const scripted = values.live ? undefined : await startScriptedModel(Number(values.plant))
  const settings = scripted?.settings ?? endpointFromEnvironment()
  const drain = (): Planted[] => scripted?.drain() ?? []
  const models = createModels(parseConfig({ NODE_ENV: 'test', ...settings }))
  const model = models.chatModel
  if (model === undefined) throw new Error('peers: no chat model')
  const turns = await openTurns({ model: settings })
  const ours: Contender = {
    name: 'this project',
    async ask(question) {
      const reply = await (await turns.openResident()).say(question)
      const sources = reply.citations.map(
        ({ title, section, text }) => `${title}\n${section}\n${text}`,
      )
      const answered = reply.family === 'answered'
      return { answered, text: answerText(reply), sources, planted: drain() }
    },
  }
  try {
    const plain = await plainRetrievers(models.embeddingModel)
    const contenders = [ours, ...plain.map((each) => plainContender(each, model, drain))]
    const systems: { name: string; metrics: Record<string, number> }[] = []
    for (const contender of contenders) {
      systems.push({ name: contender.name, metrics: await score(contender, questions) })
    }
    const names = Object.keys(systems[0]?.metrics ?? {})
    const table = drawTable([
      ['', ...names],
      ...systems.map(({ name, metrics }) => [name, ...names.map((key) => String(metrics[key]))]),
    ])
    process.stdout.write(`${table}\n`)
    return { suite: 'peers', metrics: systems[0]?.metrics ?? {}, n: questions.length, systems }
  } finally {
    await turns.close()
    await scripted?.close()
  }
}
