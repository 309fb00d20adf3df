import type { EmergencyKind } from './kinds.ts'
import type { Guard } from './guards.ts'

export type Rule = {
  id: string
  kind: EmergencyKind
  pattern: RegExp
  /** Tested on the match with a dozen characters either side; a hit takes the match back. */
  except: RegExp | undefined
  guards: readonly Guard[]
}

type RuleOptions = { except?: string; guards: readonly Guard[] }

export function rule(id: string, patterns: readonly string[], options: RuleOptions): Rule {
  const kind = id.split('.')[0] as EmergencyKind
  return {
    id,
    kind,
    pattern: new RegExp(patterns.join('|'), 'gu'),
    except: options.except === undefined ? undefined : new RegExp(options.except, 'u'),
    guards: options.guards,
  }
}
