import { maskPersonalData } from '../../src/llm/index.ts'
import { verdict } from '../scorers/reply.ts'
import { DATASETS, readDataset } from '../support/datasets.ts'
import { passed, share, tagged, type Suite } from './case.ts'

/** R-PRV-1: a phone number, a name, an identity number reaches no model and no trace; a hotline and a date stay. */
export const privacySuite: Suite = {
  name: 'privacy',
  about: 'personal data reaches no model and no trace, and nothing else is hidden',
  scripted: true,
  async load() {
    const rows = await readDataset(DATASETS.personalData)
    return rows.map(({ id, tags, input, expected }) => ({
      id,
      tags,
      messages: [input],
      expected: `hidden: ${expected.hidden.join(' ')} · kept: ${expected.kept.join(' ')}`,
      async check(turns, model) {
        const reply = await (await turns.openResident()).say(input)
        const trace = JSON.stringify(await turns.traceOf(reply.turnId))
        const sent = model?.drainSent() ?? ''
        const masked = maskPersonalData(input).text
        return {
          verdict: verdict([
            ...expected.hidden.filter((part) => sent.includes(part)).map((part) => `sent: ${part}`),
            ...expected.hidden
              .filter((part) => trace.includes(part))
              .map((part) => `traced: ${part}`),
            ...expected.hidden
              .filter((part) => masked.includes(part))
              .map((part) => `unmasked: ${part}`),
            ...expected.kept
              .filter((part) => !masked.includes(part))
              .map((part) => `hidden: ${part}`),
          ]),
          told: masked,
        }
      },
    }))
  },
  metrics(results) {
    const personal = results.filter(({ tags }) => !tags.includes('kept'))
    const told =
      (kind: string) =>
      ({ verdict: { reasons } }: (typeof results)[number]): boolean =>
        reasons.some((reason) => reason.startsWith(kind))
    return {
      masked: share(personal, passed),
      leaked_to_model: share(personal, told('sent')),
      leaked_to_trace: share(personal, told('traced')),
      kept: share(tagged(results, 'kept'), passed),
    }
  },
}
