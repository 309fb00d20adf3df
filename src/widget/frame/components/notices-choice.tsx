import { useContext, useId, useState } from 'preact/hooks'
import { NOTICE_CONSENT_VERSION, type NoticeChannel } from '../../../protocol/notices.ts'
import type { ResidentNotices } from '../../../protocol/tickets.ts'
import { api, ApiError } from '../api.ts'
import { t } from '../i18n.ts'
import { miniProgramUser, NoticeChannels, usableChannels } from '../notice-channels.ts'

type Pair = { ticketNo: string; code: string }
type Refusal = { message: string; field: string | undefined }

function useNotices({ ticketNo, code }: Pair) {
  const [choice, setChoice] = useState<ResidentNotices | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const attempt = async (work: () => Promise<ResidentNotices>): Promise<boolean> => {
    setBusy(true)
    setRefusal(null)
    try {
      setChoice(await work())
      return true
    } catch (reason) {
      setRefusal(
        reason instanceof ApiError
          ? { message: reason.message, field: reason.field }
          : { message: t('offline'), field: undefined },
      )
      return false
    } finally {
      setBusy(false)
    }
  }
  return {
    choice,
    refusal,
    busy,
    look: () => attempt(() => api.notices(ticketNo, code)),
    start: (channel: NoticeChannel, to: string) =>
      attempt(() =>
        api.startNotices({
          ticket_no: ticketNo,
          query_code: code,
          channel,
          to,
          consent: true,
          consent_version: NOTICE_CONSENT_VERSION,
        }),
      ),
    stop: () => attempt(() => api.stopNotices(ticketNo, code)),
  }
}

/** Being told of a ticket outside the page, and no longer. Where the operator offers nothing, nothing is here. */
export function NoticesChoice(pair: Pair) {
  const offered = useContext(NoticeChannels)
  const [open, setOpen] = useState(false)
  const notices = useNotices(pair)
  const { choice, refusal, busy } = notices
  if (offered.length === 0) return null
  const toggle = (): void => {
    if (!open) void notices.look()
    setOpen(!open)
  }
  return (
    <section class="notices">
      <button type="button" aria-expanded={open} onClick={toggle}>
        {t('notices_open')}
      </button>
      {open && choice === null && busy && <p role="status">{t('loading')}</p>}
      {open && choice !== null && (
        <Choice choice={choice} notices={notices} onStop={() => void notices.stop()} />
      )}
      {open && refusal !== null && refusal.field !== 'to' && (
        <p class="field-error" role="alert">
          {refusal.message}
        </p>
      )}
    </section>
  )
}

type ChoiceProps = {
  choice: ResidentNotices
  notices: ReturnType<typeof useNotices>
  onStop: () => void
}

function Choice({ choice: { chosen, channels }, notices, onStop }: ChoiceProps) {
  if (chosen !== null) {
    // Nobody knows their own id in a mini-program: it is not shown.
    const byId = chosen.channel === 'mini_program'
    const channel = t(`notices_${chosen.channel}`)
    return (
      <>
        <p role="status">
          {byId ? t('notices_on_mini_program') : t('notices_on', { channel, to: chosen.to_masked })}
        </p>
        <button type="button" class="plain" disabled={notices.busy} onClick={onStop}>
          {t(byId ? 'notices_stop_mini_program' : 'notices_stop')}
        </button>
      </>
    )
  }
  const usable = usableChannels(channels)
  if (usable.length === 0) return <p role="status">{t('notices_none')}</p>
  return <NoticesForm channels={usable} notices={notices} />
}

type FormProps = { channels: readonly NoticeChannel[]; notices: ChoiceProps['notices'] }

function NoticesForm({ channels, notices }: FormProps) {
  const [channel, setChannel] = useState<NoticeChannel>(channels[0] ?? 'sms')
  const [typed, setTyped] = useState('')
  const to = channel === 'mini_program' ? (miniProgramUser() ?? '') : typed
  const [consent, setConsent] = useState(false)
  const id = useId()
  const wrong = notices.refusal?.field === 'to' ? notices.refusal.message : null
  return (
    <form
      class="track-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void notices.start(channel, to)
      }}
    >
      {channels.length > 1 && (
        <ChannelField channels={channels} chosen={channel} name={id} onChoose={setChannel} />
      )}
      {channel === 'mini_program' ? (
        <p>{t('notices_to_mini_program')}</p>
      ) : (
        <label>
          {t(`notices_to_${channel}`)}
          <input
            type="text"
            inputMode={channel === 'sms' ? 'tel' : 'email'}
            value={typed}
            maxLength={254}
            autocomplete={channel === 'sms' ? 'tel' : 'email'}
            aria-invalid={wrong !== null}
            aria-describedby={wrong === null ? undefined : `${id}-wrong`}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      )}
      {wrong !== null && (
        <p class="field-error" role="alert" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={consent}
          onChange={(event) => setConsent(event.currentTarget.checked)}
        />
        {t('notices_consent')}
      </label>
      <button type="submit" disabled={notices.busy || !consent || to.trim() === ''}>
        {t('notices_start')}
      </button>
    </form>
  )
}

type ChannelProps = {
  channels: readonly NoticeChannel[]
  chosen: NoticeChannel
  name: string
  onChoose: (channel: NoticeChannel) => void
}

function ChannelField({ channels, chosen, name, onChoose }: ChannelProps) {
  return (
    <fieldset class="notices-by">
      <legend>{t('notices_by')}</legend>
      {channels.map((channel) => (
        <label key={channel}>
          <input
            type="radio"
            name={name}
            checked={chosen === channel}
            onChange={() => onChoose(channel)}
          />
          {t(`notices_${channel}`)}
        </label>
      ))}
    </fieldset>
  )
}
