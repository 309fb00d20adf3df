import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ChatModel } from '../../src/llm/index.ts'
import { parsePrompt } from '../../src/prompts/index.ts'
import { scoreAgreement, type Agreement } from '../scorers/agreement.ts'
import { DATASETS, readDataset, JUDGES, type Judge } from '../support/datasets.ts'

/** Which version of each prompt judges; a change is a new file, and its agreement is measured anew. */
export const JUDGE_VERSIONS: Readonly<Record<Judge, number>> = {
  faithfulness: 1,
  completeness: 1,
  tone: 1,
}

const Judgement = z.strictObject({ verdict: z.enum(['pass', 'fail']), reason: z.string() })
export type Judgement = z.infer<typeof Judgement>
export type Material = { question: string; passages: string; answer: string }

function readJudge(judge: Judge) {
  const name = `${judge}.v${JUDGE_VERSIONS[judge]}.md`
  const text = readFileSync(new URL(`../judges/${name}`, import.meta.url), 'utf8')
  return parsePrompt(name, text)
}

/** What is judged is data: its brackets are written full width, so that it cannot close a tag. */
function fill(template: string, material: Material): string {
  return template.replaceAll(/\{\{(question|passages|answer)\}\}/g, (_, name: keyof Material) =>
    material[name].replaceAll('<', '＜').replaceAll('>', '＞'),
  )
}

export async function askJudge(
  model: ChatModel,
  judge: Judge,
  material: Material,
): Promise<Judgement> {
  const prompt = readJudge(judge)
  const { value } = await model.completeStructured({
    promptId: prompt.id,
    promptVersion: prompt.version,
    messages: [
      { role: 'system', content: prompt.system },
      { role: 'user', content: fill(prompt.user, material) },
    ],
    temperature: 0,
    maxOutputTokens: prompt.maxOutputTokens,
    schema: { name: 'judgement', zod: Judgement },
  })
  return value
}

/** Before a judge's figures mean anything: how often it says what people said of the same answers. */
export async function measureAgreement(model: ChatModel): Promise<Record<Judge, Agreement>> {
  const rows = await readDataset(DATASETS.judgeLabels)
  const measured: [Judge, Agreement][] = []
  for (const judge of JUDGES) {
    const pairs: { given: boolean; label: boolean }[] = []
    for (const row of rows.filter((each) => each.judge === judge)) {
      const { verdict } = await askJudge(model, judge, row)
      pairs.push({ given: verdict === 'pass', label: row.label === 'pass' })
    }
    measured.push([judge, scoreAgreement(pairs)])
  }
  return Object.fromEntries(measured) as Record<Judge, Agreement>
}
