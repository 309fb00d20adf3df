import { describe, expect, it } from 'vitest'
import { buildKnownPairs, isKnownPair, readKnownPairs } from './known-pairs.ts'

const PAIRS = Array.from({ length: 2000 }, (_, at) =>
  String.fromCharCode(0x4e00 + (at % 97), 0x5e00 + at),
)

describe('pairs that are known', () => {
  it('are all found again, and hardly any other is', () => {
    const built = buildKnownPairs(PAIRS, { notice: '', size: 2 ** 15, hashes: 6 })
    const isKnown = readKnownPairs(JSON.parse(JSON.stringify(built)))
    expect(PAIRS.filter((pair) => !isKnown(pair))).toEqual([])
    const others = PAIRS.map((pair) => `${pair.charAt(1)}${pair.charAt(0)}`)
    expect(others.filter(isKnown).length / others.length).toBeLessThan(0.02)
  })

  it('are as shipped those of written Chinese', () => {
    for (const pair of ['物业', '合同', '公式', '驾驶', '现在'])
      expect(isKnownPair(pair)).toBe(true)
    for (const pair of ['居主', '住正', '物页', '虑师']) expect(isKnownPair(pair)).toBe(false)
  })
})
