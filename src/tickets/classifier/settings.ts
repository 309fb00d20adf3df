import type { ClassifierSettings } from './train-classifier.ts'

/** Ticket categories: a few hundred labels with a dozen short texts each. */
export const CATEGORY_SETTINGS: ClassifierSettings = {
  longestGram: 2,
  minimumTexts: 1,
  leaf: { cost: 1, rounds: 15, positiveCost: 10 },
  group: {
    of: (label) => label.slice(0, 3),
    settings: { cost: 1, rounds: 15, positiveCost: 3 },
    weight: 1,
  },
}

/** A handful of departments with hundreds of letters each. */
export const DEPARTMENT_SETTINGS: ClassifierSettings = {
  longestGram: 3,
  minimumTexts: 2,
  leaf: { cost: 1, rounds: 20 },
  group: null,
}

/** Weights kept per label when shipped; more changed no decision on the held-out folds. */
export const KEPT_WEIGHTS = 700
