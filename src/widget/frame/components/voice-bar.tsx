import { t } from '../i18n.ts'
import type { Voice } from '../use-voice.ts'
import { Icon } from './icon.tsx'

type Props = { voice: Voice; mode: 'service' | 'browser' }

/** What the microphone does, in words, above the field: where speech goes, that it listens, that it writes. */
export function VoiceBar({ voice, mode }: Props) {
  const { stage, problem } = voice
  if (stage === 'idle') {
    return problem === null ? null : (
      <p class="field-error" role="alert">
        {problem}
      </p>
    )
  }
  return (
    <section class="voice" aria-label={t('voice')}>
      {stage === 'asking' && (
        <p>{t(mode === 'service' ? 'voice_notice' : 'voice_notice_browser')}</p>
      )}
      {stage === 'listening' && (
        <p>
          <span role="status">{t('voice_listening')}</span>{' '}
          <span aria-hidden="true">{t('seconds', { n: voice.seconds })}</span>
        </p>
      )}
      {stage === 'writing' && <p role="status">{t('voice_writing')}</p>}
      <div class="row">
        {stage === 'asking' && (
          <button type="button" class="primary" onClick={voice.agree}>
            {t('voice_agree')}
          </button>
        )}
        {stage === 'listening' && (
          <button type="button" class="primary" onClick={voice.finish}>
            {t('voice_finish')}
          </button>
        )}
        <button type="button" class="plain" onClick={voice.cancel}>
          {t('cancel')}
        </button>
      </div>
    </section>
  )
}

export function VoiceButton({ voice }: { voice: Voice }) {
  return (
    <button
      type="button"
      class="mic"
      aria-label={t('voice')}
      disabled={voice.stage !== 'idle'}
      onClick={voice.begin}
    >
      <Icon name="mic" />
    </button>
  )
}
