/** A mistake somebody could make tomorrow, as a change to one source file while it is loaded; nothing on disk changes. */
export type Planted = {
  name: string
  file: string
  change(source: string): string
  /** The suite that must catch it, and the part of it that is enough to. */
  suite: string
  args: readonly string[]
}

function swap(source: string, a: string, b: string): string {
  const [quotedA, quotedB] = [`"${a}"`, `"${b}"`]
  return source.replaceAll(quotedA, '"…"').replaceAll(quotedB, quotedA).replaceAll('"…"', quotedB)
}

export const PLANTED: readonly Planted[] = [
  {
    name: 'a dropped claim check',
    file: 'src/answering/checks/check-sentence.ts',
    change: (source) =>
      source.replace(
        /export function checkSentence\([\s\S]*?\): SentenceCheck \{\n/,
        (head) => `${head}  if (sentence !== '') return { ok: true, failed: [] }\n`,
      ),
    suite: 'claims',
    args: ['--filter', 'gd-0'],
  },
  {
    name: 'a weakened evidence gate',
    file: 'src/retrieval/model/evidence-gate.json',
    change: (source) => source.replace(/"threshold": [\d.]+/, '"threshold": 0.05'),
    suite: 'evidence-gate',
    args: [],
  },
  {
    name: 'a swapped category',
    file: 'knowledge/tables/classifier-weights.json',
    change: (source) => swap(source, 'E09005', 'E06042'),
    suite: 'categories',
    args: [],
  },
  {
    name: 'an unmasked phone number',
    file: 'src/llm/masking.ts',
    change: (source) =>
      source.replace(
        'for (const finder of FINDERS) {\n',
        (head) => `${head}    if (finder.kind === '手机') continue\n`,
      ),
    suite: 'privacy',
    args: [],
  },
  {
    // Signs stand in for any single rule, and rules for signs: a trigger is gone only when nothing reads its word.
    name: 'an emergency trigger removed',
    file: 'src/answering/emergency/features.ts',
    change: (source) =>
      source.replace(
        /(export function notice\((\w+): string\)[^{]*\{\n)/u,
        "$1  if ($2.includes('煤气')) return { hits: [], features: [] }\n",
      ),
    suite: 'emergency',
    args: ['--filter', '煤气'],
  },
  {
    name: 'a prompt version that lost the tokens to cite by',
    file: 'src/prompts/prompts.generated.ts',
    change: (source) => source.replace('[{{token}}] 《', '《'),
    suite: 'citations',
    args: ['--filter', 'gd-0'],
  },
  {
    name: 'a routing table that nobody reads',
    file: 'src/answering/steps/decline.ts',
    change: (source) =>
      source.replace(
        'if (reply === undefined || understanding.decline === null)',
        'if (reply !== null)',
      ),
    suite: 'routing',
    args: [],
  },
  {
    name: 'a duplicate threshold too high to reach',
    file: 'src/tickets/duplicates/suggest.ts',
    change: (source) => source.replace(/const SIMILAR = [\d.]+/, 'const SIMILAR = 0.9'),
    suite: 'duplicates',
    args: [],
  },
]
