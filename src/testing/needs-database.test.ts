import { afterEach, describe, expect, it } from 'vitest'
import { testFolder } from './knowledge.ts'
import { testsWithoutDatabase } from './needs-database.ts'

const folder = testFolder()
afterEach(() => folder.remove())

describe('test files that need no database', () => {
  it('are those no import of which, near or far, opens one', () => {
    folder.write('src/testing/database.ts', 'export const testDatabase = 1\n')
    folder.write('src/testing/desk.ts', "import { testDatabase } from './database.ts'\n")
    folder.write('src/a/near.test.ts', "import { testDatabase } from '../testing/database.ts'\n")
    folder.write('src/a/far.test.ts', "import { desk } from '../testing/desk.ts'\n")
    folder.write('src/a/late.test.ts', "const { desk } = await import('../testing/desk.ts')\n")
    folder.write('src/a/plain.test.ts', "import { one } from './one.ts'\n")
    // Files that import each other are walked once.
    folder.write('src/a/one.ts', "import { two } from './two.ts'\n")
    folder.write('src/a/two.ts', "import { one } from './one.ts'\n")
    expect(testsWithoutDatabase(folder.path, ['src/a/*.test.ts'])).toEqual(['src/a/plain.test.ts'])
  })
})
