import learned from './machine-weights.json' with { type: 'json' }

const WEIGHTS: ReadonlyMap<string, number> = new Map(
  learned.terms
    .split(' ')
    .map((term, at): [string, number] => [term, (learned.weights[at] ?? 0) / learned.scale]),
)
const MAX_READ = 120

/** Pieces of one to three characters, and where the text begins and ends. */
export function machineFeatures(text: string): string[] {
  const plain = `^${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s。.!！]+/gu, '')
    .slice(0, MAX_READ)}$`
  const chars = [...plain]
  const found = new Set<string>()
  for (let size = 1; size <= 3; size++)
    for (let at = 0; at + size <= chars.length; at++) found.add(chars.slice(at, at + size).join(''))
  return [...found]
}

/** What must be reached where no pattern is: ordinary questions and reports stay far below zero. */
const ORDER_SCORE = 0.9
const SHORTEST = 6

/** Told to the machine and no resident's business, in words no pattern knows. Never asked by the emergency gate. */
export function soundsLikeOrder(text: string): boolean {
  return [...text].length >= SHORTEST && scoreMachine(text) > ORDER_SCORE
}

/** Log-odds that the machine is told to do something no resident's business needs. Learned once (`npm run train:reports`). */
export function scoreMachine(text: string): number {
  let sum = 0
  let known = 0
  for (const feature of machineFeatures(text)) {
    const weight = WEIGHTS.get(feature)
    if (weight === undefined) continue
    sum += weight
    known += 1
  }
  return learned.bias + sum / Math.sqrt(known + 1)
}
