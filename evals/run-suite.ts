import { roundMetrics } from './scorers/ir.ts'
import { runCase, type CaseResult } from './suites/case.ts'
import type { Chosen } from './suites/choose.ts'
import type { SuiteReport } from './support/results.ts'
import { startScriptedModel, type ScriptedModel } from './support/scripted-model.ts'
import { openTurns, type TurnRun } from './support/turns.ts'

export type Ran = { report: SuiteReport; results: CaseResult[]; seconds: number }
type Bench = { turns: TurnRun; model?: ScriptedModel }

export async function runSuite(
  { turns, model }: Bench,
  { suite, cases }: Pick<Chosen, 'suite' | 'cases'>,
  onCase: () => void = () => undefined,
): Promise<Ran> {
  const startedAt = performance.now()
  const results: CaseResult[] = []
  for (const item of cases) {
    results.push(await runCase(turns, item, model))
    onCase()
  }
  const metrics = roundMetrics(suite.metrics(results))
  return {
    report: { suite: suite.name, metrics, n: results.length },
    results,
    seconds: (performance.now() - startedAt) / 1000,
  }
}

/** The knowledge base, read once; undefined on a server, where each run makes its own. */
export async function prepareKnowledge(): Promise<Uint8Array | undefined> {
  const turns = await openTurns()
  try {
    return await turns.dump()
  } finally {
    await turns.close()
  }
}

/** A suite that asks no database gets none: whoever reaches for it is told. */
const OFFLINE = new Proxy({} as TurnRun, {
  get(_, name) {
    throw new Error(`an offline suite asked for ${String(name)}`)
  },
})

/** One service without a model and, once a suite asks for it, one with the scripted model. */
export class Benches {
  readonly #rate: number
  readonly #database: Uint8Array | undefined
  #plain: TurnRun | undefined
  #scripted: Required<Bench> | undefined

  constructor(rate: number, database: Uint8Array | undefined) {
    this.#rate = rate
    this.#database = database
  }

  async run(chosen: Pick<Chosen, 'suite' | 'cases'>, onCase?: () => void): Promise<Ran> {
    return runSuite(await this.#benchFor(chosen), chosen, onCase)
  }

  async #benchFor({ suite }: Pick<Chosen, 'suite'>): Promise<Bench> {
    if (suite.offline === true) return { turns: OFFLINE }
    if (suite.scripted !== true) {
      this.#plain ??= await openTurns({ database: this.#database })
      return { turns: this.#plain }
    }
    if (this.#scripted === undefined) {
      const model = await startScriptedModel(this.#rate)
      const turns = await openTurns({ model: model.settings, database: this.#database })
      this.#scripted = { model, turns }
    }
    return this.#scripted
  }

  async close(): Promise<void> {
    await this.#plain?.close()
    await this.#scripted?.turns.close()
    await this.#scripted?.model.close()
  }
}
