import { type Rule, rule } from './rule.ts'

/** The plain English words of danger. The learned weights know Chinese only, so these stand without them. */
export const ENGLISH_RULES: readonly Rule[] = [
  rule('fire.english', ['\\b(?:is|are|caught) (?:on fire|burning)\\b|\\bhouse fire\\b'], {
    guards: ['negated', 'media'],
  }),
  rule('gas.english', ['\\b(?:gas leak|smell(?:s|ing)?(?: of| like)? gas|leaking gas)\\b'], {
    guards: ['negated'],
  }),
  rule(
    'medical.english',
    [
      '\\b(?:unconscious|not breathing|can ?not breathe|heart attack|bleeding (?:badly|heavily|a lot)|overdosed?|passed out|collapsed)\\b',
    ],
    { guards: ['negated'] },
  ),
  rule(
    'self_harm.english',
    ['\\b(?:kill myself|end my life|want to die|suicidal|hurt myself)\\b'],
    { guards: ['media'] },
  ),
  rule(
    'crime.english',
    [
      '\\b(?:has a (?:knife|gun)|being robbed|robbed me|broke into my|breaking into my|attacking me|stabbed|held hostage)\\b',
    ],
    { guards: ['negated', 'media'] },
  ),
  rule(
    'domestic_violence.english',
    [
      '\\b(?:husband|wife|boyfriend|partner|father|ex)\\b.{0,20}\\b(?:beats?|beating|hits?|hitting|chok\\w+) (?:me|us)\\b',
    ],
    { guards: ['media'] },
  ),
  rule('trapped.english', ['\\b(?:trapped|stuck) in (?:the |an )?(?:elevator|lift)\\b'], {
    guards: ['negated'],
  }),
]
