/** Placeholders of masked data are Chinese whatever the text is. */
const MASKED = /\[[^\]\s]{1,12}\]/gu
const LEAST_LETTERS = 3

/** Written in English, or at least in Latin letters and no Chinese ones: the rules for Chinese say nothing of it. */
export function isEnglish(text: string): boolean {
  const plain = text.replaceAll(MASKED, '')
  if (/\p{Script=Han}/u.test(plain)) return false
  return (plain.match(/[A-Za-z]/gu)?.length ?? 0) >= LEAST_LETTERS
}
