import type { Suite, SuiteCase } from './case.ts'
import { SUITES, suitesNamed } from './index.ts'

export type Chosen = { suite: Suite; cases: SuiteCase[]; whole: boolean }

/** Suites by name, cases by id or by any word of their id, tags or text; all of them without either. */
export async function chooseCases(options: {
  suites?: readonly string[] | undefined
  filter?: string | undefined
  ids?: readonly string[] | undefined
}): Promise<Chosen[]> {
  const { suites, filter, ids } = options
  const chosen: Chosen[] = []
  for (const suite of suites === undefined ? SUITES : suitesNamed(suites)) {
    const all = await suite.load()
    const cases = all.filter(
      ({ id, tags, messages }) =>
        (ids === undefined || ids.includes(id)) &&
        (filter === undefined || [id, ...tags, ...messages].join('\n').includes(filter)),
    )
    if (cases.length > 0) chosen.push({ suite, cases, whole: cases.length === all.length })
  }
  return chosen
}
