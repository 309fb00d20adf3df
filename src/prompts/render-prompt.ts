import type { ChatMessage } from '../llm/types.ts'
import { PROMPTS } from './prompts.generated.ts'

type Catalogue = typeof PROMPTS
export type PromptId = keyof Catalogue

type Fields<Names extends readonly string[]> = Readonly<Record<Names[number], string>>
type Lists<Id extends PromptId> = {
  readonly [
    Name in keyof Catalogue[Id]['lists']
  ]: Catalogue[Id]['lists'][Name] extends readonly string[]
    ? readonly Fields<Catalogue[Id]['lists'][Name]>[]
    : never
}

/** Exactly what the active version of the prompt declares; a renamed variable does not compile. */
export type PromptVariables<Id extends PromptId> = Fields<Catalogue[Id]['variables']> & Lists<Id>

export type RenderedPrompt = {
  promptId: string
  promptVersion: number
  messages: ChatMessage[]
  temperature: number
  maxOutputTokens: number
}

/** Full-width brackets read the same and cannot close a tag of the template. */
function asData(value: string): string {
  return value.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e')
}

function fill(template: string, values: Readonly<Record<string, string>>, where: string): string {
  return template.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${where} needs ${name}`)
    return asData(value)
  })
}

type Values = Readonly<Record<string, string | readonly Readonly<Record<string, string>>[]>>

const BLOCK = /\{\{#(\w+)\}\}\n?([\s\S]*?)\{\{\/\1\}\}\n?/gu

/** Lists and the text between them are filled apart, so nothing inside a passage is read as a placeholder. */
function renderTemplate(template: string, values: Values, where: string): string {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') plain[name] = value
  }
  let out = ''
  let at = 0
  for (const block of template.matchAll(BLOCK)) {
    const [whole, name = '', body = ''] = block
    const entries = values[name]
    if (entries === undefined || typeof entries === 'string') {
      throw new Error(`${where} needs the list ${name}`)
    }
    out += fill(template.slice(at, block.index), plain, where)
    out += entries.map((entry) => fill(body, entry, where)).join('')
    at = block.index + whole.length
  }
  return out + fill(template.slice(at), plain, where)
}

/** Fills the active version. Throws on a missing or an extra variable. */
export function renderPrompt<Id extends PromptId>(
  id: Id,
  variables: PromptVariables<Id>,
): RenderedPrompt {
  const prompt = PROMPTS[id]
  const where = `prompt ${prompt.id} v${prompt.version}`
  const known = new Set<string>([...prompt.variables, ...Object.keys(prompt.lists)])
  const extra = Object.keys(variables).filter((name) => !known.has(name))
  if (extra.length > 0) throw new Error(`${where} does not know ${extra.join(', ')}`)
  const values: Values = { ...variables }
  return {
    promptId: prompt.id,
    promptVersion: prompt.version,
    messages: [
      { role: 'system', content: renderTemplate(prompt.system, values, where) },
      { role: 'user', content: renderTemplate(prompt.user, values, where) },
    ],
    temperature: prompt.temperature,
    maxOutputTokens: prompt.maxOutputTokens,
  }
}
