import { shippedModel } from './shipped-model.ts'
import { sumTermVectors } from './static-embedding.ts'
import { countTerms } from './terms.ts'
import { tokenise } from './tokens.ts'

/** Two texts of the same kind (two questions, two titles) compared by their built-in vectors, 0…1. */
export function embedText(text: string): Float32Array {
  return sumTermVectors(shippedModel().embedding, countTerms(tokenise(text)))
}
