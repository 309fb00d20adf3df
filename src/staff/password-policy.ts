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
  return own.length < FEWEST_OWN || new Set(folded).size < FEWEST_DIFFERENT
}
