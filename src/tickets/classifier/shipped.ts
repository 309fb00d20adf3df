import weights from '../../../knowledge/tables/classifier-weights.json' with { type: 'json' }
import { loadClassifier, type Classified, type Classifier } from './classify.ts'
import { ClassifierWeights } from './weights.ts'

let loaded: Classifier | undefined

/** Unpacked at the first ticket, not at start: a Worker's start is billed. */
function shippedClassifier(): Classifier {
  loaded ??= loadClassifier(ClassifierWeights.parse(weights))
  return loaded
}

export const CLASSIFIER_VERSION: string = weights.version

/** Categories for a resident's words, the likeliest first; works without any model endpoint. */
export function classifyTicket(text: string, topK = 3): Classified[] {
  return shippedClassifier().classify(text, topK)
}
