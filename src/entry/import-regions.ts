import { readFileSync } from 'node:fs'
import { importGrids, importStations, importUnits } from '../regions/index.ts'
import type { NodePorts } from './node-ports.ts'

const ACTOR = { kind: 'system', job: 'import' } as const
const USAGE =
  'Usage: npm run regions -- grids <file.csv> | units <file.csv> | stations <file.geojson> [--partial]'

type Report = { imported: number; problems: readonly { code: string; message: string }[] }

/** Lines for the terminal and the exit code; a wrong row is named by its line, a wrong feature by its number. */
export async function importRegions(
  ports: NodePorts,
  input: { kind: string | undefined; path: string | undefined; partial: boolean },
): Promise<{ lines: string[]; code: number }> {
  const { kind, path, partial } = input
  if (path === undefined) return { lines: [USAGE], code: 2 }
  const ctx = { sql: ports.sql, clock: ports.clock, actor: ACTOR }
  const bytes = readFileSync(path)
  let report: Report
  if (kind === 'grids') report = await importGrids(ctx, { bytes, partial })
  else if (kind === 'units') report = await importUnits(ctx, { bytes, partial })
  else if (kind === 'stations') {
    report = await importStations(ctx, { geojson: JSON.parse(bytes.toString('utf8')), partial })
  } else return { lines: [USAGE], code: 2 }
  const lines = report.problems.map(
    (problem) => `${whereOf(problem)}: ${problem.message} (${problem.code})`,
  )
  return {
    lines: [...lines, `${report.imported} imported, ${report.problems.length} problems`],
    code: report.problems.length > 0 ? 1 : 0,
  }
}

function whereOf(problem: object): string {
  if ('line' in problem) return `line ${String(problem.line)}`
  return 'index' in problem ? `feature ${String(problem.index)}` : ''
}
