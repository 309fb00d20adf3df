import type { TranscriptionResponse } from '../../protocol/conversations.ts'
import type { z } from 'zod'
import { request } from './api.ts'
import { currentLocale } from './i18n.ts'

/** One take: `text` settles when what was said is written down, or fails. */
export type Recording = { finish(): void; cancel(): void; text: Promise<string> }

const TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg']

/** Records until told to stop and asks the operator's own service; the sound goes nowhere else. */
export async function recordForService(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const type = TYPES.find((name) => MediaRecorder.isTypeSupported(name)) ?? 'audio/webm'
  const recorder = new MediaRecorder(stream, { mimeType: type })
  const chunks: Blob[] = []
  const abort = new AbortController()
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data))
  const text = new Promise<string>((settle, fail) => {
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      const body = new Blob(chunks, { type })
      request('/api/transcriptions', {
        method: 'POST',
        body,
        headers: { 'Content-Type': type },
        signal: abort.signal,
      })
        .then(async (response) => (await response.json()) as z.infer<typeof TranscriptionResponse>)
        .then((heard) => settle(heard.text), fail)
    })
  })
  recorder.start()
  return {
    text,
    finish: () => recorder.stop(),
    cancel: () => {
      abort.abort()
      recorder.stop()
    },
  }
}

type Recogniser = EventTarget & {
  lang: string
  continuous: boolean
  interimResults: boolean
  start(): void
  stop(): void
  abort(): void
}
type RecogniserEvent = Event & { results: ArrayLike<ArrayLike<{ transcript: string }>> }
type WithRecogniser = Window & {
  SpeechRecognition?: new () => Recogniser
  webkitSpeechRecognition?: new () => Recogniser
}

function recogniserClass(): (new () => Recogniser) | undefined {
  const host: WithRecogniser = window
  return host.SpeechRecognition ?? host.webkitSpeechRecognition
}

/** Whether this browser can do what the operator allows. */
export function canRecord(mode: 'service' | 'browser'): boolean {
  if (mode === 'browser') return recogniserClass() !== undefined
  return 'MediaRecorder' in window && navigator.mediaDevices !== undefined
}

/** The browser's own recognition: only where the operator allowed it, because some browsers send speech abroad. */
export async function recogniseInBrowser(): Promise<Recording> {
  const Recogniser = recogniserClass()
  if (Recogniser === undefined) throw new Error('no recogniser')
  const recogniser = new Recogniser()
  recogniser.lang = currentLocale()
  recogniser.continuous = true
  recogniser.interimResults = false
  let heard = ''
  const text = new Promise<string>((settle, fail) => {
    recogniser.addEventListener('result', (event) => {
      const { results } = event as RecogniserEvent
      heard = Array.from(results, (result) => result[0]?.transcript ?? '').join('')
    })
    recogniser.addEventListener('error', () => fail(new Error('not recognised')))
    recogniser.addEventListener('end', () => settle(heard))
  })
  recogniser.start()
  return { text, finish: () => recogniser.stop(), cancel: () => recogniser.abort() }
}
