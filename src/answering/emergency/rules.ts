import { BODY_RULES } from './rules-body.ts'
import { ENGLISH_RULES } from './rules-english.ts'
import { HAZARD_RULES } from './rules-hazards.ts'
import { PEOPLE_RULES } from './rules-people.ts'
import type { Rule } from './rule.ts'

export type { Rule }
export const RULES: readonly Rule[] = [
  ...HAZARD_RULES,
  ...BODY_RULES,
  ...PEOPLE_RULES,
  ...ENGLISH_RULES,
]
