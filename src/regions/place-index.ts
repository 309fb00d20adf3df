import { findDivision, listAllDivisions, listDivisionAliases, type Division } from './divisions.ts'

/** A name found in a text with every division it may mean. `weight` says how surely the name means a division at all. */
export type PlaceHit = {
  start: number
  end: number
  name: string
  codes: readonly string[]
  weight: number
}

type Entry = { codes: string[]; weight: number }

const STREET_TAIL = /(?:街道办事处|街道|街|乡|镇)$/u
const COMMUNITY_TAIL = /(?:社区|村)$/u
/** After these a bare name is part of another name: 黄陂街, 汉阳大道, 武昌火车站, 青山绿水. */
const CONTINUES_ELSEWHERE =
  /^(?:[东南西北中][一二三]?)?(?:路|大道|大街|街|巷|广场|大桥|火车站|绿水|公园|小学|中学|学院|大学|医院|花园|小区|站|[一二三四五六七八九]路)/u

function variantsOf({ short, level, parent }: Division): [string, number][] {
  if (level === 'district')
    return [
      [short, 1],
      [short.replace(/区$/, ''), 0.8],
    ]
  if (level === 'street') {
    const base = short.replace(/（.*）$/u, '').replace(STREET_TAIL, '')
    const bare: [string, number][] = [...base].length >= 3 ? [[base, 0.7]] : []
    return [
      [short, 1],
      [`${base}街道`, 0.95],
      [`${base}街`, 0.7],
      [`${base}办事处`, 0.9],
      [`${base}街办`, 0.9],
      ...bare,
    ]
  }
  const base = short.replace(COMMUNITY_TAIL, '')
  // A community called after a road or after its own street is not meant by that name alone.
  const shared = findDivision(parent)?.short.startsWith(base) === true
  const telling = [...base].length >= 3 && base !== short && !shared && !/[路街道]$/u.test(base)
  const bare: [string, number][] = telling ? [[base, 0.5]] : []
  const swapped: [string, number][] = short.endsWith('社区')
    ? [[`${base}居委会`, 0.9]]
    : [[`${base}村委会`, 0.9]]
  return [[short, 0.9], ...swapped, ...bare]
}

function buildIndex(): { entries: Map<string, Entry>; longest: number } {
  const entries = new Map<string, Entry>()
  const add = (name: string, code: string, weight: number): void => {
    if ([...name].length < 2) return
    const entry = entries.get(name)
    if (entry === undefined) entries.set(name, { codes: [code], weight })
    else if (!entry.codes.includes(code)) {
      entries.set(name, { codes: [...entry.codes, code], weight: Math.max(entry.weight, weight) })
    }
  }
  for (const division of listAllDivisions()) {
    if (division.level === 'city') continue
    for (const [name, weight] of variantsOf(division)) add(name, division.code, weight)
  }
  // A nickname says what people mean by it, whatever official name it also looks like.
  for (const { name, codes, typo } of listDivisionAliases()) {
    entries.set(name, { codes: [...codes], weight: typo ? 0.6 : 0.75 })
  }
  const longest = Math.max(...[...entries.keys()].map((name) => name.length))
  return { entries, longest }
}

const INDEX = buildIndex()

/** Every way of writing a name that the index knows, with what it may mean. */
export function listPlaceNames(): { name: string; codes: readonly string[]; weight: number }[] {
  return [...INDEX.entries].map(([name, entry]) => ({ name, ...entry }))
}

/** Longest names first, left to right, never overlapping. */
export function findPlaceNames(text: string): PlaceHit[] {
  const hits: PlaceHit[] = []
  let at = 0
  while (at < text.length) {
    const hit = longestAt(text, at)
    if (hit === undefined) at += 1
    else {
      hits.push(hit)
      at = hit.end
    }
  }
  return hits
}

function longestAt(text: string, start: number): PlaceHit | undefined {
  for (let size = Math.min(INDEX.longest, text.length - start); size >= 2; size -= 1) {
    const name = text.slice(start, start + size)
    const entry = INDEX.entries.get(name)
    if (entry === undefined) continue
    const bare = entry.weight < 0.9 && !/(?:街道|社区|村|区|街|办事处|委会)$/u.test(name)
    // 水果湖街 names the street office; 水果湖街12号 is a road with a house number.
    const swallowed =
      (bare || name.endsWith('街')) &&
      (CONTINUES_ELSEWHERE.test(text.slice(start + size)) ||
        (name.endsWith('街') && /^\d/u.test(text.slice(start + size))))
    if (swallowed) continue
    return { start, end: start + size, name, codes: entry.codes, weight: entry.weight }
  }
  return undefined
}

/** Official names that differ from a written one by a single character: 积玉乔街道, 百步停社区. */
export function findNearNames(text: string): PlaceHit[] {
  const hits: PlaceHit[] = []
  for (const match of text.matchAll(/[\p{Script=Han}]{2,5}?(?:街道|社区)/gu)) {
    const written = match[0]
    // Words before the name may have been caught with it: try every tail that is long enough to tell.
    for (let from = 0; from + 5 <= written.length; from += 1) {
      const tail = written.slice(from)
      const codes = nearNames(tail)
      if (codes.length === 0) continue
      const start = match.index + from
      hits.push({ start, end: start + tail.length, name: tail, codes, weight: 0.55 })
      break
    }
  }
  return hits
}

function nearNames(written: string): string[] {
  return listAllDivisions()
    .filter(({ short }) => short.length === written.length && differsByOne(short, written))
    .map(({ code }) => code)
}

function differsByOne(a: string, b: string): boolean {
  let differences = 0
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) differences += 1
  return differences === 1
}
