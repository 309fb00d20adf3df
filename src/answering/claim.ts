import type { Passage } from '../retrieval/index.ts'
import { findFacts, type Fact } from './checks/index.ts'
import { isClaim } from './understanding/index.ts'

/**
 * The record is told plainly beside a claim (R-KB-7). Where its figures differ they are pointed at; that the claim is wrong is not
 * said, for a figure may belong to the resident's case and not to the rule.
 */
export function claimPreface(
  question: string,
  passage: Pick<Passage, 'title' | 'articleNo' | 'text'>,
): string {
  if (!isClaim(question)) return ''
  const title = passage.title.replace(/^中华人民共和国/u, '')
  const source = `《${title}》${passage.articleNo ?? ''}`
  return differs(question, passage.text) ? `请以${source}为准：` : `${source}记载：`
}

const unitOf = ({ key }: Fact): string => key.slice(0, key.lastIndexOf(':'))

/** A number of the claim whose kind the passage gives, and gives only otherwise. */
function differs(claim: string, passage: string): boolean {
  const recorded = findFacts(passage).filter((fact) => fact.kind !== 'article')
  return findFacts(claim)
    .filter((fact) => fact.kind !== 'article' && fact.kind !== 'number')
    .some((fact) => {
      const alike = recorded.filter((other) => unitOf(other) === unitOf(fact))
      return alike.length > 0 && alike.every((other) => other.key !== fact.key)
    })
}
