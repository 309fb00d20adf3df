/** Longer than this, a section is cut; an article of a law never is. */
export const MAX_CHUNK_LENGTH = 800

const BOUNDARIES = [/\n{2,}/u, /\n/u, /(?<=[。！？；!?;])/u, /(?<=[，,、\s])/u]

function cutAt(text: string, boundary: number, limit: number): string[] {
  if (text.length <= limit) return [text]
  const pattern = BOUNDARIES[boundary]
  if (pattern === undefined) {
    const pieces: string[] = []
    for (let at = 0; at < text.length; at += limit) pieces.push(text.slice(at, at + limit))
    return pieces
  }
  const joint = boundary === 0 ? '\n\n' : boundary === 1 ? '\n' : ''
  const pieces: string[] = []
  for (const part of text.split(pattern).flatMap((part) => cutAt(part, boundary + 1, limit))) {
    const last = pieces.at(-1)
    if (last !== undefined && last.length + joint.length + part.length <= limit) {
      pieces[pieces.length - 1] = last + joint + part
    } else {
      pieces.push(part)
    }
  }
  return pieces
}

/** Cuts at paragraphs, then lines, then sentences, then commas; nothing is lost, nothing is repeated. */
export function splitText(text: string, limit: number = MAX_CHUNK_LENGTH): string[] {
  return cutAt(text.trim(), 0, limit)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
}
