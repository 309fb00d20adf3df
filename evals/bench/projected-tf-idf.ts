import type { EmbeddingModel } from '../../src/llm/types.ts'
import { countTokens, tokenise } from '../../src/retrieval/tokens.ts'
import { termPlace } from '../../src/retrieval/terms.ts'

// Where there is no embedding endpoint: vectors of low intrinsic dimension made from the text. They measure the machine
// (time, memory, recall of the index), never the quality of a real model, and are named so wherever they appear.

const INTRINSIC = 48

function signs(seed: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Random directions, fixed by their number: a term's place in the small space, then that space inside the large one. */
function expansion(dimensions: number): Float32Array {
  return Float32Array.from({ length: INTRINSIC * dimensions }, (_, at) =>
    signs(at + 1) & 1 ? 1 : -1,
  )
}

function project(text: string): Float32Array {
  const small = new Float32Array(INTRINSIC)
  for (const [token, count] of countTokens(tokenise(text))) {
    const place = termPlace(token)
    // Pairs are rarer than characters; a table of frequencies would make the vector depend on the corpus.
    const weight = (1 + Math.log(count)) * (token.length > 1 ? 2 : 0.5)
    for (let k = 0; k < INTRINSIC; k += 1) {
      small[k] = (small[k] ?? 0) + (signs(place + k * 7919) & 1 ? weight : -weight)
    }
  }
  return small
}

export function projectedTfIdf(dimensions: number): EmbeddingModel {
  const directions = expansion(dimensions)
  return {
    name: `projected tf-idf ${dimensions}-d`,
    dimensions,
    embed: async (texts) =>
      texts.map((text) => {
        const small = project(text)
        const large = new Float32Array(dimensions)
        for (let k = 0; k < INTRINSIC; k += 1) {
          const value = small[k] ?? 0
          for (let at = 0; at < dimensions; at += 1) {
            large[at] = (large[at] ?? 0) + value * (directions[k * dimensions + at] ?? 0)
          }
        }
        const length = Math.hypot(...large) || 1
        return Array.from(large, (value) => Number((value / length).toPrecision(5)))
      }),
  }
}
