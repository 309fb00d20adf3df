import { describe, expect, it } from 'vitest'
import { scoreAgreement, spread } from './agreement.ts'

const pairs = (text: string) =>
  text.split(' ').map((pair) => ({ given: pair[0] === '+', label: pair[1] === '+' }))

describe('agreement with the labels', () => {
  // Kappa by hand: (po − pe) / (1 − pe).
  it.each([
    ['++ -- ++ --', 1, 1],
    ['+- -+ +- -+', 0, -1],
    ['++ ++ +- --', 0.75, 0.5],
    ['++ +- ++ +-', 0.5, 0],
  ])('%s → %f, kappa %f', (text, agreement, kappa) => {
    const scored = scoreAgreement(pairs(text))
    expect(scored.agreement).toBeCloseTo(agreement)
    expect(scored.kappa).toBeCloseTo(kappa)
  })

  it('nothing labelled is no agreement', () => {
    expect(scoreAgreement([])).toEqual({ agreement: 0, kappa: 0, n: 0 })
  })
})

describe('the spread over trials', () => {
  it.each([
    [[0.5], 0.5, 0],
    [[0.4, 0.6], 0.5, 0.1414],
    [[1, 1, 1], 1, 0],
  ])('%j → %f ± %f', (values, mean, deviation) => {
    const scored = spread(values)
    expect(scored.mean).toBeCloseTo(mean)
    expect(scored.deviation).toBeCloseTo(deviation, 3)
  })
})
