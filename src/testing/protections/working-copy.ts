import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeAway, type Protection } from './protection.ts'

export type WorkingCopy = {
  root: string
  /** Changes one file while `work` lasts. */
  without<T>(protection: Protection, work: () => Promise<T>): Promise<T>
  /** Changes many files while `work` lasts; each row has to be another place. */
  withoutAll<T>(protections: readonly Protection[], work: () => Promise<T>): Promise<T>
  remove(): void
}

/** The files of the working tree as they are now, in a folder of their own: nothing here touches the tree itself. */
export function copyWorkingTree(tree: string): WorkingCopy {
  const root = mkdtempSync(join(tmpdir(), 'gw-prove-'))
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = execFileSync('git', list, { cwd: tree, encoding: 'utf8', maxBuffer: 64 << 20 })
  for (const file of files.split('\0')) {
    if (file !== '' && existsSync(join(tree, file))) cpSync(join(tree, file), join(root, file))
  }
  if (existsSync(join(tree, 'dist'))) {
    cpSync(join(tree, 'dist'), join(root, 'dist'), { recursive: true })
  }
  // A folder of links, not a link: what tools keep beside the packages stays in the copy.
  mkdirSync(join(root, 'node_modules'))
  for (const name of readdirSync(join(tree, 'node_modules'))) {
    if (name === '.vite' || name === '.cache') continue
    symlinkSync(join(tree, 'node_modules', name), join(root, 'node_modules', name))
  }

  async function withoutAll<T>(
    protections: readonly Protection[],
    work: () => Promise<T>,
  ): Promise<T> {
    const before = new Map<string, string>()
    try {
      for (const protection of protections) {
        const path = join(root, protection.file)
        const text = readFileSync(path, 'utf8')
        if (!before.has(path)) before.set(path, text)
        writeFileSync(path, takeAway(text, protection))
      }
      return await work()
    } finally {
      for (const [path, text] of before) writeFileSync(path, text)
    }
  }
  return {
    root,
    without: (protection, work) => withoutAll([protection], work),
    withoutAll,
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
