import everyday from './training/scenes.json' with { type: 'json' }
import phrases from './training-phrases.json' with { type: 'json' }
import { pickSome, pickOne, randomFrom } from './training-random.ts'

// Makes the everyday texts the gate must not fear and the frames a cry for help comes in, from our own phrases only.

/** What a report may name without anybody being in danger is left to the rules; here it would only teach to overhear. */
const RISKY =
  /燃气|煤气|着火|起火|冒烟|火灾|爆炸|触电|漏电|电线|线缆|井盖|塌|被困|困人|打人|家暴|自杀|跳|失踪|走失|报警|流血|昏|晕|刀|骗|砸|坠|中毒/u
const FRAMES_PER_REPORT = 4
const FRAMES_PER_DANGER = 3
const PLACE_ANSWERS = 3200
const PLEAS = ['', '我们这里', '投诉', '请问', '我想反映', '哎,']
const ENDINGS = [
  '',
  ',怎么办',
  ',归谁管',
  ',麻烦管一管',
  ',好几天了',
  ',我投诉过没人理',
  ',说了好几回',
]
const LEADS = ['', '', '', '', '在', '就在', '大概在', '从', '也在']

type Random = () => number
type Slots = { place: string; text: string; when: string }

function fill(frame: string, { place, text, when }: Slots): string {
  return frame.replace('{p}', place).replace('{t}', text).replace('{w}', when)
}

/** Everyday reports in the frames they come in. */
export function makeReports(
  reports: readonly string[],
  place: (where: readonly string[]) => string,
  random: Random,
): string[] {
  return reports.flatMap((text) =>
    pickSome(phrases.report_frames, FRAMES_PER_REPORT, random).map((frame) =>
      fill(frame, { place: place(phrases.where), text, when: pickOne(phrases.when, random) }),
    ),
  )
}

/** Where, since when, who: what residents answer while a ticket is written. */
export function makeAnswers(place: (where: readonly string[]) => string, random: Random): string[] {
  const { when, answers } = phrases
  return [
    ...Array.from(
      { length: PLACE_ANSWERS },
      () => `${pickOne(LEADS, random)}${place(phrases.where)}`,
    ),
    ...when,
    ...answers,
    ...['大概', '差不多', '应该是', '就是'].flatMap((lead) => when.map((text) => lead + text)),
    ...answers.flatMap((text) => pickSome(answers, 6, random).map((more) => `${text},${more}`)),
  ]
}

export function makeGrievances(random: Random): string[] {
  return phrases.who.flatMap((who) =>
    phrases.did.map((did) => `${pickOne(PLEAS, random)}${who}${did}${pickOne(ENDINGS, random)}`),
  )
}

/** What is broken, dirty, loud or unfair, put together: every thing in every state. */
export function makeScenes(): string[] {
  const random = randomFrom(17)
  const { scenes, leads, ends } = everyday
  return scenes.flatMap(({ what, how }) =>
    what.flatMap((thing) =>
      how.map((state) => `${pickOne(leads, random)}${thing}${state}${pickOne(ends, random)}`),
    ),
  )
}

/** A talk about a ticket as the gate reads it later: every run of its messages, joined. */
export function joinTalk(line: string): string[] {
  const said = line.split('|')
  return said.flatMap((_, from) =>
    said.slice(from).map((__, more) => said.slice(from, from + more + 1).join(',')),
  )
}

/** Whole reports alone and with a place, a time or another answer beside them. */
export function frameReports(reports: readonly string[], names: readonly string[]): string[] {
  const random = randomFrom(19)
  return reports.flatMap((text) => {
    const place = pickOne(names, random) + pickOne(phrases.where, random)
    const when = pickOne(phrases.when, random)
    const answer = pickOne(phrases.answers, random)
    const told = [
      `${place}${text}`,
      `${text},${place}`,
      `${text},${place},${when}`,
      `${text},${when}`,
      `${text},${answer}`,
    ]
    return [text, ...told.filter(() => random() < 0.5)]
  })
}

/** `reports`: short everyday reports; `names`: places of the city. */
export function makeEverydayTexts(reports: readonly string[], names: readonly string[]): string[] {
  const random = randomFrom(3)
  const place = (where: readonly string[]): string =>
    pickOne(names, random) + pickOne(where, random)
  return [
    ...new Set([
      ...makeReports(
        reports.filter((text) => !RISKY.test(text)),
        place,
        random,
      ),
      ...makeAnswers(place, random),
      ...names,
      ...makeGrievances(random),
    ]),
  ]
}

/** The same danger told with a place, a time or a plea around it, so that these alone do not speak against it. */
export function frameDanger<Row extends { input: string }>(
  rows: readonly Row[],
  names: readonly string[],
): Row[] {
  const random = randomFrom(5)
  return rows.flatMap((row) =>
    pickSome(phrases.danger_frames, FRAMES_PER_DANGER, random).map((frame) => ({
      ...row,
      input: fill(frame, {
        place: pickOne(names, random) + pickOne(phrases.danger_where, random),
        text: row.input,
        when: pickOne(phrases.danger_when, random),
      }),
    })),
  )
}
