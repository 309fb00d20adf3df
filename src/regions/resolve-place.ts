import { extractAddress } from './extract-address.ts'
import { divisionName, divisionPath, findDivision, isWithin, type Division } from './divisions.ts'
import { findNearNames, findPlaceNames, type PlaceHit } from './place-index.ts'
import { findSpelledPlaces } from './place-spelling.ts'

export type PlaceHints = { divisionCode?: string | null }
export type PlaceCandidate = { code: string; name: string; confidence: number }

/**
 * `division` is the deepest division that is certain. `unsure` is an answer of its own: no name was found, names
 * contradict each other, or one name means several places; then `candidates` lists what a person may choose from.
 */
export type ResolvedPlace = {
  division: Division | null
  district: Division | null
  street: Division | null
  community: Division | null
  address: string | null
  span: { start: number; end: number } | null
  confidence: number
  candidates: PlaceCandidate[]
  unsure: boolean
}

const CERTAIN = 0.6
const MAX_CANDIDATES = 6
/** A name of another city's level right before a district-like name: 咸宁市, 孝感市. */
const OTHER_CITY =
  /(?<![\p{Script=Han}])(?!武汉)[\p{Script=Han}]{2,3}市(?!场|民|政|区|容|长|内|里|面|中心)/u

type Scored = { code: string; score: number }

export function resolvePlace(text: string, hints: PlaceHints = {}): ResolvedPlace {
  const exact = [...findPlaceNames(text), ...findSpelledPlaces(text)]
  const deep = exact.some(({ codes }) => codes.some((code) => code.length > 6))
  const hits = deep ? exact : [...exact, ...findNearNames(text)]
  const address = extractAddress(text)
  const span = joinSpan(text, hits, address)
  const base = { address: span === null ? null : text.slice(span.start, span.end), span }
  const scored = scoreCodes(hits, hints)
  const [best] = scored
  if (best === undefined || OTHER_CITY.test(text)) return { ...base, ...nothing(), candidates: [] }
  const rivals = scored.filter(({ score }) => score >= best.score - 0.05)
  const common = commonDivision(rivals.map(({ code }) => code))
  const contradiction = contradicts(hits, best.code)
  const confidence =
    Math.round(Math.min(0.98, contradiction ? best.score * 0.5 : best.score) * 100) / 100
  const candidates = candidatesFrom(contradiction ? scored : rivals)
  if (common === null || contradiction || confidence < CERTAIN) {
    return { ...base, ...nothing(), confidence: Math.min(confidence, 0.5), candidates }
  }
  return { ...base, ...levels(common), confidence, candidates, unsure: false }
}

/** A name counts for what it means and, more weakly, for everything that lies inside it and was also named. */
function scoreCodes(hits: readonly PlaceHit[], hints: PlaceHints): Scored[] {
  const scores = new Map<string, number>()
  for (const hit of hits) {
    for (const code of hit.codes) {
      const around = hits.filter(
        (other) =>
          other !== hit && other.codes.some((outer) => outer !== code && isWithin(code, outer)),
      )
      const support = around.length === 0 ? 0 : 0.3
      const hinted = hints.divisionCode != null && isWithin(code, hints.divisionCode) ? 0.25 : 0
      // Depth breaks the tie between a district and the street named with it.
      const score = Math.min(0.98, hit.weight * 0.9 + support + hinted) + code.length / 1000
      scores.set(code, Math.max(scores.get(code) ?? 0, score))
    }
  }
  return [...scores]
    .map(([code, score]) => ({ code, score }))
    .filter(
      ({ code }, _, all) =>
        !all.some(
          (other) => other.code !== code && isWithin(other.code, code) && other.score >= CERTAIN,
        ),
    )
    .toSorted((a, b) => b.score - a.score || a.code.localeCompare(b.code))
}

/** Two districts were named outright and the answer lies in one of them only. */
function contradicts(hits: readonly PlaceHit[], code: string): boolean {
  const strong = hits.filter(({ codes, weight }) => weight >= 0.8 && codes.length === 1)
  return strong.some(({ codes }) =>
    codes.every((other) => !isWithin(code, other) && !isWithin(other, code)),
  )
}

function commonDivision(codes: readonly string[]): Division | null {
  const [first = '', ...rest] = codes
  const shared = divisionPath(first).filter(({ code }) =>
    rest.every((other) => isWithin(other, code)),
  )
  return shared.at(-1) ?? null
}

function candidatesFrom(scored: readonly Scored[]): PlaceCandidate[] {
  return scored.slice(0, MAX_CANDIDATES).map(({ code, score }) => ({
    code,
    name: divisionName(code) ?? code,
    confidence: Math.round(Math.min(0.98, score / Math.max(1, scored.length ** 0.5)) * 100) / 100,
  }))
}

function levels(
  division: Division,
): Pick<ResolvedPlace, 'division' | 'district' | 'street' | 'community'> {
  const path = divisionPath(division.code)
  const at = (level: Division['level']): Division | null =>
    path.find((part) => part.level === level) ?? null
  return {
    division: findDivision(division.code) ?? null,
    district: at('district'),
    street: at('street'),
    community: at('community'),
  }
}

function nothing(): Omit<ResolvedPlace, 'address' | 'span' | 'candidates'> {
  return {
    division: null,
    district: null,
    street: null,
    community: null,
    confidence: 0,
    unsure: true,
  }
}

type Span = { start: number; end: number }

/** The address words together with the division names that touch them, or the longest name alone. */
function joinSpan(text: string, hits: readonly PlaceHit[], address: Span | null): Span | null {
  const spans = [
    ...hits.map(({ start, end }) => ({ start, end })),
    ...(address === null ? [] : [{ start: address.start, end: address.end }]),
  ]
  const joined: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (
      last !== undefined &&
      /^[的,， 、-]?$/u.test(text.slice(last.end, Math.max(last.end, span.start)))
    )
      last.end = Math.max(last.end, span.end)
    else joined.push({ ...span })
  }
  return joined.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0] ?? null
}
