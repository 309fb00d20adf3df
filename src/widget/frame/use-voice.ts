import { useEffect, useRef, useState } from 'preact/hooks'
import type { ChatStore } from './chat-store.ts'
import { t } from './i18n.ts'
import { recogniseInBrowser, recordForService, type Recording } from './recorder.ts'

/** Nobody speaks longer at a stretch; a forgotten microphone must not listen on. */
const MAX_SECONDS = 60

export type Voice = {
  stage: 'idle' | 'asking' | 'listening' | 'writing'
  seconds: number
  problem: string | null
  /** Shows the notice first, and records once it was agreed to. */
  begin: () => void
  agree: () => void
  finish: () => void
  cancel: () => void
}

export function useVoice(
  store: ChatStore,
  mode: 'service' | 'browser',
  onText: (text: string) => void,
): Voice {
  const [stage, setStage] = useState<Voice['stage']>('idle')
  const [seconds, setSeconds] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const recordingRef = useRef<Recording | null>(null)
  const finish = (): void => {
    setStage('writing')
    recordingRef.current?.finish()
  }
  const start = async (): Promise<void> => {
    setProblem(null)
    setSeconds(0)
    try {
      recordingRef.current = await (mode === 'service' ? recordForService() : recogniseInBrowser())
    } catch {
      setProblem(t('voice_denied'))
      return setStage('idle')
    }
    setStage('listening')
    const { text } = recordingRef.current
    const heard = await text.catch(() => '')
    if (recordingRef.current?.text !== text) return
    recordingRef.current = null
    setStage('idle')
    if (heard === '') setProblem(t('voice_none'))
    else onText(heard)
  }
  useEffect(() => {
    if (stage !== 'listening') return
    const timer = setInterval(() => setSeconds((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [stage])
  useEffect(() => {
    if (stage === 'listening' && seconds >= MAX_SECONDS) finish()
  })
  return {
    stage,
    seconds,
    problem,
    finish,
    begin: () => (store.saved.voiceAgreed ? void start() : setStage('asking')),
    agree: () => {
      store.remember({ voiceAgreed: true })
      void start()
    },
    cancel: () => {
      const current = recordingRef.current
      recordingRef.current = null
      current?.cancel()
      setStage('idle')
    },
  }
}
