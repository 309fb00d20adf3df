import { XMLBuilder } from 'fast-xml-parser'

/** Spark convention: the name of a list's elements; the wrapper is the key itself. */
const ITEM_NAMES: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
  attributes: 'attribute',
  values: 'value',
  endpoints: 'endpoint',
  formats: 'format',
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: false,
  processEntities: true,
})

/** Characters XML 1.0 has no way to write; line breaks and tabs stay. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu

export function cleanText(text: string): string {
  return text.replaceAll(FORBIDDEN, '')
}

function toNode(value: unknown): unknown {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(toNode)
  if (typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => {
          const itemName = ITEM_NAMES[key]
          return [
            key,
            Array.isArray(item) && itemName !== undefined
              ? { [itemName]: item.map(toNode) }
              : toNode(item),
          ]
        }),
    )
  }
  return typeof value === 'string' ? cleanText(value) : String(value)
}

/** `root` is the wrapper JSON drops: `<services>` → `[…]`, `<service_definition>` → one object. */
export function toXml(root: string, value: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${String(builder.build(toNode({ [root]: value }) as object))}`
}
