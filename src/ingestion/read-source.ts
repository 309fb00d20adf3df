import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { PreconditionError } from '../shared/errors.ts'

const unzip = promisify(gunzip)

/** Read by this step as text; other formats go through their loaders. */
export const TEXT_EXTENSIONS = ['.md', '.markdown', '.txt', '.jsonl', '.jsonl.gz'] as const
const LARGEST_FILE = 200 * 1024 * 1024

export type SourceFile = { path: string; name: string; extension: string }

export function extensionOf(path: string): string {
  return path.toLowerCase().endsWith('.jsonl.gz') ? '.jsonl.gz' : extname(path).toLowerCase()
}

/** Files to read below a path, in a fixed order. Hidden files and folder notes (README) are not documents. */
export async function listFiles(
  path: string,
  extensions: readonly string[],
): Promise<SourceFile[]> {
  const absolute = resolve(path)
  const info = await stat(absolute)
  if (info.isFile()) {
    return [{ path: absolute, name: basename(absolute), extension: extensionOf(absolute) }]
  }
  const entries = await readdir(absolute, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(absolute, file)
          .split('/')
          .some((part) => part.startsWith('.')),
    )
    .filter((file) => !/^readme(\..*)?$/i.test(basename(file)))
    .filter((file) => extensions.includes(extensionOf(file)))
    .toSorted()
    .map((file) => ({ path: file, name: relative(absolute, file), extension: extensionOf(file) }))
}

export async function readBytes(file: SourceFile): Promise<Uint8Array> {
  const { size } = await stat(file.path)
  if (size > LARGEST_FILE) {
    throw new PreconditionError('document_too_large', `${file.name} is larger than 200 MB`)
  }
  return readFile(file.path)
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Text of the file, or an error that says why it is none: a picture renamed to .md must not become passages. */
export async function decodeText(bytes: Uint8Array, file: SourceFile): Promise<string> {
  const plain = file.extension === '.jsonl.gz' ? await unzip(bytes) : bytes
  if (plain.includes(0)) {
    throw new PreconditionError('document_binary', 'is a binary file, not text')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch (cause) {
    throw new PreconditionError('document_not_utf8', 'is not valid UTF-8 text', { cause })
  }
}
