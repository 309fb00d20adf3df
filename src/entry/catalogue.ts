import { existsSync, readFileSync } from 'node:fs'
import { checkCatalogue } from '../tickets/check-catalogue.ts'

const SHIPPED = 'knowledge/tables/catalogue.json'
const USAGE = `Usage: npm run catalogue -- check [${SHIPPED}] [--against <file in use>]`

/** Lines for the terminal and the exit code. */
export function runCatalogue(input: {
  positionals: readonly string[]
  against: string | undefined
}): { lines: string[]; code: number } {
  const [action, path = SHIPPED] = input.positionals
  if (action !== 'check') return { lines: [USAGE], code: 2 }
  const missing = [path, input.against].find((file) => file !== undefined && !existsSync(file))
  if (missing !== undefined) return { lines: [`${missing} is not there`], code: 2 }
  const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
  const previous = input.against === undefined ? undefined : read(input.against)
  const problems = checkCatalogue(read(path), previous)
  const lines = problems.map(({ code, problem }) => `${code}: ${problem}`)
  const verdict = problems.length === 0 ? `${path} is in order` : `${problems.length} problems`
  return { lines: [...lines, verdict], code: problems.length === 0 ? 0 : 1 }
}
