import { numbersIn } from './numbers.ts'
import { fold, says } from './reply.ts'

/** One required fact of a public set: a text, or any of several that mean the same. */
export type RequiredFact = string | readonly string[]

/** 三分之二 and 2/3 are one fact; a name must stand as it is. */
function isSaid(text: string, words: string): boolean {
  if (says(text, words)) return true
  const wanted = numbersIn(words)
  const bare = fold(words).replaceAll(/[\d零一二两三四五六七八九十百千万亿年月日天个人%.分之]/g, '')
  if (wanted.length === 0 || bare !== '') return false
  const given = numbersIn(text).map(({ value }) => value)
  // In their order: 3月3日 is not said by 三月四日.
  return given.some((_, at) => wanted.every(({ value }, step) => given[at + step] === value))
}

/** RGB's own rule: an answer is correct when every required fact occurs in it. */
export function saysAll(text: string, facts: readonly RequiredFact[]): boolean {
  return facts.every((fact) => [fact].flat().some((words) => isSaid(text, words)))
}
