import { describe, expect, it, vi } from 'vitest'
import { readPrompt } from '../support/scripted-model.ts'
import { plainRetrievers, STUFF } from './recipe.ts'
import { runPeers } from './run.ts'

// Whole databases and turns: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

describe('the plain recipe', () => {
  it('finds pieces of our own knowledge, and its prompt is read by the same stub model', async () => {
    const [bm25] = await plainRetrievers(undefined)
    const question = '居住证交了材料几天能拿'
    const found = (await bm25?.find(question)) ?? []
    expect(found.join('\n')).toContain('十五日内发放居住证')
    const prompt = readPrompt(await STUFF.format({ context: found.join('\n\n'), question }))
    expect(prompt.question).toBe(question)
    expect(prompt.passages.flatMap(({ sentences }) => sentences).join('')).toContain('十五日内')
    expect(prompt.passages.every(({ token }) => token === '')).toBe(true)
  })

  it('is scored on the same cases: without checks, what the model plants is shown', async () => {
    const report = await runPeers(['--limit', '8', '--plant', '1'])
    const { systems } = report as { systems: { name: string; metrics: Record<string, number> }[] }
    expect(systems.map(({ name }) => name.split(' ')[0])).toEqual([
      'this',
      'LangChain',
      'LangChain',
    ])
    const [ours, ...plain] = systems.map(({ metrics }) => metrics)
    const invented = (metrics: Record<string, number> | undefined): number =>
      (metrics?.['shown_phone'] ?? 0) + (metrics?.['shown_uncited'] ?? 0)
    expect(invented(ours)).toBe(0)
    expect(plain.map(invented).every((count) => count > 3)).toBe(true)
  })
})
