import { strFromU8, unzipSync } from 'fflate'
import { PreconditionError } from '../shared/errors.ts'

/** An office file that unpacks to more than this is an attack or a mistake. */
const LARGEST_UNPACKED = 200 * 1024 * 1024

/** Text parts of a zip; refuses what is no zip and what would fill the memory. */
export function unzipArchive(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
): Map<string, string> {
  let total = 0
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize
        return total <= LARGEST_UNPACKED && wanted(name)
      },
    })
    if (total > LARGEST_UNPACKED) {
      throw new PreconditionError('document_too_large', 'unpacks to more than 200 MB')
    }
    return new Map(Object.entries(parts).map(([name, part]) => [name, strFromU8(part)]))
  } catch (cause) {
    if (cause instanceof PreconditionError) throw cause
    throw new PreconditionError('document_unreadable', 'is not a readable Office file', { cause })
  }
}
