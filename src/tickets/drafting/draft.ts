import type { ServiceContext } from '../../ports.ts'
import type {
  AppealType,
  CategoryCandidate,
  Evidence,
  TicketDraftCard,
  Urgency,
} from '../../protocol/tickets.ts'
import { isEnglish } from '../../shared/english.ts'
import { localDate } from '../../shared/clock.ts'
import { newId } from '../../shared/ids.ts'
import { categoryName, categoryPath, findCategory } from '../catalogue.ts'
import { countOpenDrafts, discardOpenDrafts, insertDraft } from '../store.ts'
import { findAppealType } from './appeal-type.ts'
import { suggestCategories, PRESET_CONFIDENCE } from './classify.ts'
import { placeOfDraft } from './place.ts'

/** One matter as it is known when drafting starts: the resident's own words and what was asked and answered. */
export type DraftInput = {
  conversationId: string
  matter: string
  /** All that was said of this one matter, later words with it: what kind it is shows in any of them. */
  told: string
  words: readonly { messageId: string; text: string }[]
  place: string | null
  since: string | null
  urgency: Urgency
  /** What was said that makes it urgent; null when only the category does. */
  urgencyWords: string | null
  divisionCode: string | null
  divisionName: string | null
  riskFlags: readonly string[]
  /** The language of the conversation: the names on the card are in it. */
  locale?: ServiceContext['locale']
  reading?: DraftReading
}

/** What a model read in the resident's words; each part checked against them before it comes here. */
export type DraftReading = {
  title: string | null
  appealType: AppealType | null
  /** The words behind the kind of appeal. */
  evidence: string | null
}

/** From here on what is usual for a category speaks for the kind of appeal. */
const LIKELY = 0.3
const TITLE_MAX = 30
const RANK: Record<Urgency, number> = { normal: 0, urgent: 1, critical: 2 }

/** Every value carries its confidence and the words it came from; what was not said stays empty. */
export async function draftTickets(
  ctx: Pick<ServiceContext, 'sql' | 'clock'>,
  inputs: readonly DraftInput[],
): Promise<TicketDraftCard[]> {
  const cards: TicketDraftCard[] = []
  for (const input of inputs) {
    const card = buildCard(input, localDate(ctx.clock.now()))
    await insertDraft(ctx.sql, {
      id: card.draft_id,
      conversationId: input.conversationId,
      card,
      sourceMessageIds: input.words.map(({ messageId }) => messageId),
      at: ctx.clock.now(),
    })
    cards.push(card)
  }
  return cards
}

/** Makes room for cards with what was added; false when one was confirmed meanwhile: then nothing changed. */
export async function withdrawDrafts(
  ctx: Pick<ServiceContext, 'sql'>,
  ids: readonly string[],
): Promise<boolean> {
  return ids.length > 0 && (await discardOpenDrafts(ctx.sql, ids))
}

/** Whether one of these cards can still be confirmed. */
export async function isDraftOpen(
  ctx: Pick<ServiceContext, 'sql'>,
  ids: readonly string[],
): Promise<boolean> {
  return ids.length > 0 && (await countOpenDrafts(ctx.sql, ids)) > 0
}

export function buildCard(input: DraftInput, day?: string): TicketDraftCard {
  const candidates = suggestCategories(input.told, day)
  const [best] = candidates
  const preset = best !== undefined && best.confidence >= PRESET_CONFIDENCE ? best : undefined
  const reason = best?.why.find((why) => input.told.includes(why)) ?? null
  const usual = best === undefined || best.confidence < LIKELY ? undefined : best.code
  const type = findAppealType(input.told, findCategory(usual ?? null)?.appeal_types[0])
  const words = (text: string | null): Evidence | null =>
    text === null ? null : findEvidence(input.words, text)
  const place = placeOfDraft(input)
  const urgency = raiseUrgency(input.urgency, preset)
  const typeWords =
    type === undefined || type.end === 0 ? reason : input.told.slice(type.start, type.end)
  return {
    draft_id: newId('drf'),
    status: 'open',
    ticket_no: null,
    fields: {
      title: titleField(input, words(input.matter)),
      description: field(describe(input), 1, words(input.matter)),
      appeal_type:
        readByModel(input.reading?.appealType, words(input.reading?.evidence ?? null)) ??
        field(type?.value ?? 'complaint', type?.confidence ?? 0.4, words(typeWords)),
      category_code: field(
        preset?.code ?? null,
        best?.confidence ?? 0,
        words(preset === undefined ? null : reason),
      ),
      address: field(input.place, input.place === null ? 0 : 0.85, words(input.place)),
      division_code: field(place.code, place.confidence, words(place.said)),
      incident_at: field(input.since, input.since === null ? 0 : 0.8, words(input.since)),
      urgency: field(
        urgency,
        0.75,
        urgency === 'normal' ? null : (words(input.urgencyWords) ?? words(reason)),
      ),
    },
    labels: {
      category: preset === undefined ? null : categoryPath(preset.code, input.locale),
      division: place.name ?? input.divisionName,
    },
    category_candidates: candidates.map((candidate) => {
      const category = findCategory(candidate.code)
      return category === undefined
        ? candidate
        : { ...candidate, name: categoryName(category, input.locale) }
    }),
    risk_flags: [...input.riskFlags],
    place_unknown: input.place === null,
  }
}

function field<T>(value: T | null, confidence: number, evidence: Evidence | null) {
  return { value, confidence, evidence, set_by: 'rules' as const }
}

const READ_CONFIDENCE = 0.8

function readByModel<T>(value: T | null | undefined, evidence: Evidence | null) {
  return value === null || value === undefined
    ? undefined
    : { value, confidence: READ_CONFIDENCE, evidence, set_by: 'ai' as const }
}

function titleField(input: DraftInput, evidence: Evidence | null) {
  return readByModel(input.reading?.title, evidence) ?? field(titleOf(input), 0.7, evidence)
}

/** AI may only raise (R-TKT urgency): the catalogue's default and what the message says, whichever is higher. */
function raiseUrgency(said: Urgency, preset: CategoryCandidate | undefined): Urgency {
  const usual = findCategory(preset?.code ?? null)?.urgency ?? 'normal'
  return RANK[usual] > RANK[said] ? usual : said
}

function findEvidence(words: DraftInput['words'], text: string): Evidence | null {
  for (const { messageId, text: said } of words) {
    const start = said.indexOf(text)
    if (start !== -1) return { message_id: messageId, start, end: start + text.length, text }
  }
  return null
}

/** How English reports begin before they come to the matter. */
const ENGLISH_OPENING =
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|dear (?:sir|madam|all)|please|excuse me|there(?=[,.! ])(?!['’]?s| (?:is|are|was|has)))[\s,.!]+|(?:i(?: would|['’]d)? (?:like|want|need|wish) to|i(?: am|['’]m)) (?:report(?:ing)?|complain(?:ing)?(?: about)?)(?: that| to you)?\s+)+/iu
const ENGLISH_TITLE_MAX = 60

const OPENING =
  /^(?:您好|你好|喂|请问|我要|我想|麻烦|帮我|投诉|举报|反映|反映一下|说一下|一下|[，,。！!：:\s])+/

function titleOf(input: DraftInput): string {
  if (isEnglish(input.matter)) return englishTitle(input.matter)
  const [clause = input.matter] = input.matter.replace(OPENING, '').split(/[。！？!?\n]/)
  const chars = [...clause.trim()]
  const short =
    chars.length > TITLE_MAX ? `${chars.slice(0, TITLE_MAX - 1).join('')}…` : clause.trim()
  return short === '' ? [...input.matter].slice(0, TITLE_MAX).join('') : short
}

/** Cut between words, and begun with a capital. */
function englishTitle(matter: string): string {
  const [sentence = matter] = matter
    .replace(ENGLISH_OPENING, '')
    .split(/(?<=\w{2})[.!?](?=\s|$)|\n/)
  const plain = sentence.trim() === '' ? matter.trim() : sentence.trim()
  const short =
    plain.length <= ENGLISH_TITLE_MAX
      ? plain
      : `${plain.slice(0, ENGLISH_TITLE_MAX - 1).replace(/\s+\S*$/, '')}…`
  return short.charAt(0).toUpperCase() + short.slice(1)
}

/** The matter first, then what the questions brought, all in the resident's words (R-TKT-4). */
function describe(input: DraftInput): string {
  const rest = input.words
    .map(({ text }) => text)
    .filter((text) => !input.matter.includes(text) && !text.includes(input.matter))
  return [input.matter, ...rest].join('\n').slice(0, 4000)
}
