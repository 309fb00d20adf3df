import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('.docs/security.md', root), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) => line.slice(1, -1).split(' | '))

describe('the security review', () => {
  it('has no empty cell', () => {
    expect(rows.length).toBeGreaterThan(35)
    for (const cells of rows) {
      expect(cells, cells[0]).toHaveLength(5)
      expect(cells.filter((cell) => cell.trim() === '')).toEqual([])
    }
  })

  it('names only files there are', () => {
    const named = [...page.matchAll(/`((?:src|evals|\.docs)\/[\w./-]+)`/g)].map(([, path]) => path)
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((path) => !existsSync(new URL(path ?? '', root)))).toEqual([])
  })

  it('shows every row by a test or a suite', () => {
    const shown = rows.filter(([, applies]) => applies?.trim() !== 'applies')
    const unshown = shown.filter(([, , , by]) => !/`(?:src|evals)\//.test(by ?? ''))
    expect(unshown.map(([name]) => name)).toEqual([])
  })
})
