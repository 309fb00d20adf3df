import { useEffect, useRef, useState } from 'preact/hooks'
import type { OwnTicketData, TicketCorrection } from '../../../protocol/privacy.ts'
import type { Session } from '../api.ts'
import { t } from '../i18n.ts'
import { privacyApi } from '../privacy-api.ts'

type Attempt = (work: () => Promise<void>) => Promise<void>

/** Contact data and place of the tickets of this conversation, as long as they are open. */
export function CorrectData({ session, attempt }: { session: Session; attempt: Attempt }) {
  const [tickets, setTickets] = useState<OwnTicketData[] | null>(null)
  const first = useRef(attempt)
  useEffect(() => {
    void first.current(async () => setTickets((await privacyApi.ownTickets(session)).tickets))
  }, [session])
  if (tickets === null) return <p role="status">{t('loading')}</p>
  if (tickets.length === 0) return <p>{t('correct_none')}</p>
  return (
    <>
      {tickets.map((own) => (
        <TicketForm
          key={own.ticket.ticket_no}
          own={own}
          onSave={(correction) =>
            attempt(async () => {
              const next = await privacyApi.correct(session, own.ticket.ticket_no, correction)
              setTickets(
                tickets.map((item) =>
                  item.ticket.ticket_no === next.ticket.ticket_no ? next : item,
                ),
              )
            })
          }
        />
      ))}
    </>
  )
}

type FormProps = {
  own: OwnTicketData
  onSave: (correction: TicketCorrection) => Promise<void>
}

function TicketForm({ own, onSave }: FormProps) {
  const { ticket, contact } = own
  return (
    <article class="confirm">
      <h4>
        {ticket.ticket_no} {ticket.title}
      </h4>
      {own.corrections.map(({ at, fields }) => (
        <p class="meta" key={at}>
          {t('correct_done', {
            at: new Date(at).toLocaleString(document.documentElement.lang),
            what: fields.map(fieldName).join('、'),
          })}
        </p>
      ))}
      {own.correctable ? (
        <>
          <PlaceForm address={own.place.address ?? ''} onSave={onSave} />
          <ContactForm key={own.corrections.length} contact={contact} onSave={onSave} />
        </>
      ) : (
        <p>{t('correct_closed')}</p>
      )}
    </article>
  )
}

function fieldName(field: string): string {
  if (field === 'place') return t('draft_address')
  return field === 'contact' ? t('correct_contact') : t('correct_withdrawn')
}

function PlaceForm({ address, onSave }: { address: string; onSave: FormProps['onSave'] }) {
  const [text, setText] = useState(address)
  return (
    <form
      class="track-form"
      onSubmit={(event) => {
        event.preventDefault()
        void onSave({ place: { address: text } })
      }}
    >
      <label>
        {t('draft_address')}
        <input
          value={text}
          required
          maxLength={256}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={text.trim() === '' || text === address}>
        {t('correct_save_place')}
      </button>
    </form>
  )
}

type Fields = { name: string; phone: string; consent: boolean }

function ContactForm({
  contact,
  onSave,
}: Pick<FormProps, 'onSave'> & Pick<OwnTicketData, 'contact'>) {
  const [fields, setFields] = useState<Fields>({
    name: contact?.name ?? '',
    phone: contact?.phone ?? '',
    consent: false,
  })
  const value = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  const save = (): Promise<void> =>
    onSave({
      contact: {
        name: value(fields.name),
        phone: value(fields.phone),
        contact_pref: value(fields.phone) === null ? 'none' : (contact?.contact_pref ?? 'phone'),
        consent: true,
      },
    })
  return (
    <form
      class="track-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ContactFields fields={fields} onChange={(change) => setFields({ ...fields, ...change })} />
      <div class="row">
        <button type="submit" disabled={!fields.consent}>
          {t('correct_save_contact')}
        </button>
        {contact !== null && (
          <button
            type="button"
            class="danger"
            onClick={() => void onSave({ withdraw_consent: true })}
          >
            {t('correct_withdraw')}
          </button>
        )}
      </div>
    </form>
  )
}

type ContactFieldsProps = { fields: Fields; onChange: (change: Partial<Fields>) => void }

function ContactFields({ fields, onChange }: ContactFieldsProps) {
  return (
    <>
      <label>
        {t('draft_name')}
        <input
          value={fields.name}
          maxLength={40}
          autocomplete="off"
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('draft_phone')}
        <input
          type="tel"
          value={fields.phone}
          pattern="[+0-9][0-9 \-]{6,19}"
          autocomplete="off"
          onInput={(event) => onChange({ phone: event.currentTarget.value })}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          required
          checked={fields.consent}
          onChange={(event) => onChange({ consent: event.currentTarget.checked })}
        />
        {t('draft_consent')}
      </label>
    </>
  )
}
