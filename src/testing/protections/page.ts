import { groupOf, GROUPS, type Protection } from './protection.ts'

/** When a row was last seen to fail, and what its test said then. */
export type Seen = { said: string; on: string }
const NEVER = 'never'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
const code = (text: string): string => `\`${cell(text).replaceAll('`', "'")}\``

/** What a row says of itself: what was seen to fail stands for these words. */
export function wordsOf({ id, promise, fault, says, takes, file, test }: Protection): string[] {
  const of = fault === undefined ? promise : `${promise}, ${fault}`
  return [
    code(id),
    `${of}: ${says}`,
    `${takes} (${code(file)})`,
    `${code(test.file)} “${test.name}”`,
  ]
}

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** What the page tells of rows that are still as it describes them. */
export function readSeen(page: string, rows: readonly Protection[]): Map<string, Seen> {
  const told = page.split('\n').map((line) => line.slice(2, -2).split(' | '))
  const seen = new Map<string, Seen>()
  for (const row of rows) {
    const words = wordsOf(row).map(cell)
    const [, , , , said, on] =
      told.find((cells) => words.every((word, at) => cells[at] === word)) ?? []
    if (said !== undefined && on !== undefined && on !== NEVER)
      seen.set(row.id, { said: said.slice(1, -1).replaceAll(/\\+\|/g, '|'), on })
  }
  return seen
}

/** The page of what was seen to fail, and of what was not yet. */
export function renderPage(rows: readonly Protection[], seen: ReadonlyMap<string, Seen>): string {
  const drawn = (row: Protection): string => {
    const was = seen.get(row.id)
    return lineOf([...wordsOf(row).map(cell), code(was?.said ?? '–'), was?.on ?? NEVER])
  }
  const head = ['row', 'promised', 'taken away', 'noticed by', 'what it said', 'seen on']
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => {
    const own = rows.filter((row) => groupOf(row) === group)
    return [
      `## ${group} ${title}`,
      '',
      lineOf(head),
      lineOf(head.map(() => '---')),
      ...own.map(drawn),
      '',
    ]
  })
  return `# Seen to fail

Written by \`npm run prove -- --write\`: ${rows.length} protections. Each was taken out of a copy of the sources, alone; the named test, which
passes while it is there, was run and failed by what it expects, with the words it said then. The rows are in \`src/testing/protections/\`; a test
checks that every one still fits the sources and this page.

${groups.join('\n').trimEnd()}
`
}
