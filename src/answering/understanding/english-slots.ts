// Where and since when, in English: kept as it was written.

const N =
  '(?:\\d+(?:\\.5)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|some|a few|few|a couple of|couple of|half an?|over an?)'
const UNIT = '(?:minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?)'
const ABOUT =
  '(?:(?:about|around|nearly|almost|over|more than|at least|the (?:past|last)|roughly|maybe|like|probably)\\s+)*'
const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const MONTH =
  '(?:january|february|march|april|may(?= \\d|$|[,.])|june|july|august|september|october|november|december)'
const PART = '(?:\\s+(?:morning|afternoon|evening|night|noon))?'
const MOMENT = `(?:yesterday${PART}|last (?:night|week|weekend|month|year|spring|summer|autumn|fall|winter|${DAY}${PART}|${MONTH})|this (?:morning|afternoon|week|month|year)|the (?:day before yesterday|other day|beginning of (?:the|this) (?:year|month|week)|end of last (?:year|month|week)|(?:spring|summer|autumn|winter))|early (?:this|last) (?:year|month|week)|the day i moved in)`
const SINCE = new RegExp(
  `\\bsince ((?:${MOMENT}|(?:around |about |early |late |mid-?)?(?:${DAY}|${MONTH})(?: \\d{1,2}(?:st|nd|rd|th)?)?${PART}|\\d[^,.;!?]{0,20}|${ABOUT}${N} ${UNIT} ago|[^,.;!?]{3,40}))`,
  'iu',
)
const FOR = new RegExp(
  `\\bfor (${ABOUT}(?:${N} ${UNIT}(?: and a half)?|days|weeks|months|years|ages|a (?:long time|while)|quite some time|so long)(?: now)?)`,
  'iu',
)
const AGO = new RegExp(`\\b(${ABOUT}${N} ${UNIT} ago)`, 'iu')
const FIRST = new RegExp(`\\b(${MOMENT})\\b`, 'iu')
const ANSWERED = new RegExp(
  `\\b((?:about |around |early |late |mid-?|on |in )?(?:${DAY}${PART}|${MONTH}(?: \\d{1,2}(?:st|nd|rd|th)?)?|today|tonight|just now|recently|${ABOUT}${N} ${UNIT}|a long time|a while|weeks|months|years|\\d{1,2}[/.-]\\d{1,2}(?:[/.-]\\d{2,4})?|\\d{1,2} ?[ap]m))\\b`,
  'iu',
)
/** How often, until when, and what is still to come are no beginning. */
const NO_BEGINNING =
  /\b(?:every|each|until|till|next|once a|per|within|up to)\s+(?:\w+\s+){0,2}$|\b(?:wait(?:ed|ing)?|takes?|took)\b[^,.;]{0,20}$/iu

/** The span as it stands in the text; null when nothing tells a beginning. `asked`: it answers since when. */
export function findEnglishSince(text: string, asked: boolean): string | null {
  const since = SINCE.exec(text)
  if (since !== null) return since[0].trim()
  for (const pattern of asked ? [FOR, AGO, FIRST, ANSWERED] : [FOR, AGO, FIRST]) {
    const found = pattern.exec(text)
    if (found !== null && !NO_BEGINNING.test(text.slice(0, found.index)))
      return (found[1] ?? '').trim()
  }
  return null
}

const PREPOSITION =
  '(?:in front of|next to|close to|across from|on top of|at the (?:corner|entrance|foot|back|end|intersection|junction) of|(?:on )?the corner of|corner of|outside(?: of)?|inside(?: of)?|near(?:by)?|behind|opposite|beside|along|around|between|under(?:neath)?|above|at|in|on|by|from)'
const ENDS =
  "(?=\\s+(?:is|are|was|were|has|have|had|does|do|did|keeps?|since|for|because|which|that|who|where|when|while|with|without|every|each|at night|all|so|but|not|no|stopped|stops|went|started|refuses?|makes?|won['’]t|can['’]t|isn['’]t|doesn['’]t|hasn['’]t|needs?|smells?|blows?|fills?|please|again|until|last|this|yesterday|today|for|nobody|still|and (?:there|the|my|our|it|they|i|we|no|nobody|a|some|people|is|are|has))\\b|(?<!\\bNo)\\.|[,;!?\\n]|$)"
const PHRASE = new RegExp(
  `\\b(${PREPOSITION})\\s+((?:No\\.|(?!\\b(?:is|are)\\b)[^,.;!?\\n]){2,80}?)${ENDS}`,
  'giu',
)
const ROAD =
  'roads?|streets?|st|rd|lane|avenue|ave|boulevard|alley|highway|bridge|garden|gardens|estate|court|plaza|mansion|mansions|square|village|residence|residences|district|campus|tower|park|compound|community|apartments?|station|market|mall|school|university|hospital|hotel|subdistrict'
const NUMBERED =
  /\b(?:building|bldg|block|tower|unit|gate|exit|entrance|room|floor|flat|apartment|house|no\.?|number|line)\s*#?(?:\d+|[A-Z]\b)|\b\d+(?:st|nd|rd|th) (?:floor|street|avenue)\b/iu
const STREET_NUMBER = /\b\d{1,5}[A-Z]?,? \p{Lu}\p{L}+/u
const PROPER = /(?<=\s)\p{Lu}\p{L}{2,}/u
const DETERMINED = new RegExp(
  `\\b(?:the|a|an|our|my|this|that|whole|main|same|every|next|public|some|any|your|local|nearest)\\s+(?:${ROAD})\\b`,
  'iu',
)
const NOT_PROPER =
  /\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Chinese|English|WeChat|Alipay|Didi|COVID)\b/gu
const LANDMARK =
  /\b(?:school|kindergarten|clinic|hospital|park|station|market|mall|supermarket|bank|hotel|library|temple|bridge|museum|stadium|gate|entrance|bus stop|crossing|crossroads?|playground|car park|parking lot|square|canteen|lake|river|metro|subway|square|plaza)\b/iu
const TIME_OF_DAY =
  /^(?:the (?:morning|afternoon|evening|night|middle of the night|past|last|weekends?)|night|midnight|noon|\d{1,2} ?[ap]m|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekends?|time|first|all|fire|it|us|me|january|february|march|april|june|july|august|september|october|november|december|last|this)\b/iu
/** Go without their preposition; outside and behind say where exactly. */
const PLAIN = /^(?:at|in|on|from|by)$/iu

type Place = { text: string; rank: number }

/** Building 3 is one of many until its estate is named. */
const OF_MANY =
  /\b(?:Building|Block|Tower|Unit|Gate|Exit|Entrance|Room|Floor|Flat|Apartment|House|Bldg|Line|No)\b/gu

function rankOf(phrase: string): number {
  const plain = phrase.replaceAll(NOT_PROPER, '').replaceAll(OF_MANY, '')
  const named =
    PROPER.test(` ${plain}`.replace(/^ (?:The|A|An|Our|My)\b/u, '')) && !DETERMINED.test(plain)
  if (named || STREET_NUMBER.test(phrase)) return 3
  if (NUMBERED.test(phrase)) return 2
  return LANDMARK.test(plain) ? 1 : 0
}

function placesIn(text: string): Place[] {
  const found: Place[] = []
  for (let at = 0; at < text.length;) {
    PHRASE.lastIndex = at
    const match = PHRASE.exec(text)
    if (match === null) break
    const [whole, preposition = '', phrase = ''] = match
    const said = PLAIN.test(preposition) ? phrase : whole
    if (!TIME_OF_DAY.test(phrase)) found.push({ text: said.trim(), rank: rankOf(phrase) })
    // A phrase may hold another: a tree in the yard behind gate 2.
    at = match.index + preposition.length
  }
  return found
}

/** A place somebody could go to; `vague` is content with the school gate. */
export function findEnglishPlace(text: string, vague = false): string | null {
  const found = placesIn(text).toSorted((a, b) => b.rank - a.rank)
  const [best] = found
  if (best !== undefined && best.rank >= (vague ? 1 : 3)) return best.text
  const address =
    /\b\d{1,5}[A-Z]?,? (?:\p{Lu}\p{L}+ )+(?:Road|Street|Lane|Avenue|Alley|Rd|St|Ave)\b/u.exec(text)
  return address?.[0] ?? null
}

const SAYS_NO =
  /^(?:(?:i )?(?:really )?(?:don['’]?t|do not) (?:know|remember)|not sure|no idea|skip|none|no|nothing|can['’]?t (?:remember|say)|unknown|whatever|never ?mind)\b/iu
const LEADS =
  /^(?:(?:it(?:['’]s| is| was| has been)?|they(?:['’]re| are)|that(?:['’]s| is)|the (?:place|address|location) is|located|we(?:['’]re| are)|i live|right|just|sorry|actually|i mean(?:t)?|no|not there|hi|ok(?:ay)?|yes)[\s,:.-]+)+/iu
const PLAIN_LEAD = /^(?:at|in|on)\s+/iu
const CORRECTS = /^(?:no\b|not\b|sorry\b|actually\b|wrong\b|i mean|correction)/iu
const STARTED =
  /^(?:it |they |this |that )?(?:all )?(?:started|began|happened|has been|have been|been)\b[\s,:]*/iu
const WORDS_LEFT = 2

export type EnglishAnswer = { where: string | null; since: string | null; corrects: boolean }

export const declinesEnglish = (text: string): boolean =>
  SAYS_NO.test(text.trim()) && text.trim().split(/\s+/u).length <= 8

/** Says since when and nothing else of weight. */
export function tellsEnglishSince(text: string): boolean {
  const since = findEnglishSince(text, true)
  if (since === null) return false
  const rest = text
    .replace(since, ' ')
    .replaceAll(
      /\b(?:it|they|this|that|has|have|been|started|began|happened|like|so|already|now|for|since|about|on|in|at|going|was|the|around|i|think|maybe)\b|[^a-z\s]/giu,
      ' ',
    )
    .trim()
  return rest === '' || rest.split(/\s+/u).length <= WORDS_LEFT
}

/** Bare words after "where?" are the place; a whole sentence is one only by its phrase. */
const LONGEST_BARE = 12
const SENTENCE =
  /\b(?:is|are|was|were|has|have|had|i|we|they|he|she|it|keeps?|does|do|did|can|cannot|will|not|nobody|people)\b/iu

export function readEnglishAnswer(text: string, asked: 'where' | 'since' | null): EnglishAnswer {
  const corrects = CORRECTS.test(text)
  const none = { where: null, since: null, corrects }
  if (declinesEnglish(text)) return none
  const since = findEnglishSince(text, true)
  if (tellsEnglishSince(text)) return { ...none, since }
  const rest = (since === null ? text : text.replace(since, ''))
    .replace(LEADS, '')
    .replace(STARTED, '')
    .replace(/\b(?:since|for)\s*$/iu, '')
    .replace(/^[\s,.;:]+|[\s,.;:!]+$/gu, '')
  const bare = rest.split(/\s+/u).length <= LONGEST_BARE && !SENTENCE.test(rest)
  const where =
    asked === 'where' && bare && rest !== ''
      ? rest.replace(PLAIN_LEAD, '')
      : findEnglishPlace(text, asked === 'where')
  return {
    where: where === '' ? null : where,
    since: asked === 'where' && where === null && since === null ? null : since,
    corrects,
  }
}
