import { speaksToMachine, withoutInstructions } from './injection.ts'
import { soundsLikeOrder } from './machine-score.ts'
import { findDecline, isOutOfScope, isPersona } from './decline.ts'
import { isQuestion, isReport } from './matters.ts'
import { setsRole } from './set-role.ts'

/** Tags, double brackets and escapes: nobody types them to a grid worker, and what stands in them is no part of the matter. */
const FOREIGN_SPANS =
  /<\s*(system|assistant|instructions?|prompt|user)\b[^>]*>[\s\S]*?(?:<\/\s*\1\s*>|$)|\[\[[\s\S]*?(?:\]\]|$)|<\|[\s\S]*?(?:\|>|$)|(?:\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%[0-9a-f]{2}){3,}/giu
const SHORTEST = 6

/**
 * Orders to the machine inside a real request are dropped and the request is served; orders alone are left for the decline. The
 * emergency gate reads the whole message and never this part of it.
 */
export function businessOf(text: string): string {
  if (setsRole(text)) return text
  const plain = text.replaceAll(FOREIGN_SPANS, ' ').trim()
  if (speaksToMachine(plain))
    return served(withoutInstructions(plain).trim()) ?? toldBeside(plain) ?? text
  if (soundsLikeOrder(plain)) return toldBeside(plain) ?? text
  return withoutSmallTalk(plain) ?? (isBusiness(plain) ? plain : text)
}

function served(left: string): string | undefined {
  return isBusiness(left) && !soundsLikeOrder(left) ? left : undefined
}

/** The sentences that report something by themselves; a question beside an order is not taken out of it. */
function toldBeside(text: string): string | undefined {
  const told = text
    .split(/(?<=[。!?;\n])/u)
    .filter((part) => isReport(part) && !speaksToMachine(part) && !soundsLikeOrder(part))
    .join('')
    .trim()
  return told === '' ? undefined : served(told)
}

/** 你是人还是机器?我想问退休: curiosity about the machine does not cost anybody their answer. */
function withoutSmallTalk(text: string): string | undefined {
  const clauses = text.split(/(?<=[,，。!?;\n])/u)
  const rest = clauses.filter((clause) => !isPersona(clause) && !isOutOfScope(clause))
  if (rest.length === clauses.length) return undefined
  const left = rest.join('').trim()
  return isBusiness(left) && findDecline(left) === undefined ? left : undefined
}

function isBusiness(text: string): boolean {
  return (
    [...text].length >= SHORTEST && (isReport(text) || isQuestion(text)) && !speaksToMachine(text)
  )
}
