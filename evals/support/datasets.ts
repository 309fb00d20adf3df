import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { OUTCOMES, type OutcomeFamily } from '../../src/protocol/outcomes.ts'
import { APPEAL_TYPES, URGENCIES } from '../../src/protocol/tickets.ts'
import { LEAKS, type Leak } from '../scorers/refusals.ts'

const FAMILIES = [
  'answered',
  'clarification',
  'unanswerable',
  'declined',
  'guardrail',
  'emergency',
  'handoff',
  'ticket',
  'tracked',
  'place',
  'greeting',
] as const satisfies readonly OutcomeFamily[]
export const EMERGENCY_KINDS = [
  'fire',
  'gas',
  'medical',
  'crime',
  'traffic',
  'self_harm',
  'domestic_violence',
  'minor',
  'missing',
  'trapped',
  'electric',
  'collapse',
  'threat',
  'fraud',
  'elder_alone',
  'mass',
] as const
/** Rows of the table of non-emergency routes (R-EMG). */
export const ROUTES = [
  'legal_channel',
  'individual_decision',
  'legal_advice',
  'medical_advice',
  'personal_data',
  'other_jurisdiction',
  'abusive',
  'empty',
  'nothing_found',
  'handover',
  'handover_out_of_hours',
] as const

const text = z.string().trim().min(1)
const base = {
  id: text,
  tags: z.array(text).min(1),
  source: z.enum(['own', 'blind', 'production']),
}
const groups = z.array(z.array(text).min(1))
const leaks = z.array(z.enum(Object.keys(LEAKS) as [Leak, ...Leak[]]))

const facts = z.strictObject({
  // An expectation that asks for nothing cannot fail, so it is no case.
  must_contain: groups.min(1),
  must_not_contain: z.array(text),
  document: text,
  article: text,
  /** Other articles that say the same with the same weight. */
  also: z.array(z.strictObject({ document: text, article: text })).optional(),
  /** Families that serve the resident as well as an answer does, such as asking for the ticket number. */
  or_family: z.array(z.enum(FAMILIES)).optional(),
})
const AnswerCase = z.strictObject({ ...base, input: text, expected: facts })
const RefusalCase = z.strictObject({
  ...base,
  input: text,
  expected: z.strictObject({
    outcome_family: z.array(z.enum(FAMILIES)).min(1),
    must_contain: groups.min(1),
    must_not_contain: z.array(text),
    leaks,
  }),
})
const EmergencyCase = z.strictObject({
  ...base,
  input: text,
  history: z.array(z.strictObject({ role: z.enum(['resident', 'assistant']), text })).optional(),
  expected: z.strictObject({ kind: z.enum([...EMERGENCY_KINDS, 'none']) }),
})
const RoutingCase = z.strictObject({
  ...base,
  // An empty message is a row of the table too.
  input: z.string().min(1),
  expected: z.strictObject({
    row: z.enum(ROUTES),
    outcomes: z.array(z.enum(OUTCOMES)).min(1),
    must_contain: groups,
    must_not_contain: z.array(text),
    leaks,
  }),
})
const InjectionCase = z.strictObject({
  ...base,
  input: text,
  channel: z.enum(['message', 'document', 'attachment', 'ticket']),
  expected: z.strictObject({
    behaviour: z.enum(['decline', 'ignore', 'answer_normally']),
    must_not_contain: z.array(text),
  }),
})
const ClassificationCase = z.strictObject({
  ...base,
  input: text,
  expected: z.strictObject({ category: z.string().regex(/^[EL]\d+$/), name: text }),
})
const TicketConversation = z.strictObject({
  ...base,
  turns: z.array(text).min(1),
  expected: z.strictObject({
    appeal_type: z.enum(APPEAL_TYPES).nullable(),
    category: z.string().nullable(),
    urgency: z.enum(URGENCIES),
    place: z.string().nullable(),
    matters: z.number().int().min(0),
    since: z.string().nullable(),
  }),
})
const Conversation = z.strictObject({
  ...base,
  // Scripts are long lines that many hands edit; what does not say otherwise is ours.
  source: base.source.default('own'),
  turns: z
    .array(
      z.strictObject({
        say: text,
        expect: z.strictObject({ outcome_family: z.enum(FAMILIES), must_contain: z.array(text) }),
      }),
    )
    .min(1),
})

/** What is said while a draft asks where or since when: its answer, more of the matter, another matter, a question. */
const DraftReply = z.strictObject({
  ...base,
  turns: z.array(text).length(2),
  expected: z.strictObject({
    kind: z.enum(['answer', 'addition', 'new', 'question']),
    place: z.string().nullable(),
    since: z.string().nullable(),
    /** Stands on the first card. */
    keeps: z.string().nullable(),
    /** Stands on a card of its own and not on the first. */
    second: z.string().nullable(),
  }),
})

/** What residents write in English: problems, anything else, danger. */
const EnglishReport = z.strictObject({
  ...base,
  turns: z.array(text).min(1),
  expected: z.strictObject({
    kind: z.enum(['report', 'other', 'emergency']),
    /** A code, or how it begins where several will do; empty where any will. */
    category: z
      .string()
      .regex(/^(?:[EL]\d*)?$/)
      .nullable(),
    place: z.string().nullable(),
    since: z.string().nullable(),
  }),
})

/** The same thing asked in several ways. */
const ConsistencyCase = z.strictObject({
  ...base,
  ask: z.array(text).min(3),
  expected: z.strictObject({ must_contain: groups.min(1) }),
})
const matter = z.strictObject({
  title: text,
  description: text,
  address: text.nullable(),
  location: z.strictObject({ lat: z.number(), long: z.number() }).nullable(),
})
const DuplicateCase = z.strictObject({
  ...base,
  a: matter,
  b: matter,
  expected: z.strictObject({ same: z.boolean() }),
})
const ReplyCase = z.strictObject({
  ...base,
  demand: z.strictObject({ title: text, description: text }),
  reply: text,
  expected: z.strictObject({ warnings: z.array(z.enum(['says_nothing', 'off_topic'])) }),
})
const PersonalDataCase = z.strictObject({
  ...base,
  input: text,
  expected: z.strictObject({
    /** May reach no model, trace or stored message. */
    hidden: z.array(text),
    /** Looks alike and is nobody's. */
    kept: z.array(text),
  }),
})

export const JUDGES = ['faithfulness', 'completeness', 'tone'] as const
export type Judge = (typeof JUDGES)[number]
/** What residents ask, whatever the knowledge holds: is the answer in it or not? */
const ScopeCase = z.strictObject({
  ...base,
  input: text,
  expected: z.discriminatedUnion('covered', [
    z.strictObject({ covered: z.literal(true), document: text, article: text }),
    /** The nearest that is there: nothing, another point of the field, or only the words. */
    z.strictObject({ covered: z.literal(false), near: z.enum(['none', 'field', 'words']) }),
  ]),
})
/** A question with a wrong character in the word that counts, or one that has none and must be left alone. */
const TypoCase = z.strictObject({
  ...base,
  input: text,
  /** The rightly written case it was made of, and the word that was written wrongly. */
  from: text.optional(),
  meant: text.optional(),
  expected: z.strictObject({
    /** The document that answers; null where nothing may be corrected. */
    document: text.nullable(),
    also: z.array(text).optional(),
  }),
})
/** Answers that people judged, to measure the judges by. */
const JudgeLabel = z.strictObject({
  ...base,
  judge: z.enum(JUDGES),
  question: text,
  passages: text,
  answer: text,
  label: z.enum(['pass', 'fail']),
})

export type ClassificationCase = z.infer<typeof ClassificationCase>
export type AnswerCase = z.infer<typeof AnswerCase>
export type RefusalCase = z.infer<typeof RefusalCase>
export type EmergencyCase = z.infer<typeof EmergencyCase>
export type RoutingCase = z.infer<typeof RoutingCase>
export type TicketConversation = z.infer<typeof TicketConversation>
export type EnglishReport = z.infer<typeof EnglishReport>
export type DraftReply = z.infer<typeof DraftReply>
export type Conversation = z.infer<typeof Conversation>
export type InjectionCase = z.infer<typeof InjectionCase>

export type Dataset<Case> = {
  name: string
  schema: z.ZodType<Case>
  /** The least number of cases it must keep. */
  least: number
}

function dataset<Case>(name: string, schema: z.ZodType<Case>, least: number): Dataset<Case> {
  return { name, schema, least }
}

export const DATASETS = {
  golden: dataset('golden', AnswerCase, 150),
  mustRefuse: dataset('must-refuse', RefusalCase, 100),
  falsePremise: dataset('false-premise', AnswerCase, 60),
  omittedCondition: dataset('omitted-condition', AnswerCase, 60),
  emergency: dataset('emergency', EmergencyCase, 240),
  emergencyBlind: dataset('emergency.blind', EmergencyCase, 120),
  nearMiss: dataset('emergency-near-miss', EmergencyCase, 300),
  nearMissBlind: dataset('emergency-near-miss.blind', EmergencyCase, 150),
  emergencySecond: dataset('emergency.second.blind', EmergencyCase, 400),
  nearMissSecond: dataset('emergency-near-miss.second.blind', EmergencyCase, 750),
  scope: dataset('scope', ScopeCase, 250),
  scopeBlind: dataset('scope.blind', ScopeCase, 250),
  typos: dataset('typos', TypoCase, 210),
  routing: dataset('routing', RoutingCase, 60),
  injections: dataset('injections', InjectionCase, 40),
  injectionsBlind: dataset('injections.blind', InjectionCase, 80),
  classification: dataset('classification.blind', ClassificationCase, 210),
  classificationPairs: dataset('classification.pairs', ClassificationCase, 90),
  ticketConversations: dataset('ticket-conversations', TicketConversation, 200),
  draftReplies: dataset('draft-replies', DraftReply, 96),
  englishReports: dataset('english-reports', EnglishReport, 90),
  conversations: dataset('conversations', Conversation, 60),
  consistency: dataset('consistency', ConsistencyCase, 40),
  duplicates: dataset('duplicates', DuplicateCase, 40),
  replies: dataset('replies', ReplyCase, 50),
  personalData: dataset('personal-data', PersonalDataCase, 50),
  judgeLabels: dataset('judge-labels', JudgeLabel, 36),
} as const

/** Cases that came from production and that a person reviewed; kept apart from what we wrote. */
export function productionFile({ name }: Pick<Dataset<unknown>, 'name'>): URL {
  return new URL(`../datasets/${name}.production.jsonl`, import.meta.url)
}

async function readLines<Case>(file: URL, schema: z.ZodType<Case>): Promise<Case[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line, at) => {
    const parsed = schema.safeParse(JSON.parse(line))
    if (parsed.success) return parsed.data
    throw new Error(`${file.pathname} line ${at + 1}: ${z.prettifyError(parsed.error)}`)
  })
}

/** The cases of a set; a line that does not fit its schema stops the run and is named. */
export async function readDataset<Case>(set: Dataset<Case>): Promise<Case[]> {
  const own = new URL(`../datasets/${set.name}.jsonl`, import.meta.url)
  const harvested = productionFile(set)
  return [
    ...(await readLines(own, set.schema)),
    ...(existsSync(harvested) ? await readLines(harvested, set.schema) : []),
  ]
}
