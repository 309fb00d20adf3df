import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { PreconditionError } from '../shared/errors.ts'

const unzip = promisify(gunzip)
const LARGEST_FILE = 200 * 1024 * 1024
const LARGEST_UNPACKED = 1024 * 1024 * 1024

export type SourceFile = {
  /** As people know it: the path below the folder, or the address. */
  name: string
  extension: string
  uri: string
  /** As the server named it. */
  charset?: string | undefined
  read(): Promise<Uint8Array>
}

export function extensionOf(path: string): string {
  return path.toLowerCase().endsWith('.jsonl.gz') ? '.jsonl.gz' : extname(path).toLowerCase()
}

function sourceFile(path: string, name: string, uri: string): SourceFile {
  return { name, extension: extensionOf(path), uri, read: () => readLimited(path, name) }
}

async function readLimited(path: string, name: string): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > LARGEST_FILE) {
    throw new PreconditionError('document_too_large', `${name} is larger than 200 MB`)
  }
  return readFile(path)
}

/** Files to read below a path, in a fixed order. Hidden files and folder notes (README) are not documents. */
export async function listFiles(
  path: string,
  extensions: readonly string[],
  uriOf: (absolute: string, name: string) => string,
): Promise<SourceFile[]> {
  const absolute = resolve(path)
  const info = await stat(absolute).catch(() => undefined)
  if (info === undefined) throw new PreconditionError('document_missing', `${path} does not exist`)
  if (info.isFile()) {
    const name = basename(absolute)
    return [sourceFile(absolute, name, uriOf(absolute, name))]
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
    .map((file) => {
      const name = relative(absolute, file)
      return sourceFile(file, name, uriOf(file, name))
    })
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Text of the file, or an error that says why it is none: a picture renamed to .md must not become passages. */
export async function decodeText(
  bytes: Uint8Array,
  file: Pick<SourceFile, 'extension'>,
): Promise<string> {
  const plain =
    file.extension === '.jsonl.gz'
      ? await unzip(bytes, { maxOutputLength: LARGEST_UNPACKED })
      : bytes
  if (plain.includes(0)) {
    throw new PreconditionError('document_binary', 'is a binary file, not text')
  }
  return decodeStrictly(plain, 'utf-8')
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    const name = encoding === 'utf-8' ? 'UTF-8' : encoding
    throw new PreconditionError('document_not_utf8', `is not valid ${name} text`, { cause })
  }
}

/** A page names its encoding in its first bytes; many older municipal sites are GBK. */
export function decodeHtml(bytes: Uint8Array, file: Pick<SourceFile, 'charset'>): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
  const declared = (
    file.charset ??
    /charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ??
    'utf-8'
  ).toLowerCase()
  const encoding = declared.startsWith('gb') ? 'gb18030' : declared
  if (!['utf-8', 'utf8', 'gb18030', 'big5'].includes(encoding))
    return decodeStrictly(bytes, 'utf-8')
  return decodeStrictly(bytes, encoding)
}
