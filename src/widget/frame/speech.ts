import { currentLocale, t } from './i18n.ts'

/** Reading aloud uses the voices of the device; text is always there as well (R-A11Y-3). */
export function canSpeak(): boolean {
  return 'speechSynthesis' in window
}

/** Some browsers cut an utterance off after a quarter of a minute: sentences are queued one by one. */
function sentencesOf(text: string): string[] {
  return (text.match(/[^。！？；!?\n]+[。！？；!?]*/gu) ?? [])
    .map((part) => part.trim())
    .filter(Boolean)
}

/** What is said, in order: machine words begin by saying what they are (R-LBL-4). */
export function spokenParts(
  text: string,
  label: 'ai' | 'system' | 'staff' | 'staff_ai_draft',
): string[] {
  const opening = label === 'ai' || label === 'staff_ai_draft' ? [t('spoken_label')] : []
  return [...opening, ...sentencesOf(text)]
}

export function speakParts(parts: readonly string[], onEnd: () => void): void {
  stopSpeaking()
  const utterances = parts.map((part) => {
    const utterance = new SpeechSynthesisUtterance(part)
    utterance.lang = /\p{Script=Han}/u.test(part) ? 'zh-CN' : currentLocale()
    return utterance
  })
  const last = utterances.at(-1)
  if (last === undefined) return onEnd()
  last.addEventListener('end', onEnd)
  last.addEventListener('error', onEnd)
  for (const utterance of utterances) speechSynthesis.speak(utterance)
}

export function stopSpeaking(): void {
  if (canSpeak()) speechSynthesis.cancel()
}
