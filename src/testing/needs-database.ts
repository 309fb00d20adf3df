import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const HELPER = 'src/testing/database.ts'

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)]
    .map(([, path = '']) => resolve(dirname(file), path))
    .filter((path) => existsSync(path))
}

/** Of these test files, those that open no test database by any import: one run of them says all there is. */
export function testsWithoutDatabase(root: string, patterns: readonly string[]): string[] {
  const known = new Map<string, string[]>()
  const neighbours = (file: string): string[] => {
    const found = known.get(file) ?? importsOf(file)
    known.set(file, found)
    return found
  }
  const reaches = (start: string): boolean => {
    const seen = new Set([start])
    for (const file of seen) for (const next of neighbours(file)) seen.add(next)
    return seen.has(join(root, HELPER))
  }
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !reaches(join(root, file)))
    .map((file) => relative(root, join(root, file)))
}
