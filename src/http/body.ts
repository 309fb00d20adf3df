import type { ZodType, z } from 'zod'
import { AppError, ValidationError } from '../shared/errors.ts'
import type { HttpContext } from './env.ts'

const MAX_JSON_BYTES = 256 * 1024

/** Reads and checks a JSON body: size, UTF-8, JSON, schema, in this order. Each fault names what is wrong. */
export async function readJson<T extends ZodType>(c: HttpContext, schema: T): Promise<z.output<T>> {
  const bytes = await readBytes(c.req.raw, MAX_JSON_BYTES)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ValidationError('body', 'not UTF-8', 'invalid_utf8')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ValidationError('body', 'not JSON', 'invalid_json')
  }
  return parseInput(schema, value)
}

/** Throws ValidationError naming the first wrong field. */
export function parseInput<T extends ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') || 'body'
  throw new ValidationError(field, issue?.message ?? 'invalid', 'validation', {
    problems: parsed.error.issues.map((item) => ({
      field: item.path.join('.'),
      problem: item.message,
    })),
  })
}

/** Stops reading at the limit: a declared length cannot be trusted, and an endless body must not fill memory. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) {
      throw new AppError('PAYLOAD_TOO_LARGE', 'payload_too_large', `over ${limit} bytes`)
    }
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/** `Authorization: Bearer …`; a token never stands in a URL. */
export function bearerToken(c: HttpContext): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
}
