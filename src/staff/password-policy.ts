import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords.ts'

const FEWEST_DIFFERENT = 5
const FEWEST_OWN = 6

/** What a guesser tries first: the name and runs along the keyboard are worth nothing. */
const RUNS = ['01234567', '12345678', '98765432', 'abcdefgh', 'qwertyui', 'asdfghjk', 'password']

/** Length is checked by the schema. */
export function isWeakPassword(password: string, username: string): boolean {
  const folded = password.toLowerCase()
  const own = [username.toLowerCase(), ...RUNS]
    .filter((part) => part !== '')
    .reduce((text, part) => text.replaceAll(part, ''), folded)
  return own.length < FEWEST_OWN || new Set(folded).size < FEWEST_DIFFERENT || isCommon(folded)
}

/** A listed password, or a listed word with nothing but digits and signs around it; P@ssw0rd is read as password. */
function isCommon(folded: string): boolean {
  if (COMMON_PASSWORDS.has(folded)) return true
  const word = folded.replaceAll(/^[^a-z]+|[^a-z]+$/g, '')
  const read = word.replaceAll('@', 'a').replaceAll('$', 's').replaceAll('0', 'o')
  return COMMON_WORDS.has(word) || COMMON_WORDS.has(read)
}
