import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** Style sheets of pages that were opened stay loaded: two that style one class change each other's pages. */
it('no class is styled on its own by two pages', () => {
  const owners = new Map<string, string[]>()
  for (const path of globSync('src/console/{pages,shared}/**/*.css')) {
    const rules = readFileSync(path, 'utf8').matchAll(/^(\.[\w-]+)(?: \{|,$)/gm)
    for (const name of new Set([...rules].map(([, found = '']) => found)))
      owners.set(name, [...(owners.get(name) ?? []), path])
  }
  expect(owners.size).toBeGreaterThan(50)
  expect([...owners].filter(([, paths]) => paths.length > 1)).toEqual([])
})
