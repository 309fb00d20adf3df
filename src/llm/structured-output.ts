import { z, type ZodType } from 'zod'

export type OutputSchema<T> = { name: string; zod: ZodType<T> }

/** From the strictest format an endpoint may know to plain asking. */
export const OUTPUT_MODES = ['json_schema', 'json_object', 'text'] as const
export type OutputMode = (typeof OUTPUT_MODES)[number]

export function jsonSchemaOf(schema: ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

export function schemaInstruction(schema: OutputSchema<unknown>): string {
  return `只输出一个 JSON 对象,不要输出其他文字。它必须符合这个 JSON Schema:\n${JSON.stringify(jsonSchemaOf(schema.zod))}`
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string }

/** The outermost object of an answer that may wrap it in a fence or in words. */
function findObject(text: string): string | undefined {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  return start >= 0 && end > start ? text.slice(start, end + 1) : undefined
}

/** What middle-sized models get wrong most: trailing commas, full-width punctuation between fields, bare line breaks. */
function mend(json: string): string {
  let out = ''
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const char = json.charAt(i)
    if (char === '"' && json.charAt(i - 1) !== '\\') inString = !inString
    if (inString && char === '\n') out += '\\n'
    else if (!inString && char === '\uff0c') out += ','
    else if (!inString && char === '\uff1a') out += ':'
    else out += char
  }
  return out.replace(/,(\s*[}\]])/gu, '$1')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(mend(text))
  }
}

/** Reads, mends and validates. Nothing that fails the schema passes. */
export function parseStructured<T>(text: string, schema: ZodType<T>): Parsed<T> {
  const found = findObject(text)
  if (found === undefined) return { ok: false, problem: '没有 JSON 对象' }
  let data: unknown
  try {
    data = readJson(found)
  } catch (error) {
    return {
      ok: false,
      problem: `JSON 无法解析:${error instanceof Error ? error.message : String(error)}`,
    }
  }
  const checked = schema.safeParse(data)
  return checked.success
    ? { ok: true, value: checked.data }
    : { ok: false, problem: z.prettifyError(checked.error) }
}
