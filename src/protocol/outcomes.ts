/** How a turn ended. One closed union for database, console, metrics and evals; the prefix names the family. */
export const OUTCOMES = [
  'answered',
  'answered_partial',
  'clarification',
  'unanswerable_no_passage',
  'unanswerable_weak_evidence',
  'unanswerable_no_source',
  'unanswerable_not_recorded',
  'declined_abusive',
  'declined_persona',
  'declined_other_jurisdiction',
  'declined_individual_decision',
  'declined_legal_channel',
  'declined_personal_data',
  'declined_withdrawn_topic',
  'declined_out_of_scope',
  'guardrail_injection',
  'guardrail_secret',
  'guardrail_illegal',
  'emergency_alarm',
  'emergency_safety_mode',
  'handoff_requested',
  'handoff_out_of_hours',
  'handoff_waiting',
  'ticket_question',
  'ticket_drafted',
  'ticket_followed',
  'tracked',
  'track_needs_code',
  'place_listed',
  'greeting',
  'superseded_by_restart',
  'error_model',
  'error_timeout',
  'error_internal',
] as const

export type Outcome = (typeof OUTCOMES)[number]

export type OutcomeFamily =
  | 'answered'
  | 'clarification'
  | 'unanswerable'
  | 'declined'
  | 'guardrail'
  | 'emergency'
  | 'handoff'
  | 'ticket'
  | 'tracked'
  | 'place'
  | 'greeting'
  | 'superseded'
  | 'error'

export function outcomeFamily(outcome: Outcome): OutcomeFamily {
  if (outcome === 'track_needs_code') return 'tracked'
  return outcome.split('_')[0] as OutcomeFamily
}

/** The figures of the AI that open their turns: how turns ended, answers with a source, and residents' votes. */
export const TURN_FIGURES = [
  'answered',
  'unanswerable',
  'declined',
  'guardrail',
  'emergency',
  'handoff',
  'error',
  'cited',
  'voted_up',
  'voted_down',
] as const
export type TurnFigure = (typeof TURN_FIGURES)[number]
