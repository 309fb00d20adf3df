import { DATA } from './data.ts'
import { KEYS } from './keys.ts'
import { LIMITS } from './limits.ts'
import { PRIVACY } from './privacy.ts'
import { PROCESS_FAULTS } from './processes.ts'
import type { Protection } from './protection.ts'
import { SIZES } from './sizes.ts'
import { SURROUNDING_FAULTS } from './surroundings.ts'
import { TRACES } from './traces.ts'

/** In the order of the plan. */
export const PROTECTIONS: readonly Protection[] = [
  ...DATA,
  ...KEYS,
  ...LIMITS,
  ...SIZES,
  ...PROCESS_FAULTS,
  ...SURROUNDING_FAULTS,
  ...PRIVACY,
  ...TRACES,
]
