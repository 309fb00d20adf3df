import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import type { TicketDraftCard } from '../../../protocol/tickets.ts'
import type { ChatStore } from '../chat-store.ts'
import { t, tData } from '../i18n.ts'
import { useConfirm, type Refusal } from '../draft-confirm.ts'
import { useDraftForm, type Form } from '../draft-form.ts'
import { Confirmed } from './confirmed.tsx'
import { LocationButton } from './location-button.tsx'
import { PhotoField } from './photo-field.tsx'
import { PlacePicker } from './place-picker.tsx'
import { DraftField, type FieldSpec } from './draft-field.tsx'

type Props = {
  draft: TicketDraftCard
  n: number
  total: number
  store: ChatStore
  onTrack: (ticketNo: string) => void
}

export function DraftCard(props: Props) {
  const { draft } = props
  const [form, setForm] = useDraftForm(draft)
  const { state, error, done, confirm, discard } = useConfirm(draft, props.store)
  const confirmed = done?.ticket_no ?? draft.ticket_no
  if (confirmed !== null) return <Confirmed ticketNo={confirmed} done={done} {...props} />
  if (state === 'discarded') return <p class="draft-discarded">{t('draft_discarded')}</p>
  if (draft.status === 'discarded') return <p class="draft-discarded">{t('draft_replaced')}</p>
  return (
    <section class="draft" aria-label={t('draft_title_one')}>
      <h2>
        {props.total > 1
          ? t('draft_title', { n: props.n, total: props.total })
          : t('draft_title_one')}
      </h2>
      <p class="hint">{t('draft_how')}</p>
      <Fields draft={draft} form={form} error={error} onChange={setForm} />
      <PhotoField
        store={props.store}
        photos={form.photos}
        onChange={(change) => setForm((now) => ({ ...now, photos: change(now.photos) }))}
      />
      <Contact form={form} onChange={(next) => setForm(() => next)} />
      {error !== null && (
        <p class="field-error" role="alert">
          {error.message}
        </p>
      )}
      <div class="draft-actions">
        <button
          type="button"
          class="primary"
          disabled={state === 'sending'}
          onClick={() => void confirm(form)}
        >
          {state === 'sending' ? t('draft_sending') : t('draft_confirm')}
        </button>
        <button type="button" class="plain" onClick={discard}>
          {t('draft_discard')}
        </button>
      </div>
    </section>
  )
}

type FieldsProps = {
  draft: TicketDraftCard
  form: Form
  error: Refusal | null
  onChange: (change: (now: Form) => Form) => void
}

function Fields({ draft, form, error, onChange }: FieldsProps) {
  const [editing, setEditing] = useState<string | null>(null)
  const edit = (name: string) => (open: boolean) => setEditing(open ? name : null)
  return (
    <>
      {fieldSpecs(draft).map((spec) => (
        <Fragment key={spec.name}>
          <DraftField
            spec={spec}
            value={String(form[spec.name as keyof Form])}
            editing={editing === spec.name}
            error={error?.field === spec.name ? error.message : null}
            onEdit={edit(spec.name)}
            onChange={(value) => onChange((now) => ({ ...now, [spec.name]: value }))}
          />
          {spec.name === 'address' && (
            <>
              <PlacePicker
                chosen={form.division}
                editing={editing === 'division'}
                onEdit={edit('division')}
                onChange={(division) => onChange((now) => ({ ...now, division }))}
              />
              <LocationButton
                found={form.location}
                hint={t('location_hint')}
                onChange={(location) => onChange((now) => ({ ...now, location }))}
              />
            </>
          )}
        </Fragment>
      ))}
    </>
  )
}

function fieldSpecs(draft: TicketDraftCard): FieldSpec[] {
  const { fields } = draft
  const categories = draft.category_candidates.map(({ code, name }) => ({
    value: code,
    label: name,
  }))
  return [
    { name: 'title', label: t('draft_title_field'), kind: 'text', max: 60, field: fields.title },
    {
      name: 'description',
      label: t('draft_description'),
      kind: 'long',
      max: 4000,
      field: fields.description,
    },
    {
      name: 'appeal_type',
      label: t('draft_appeal_type'),
      kind: 'choice',
      field: fields.appeal_type,
      options: ['consult', 'help', 'complaint', 'report', 'suggestion'].map((value) => ({
        value,
        label: tData('type', value),
      })),
    },
    {
      name: 'category_code',
      label: t('draft_category'),
      kind: 'choice',
      field: fields.category_code,
      options: [{ value: '', label: t('draft_category_none') }, ...categories],
    },
    {
      name: 'address',
      label: t('draft_address'),
      kind: 'text',
      max: 256,
      field: fields.address,
      empty: t('draft_address_none'),
    },
    {
      name: 'incident_at',
      label: t('draft_since'),
      kind: 'text',
      max: 60,
      field: fields.incident_at,
      empty: t('draft_address_none'),
    },
    {
      name: 'urgency',
      label: t('draft_urgency'),
      kind: 'choice',
      field: fields.urgency,
      options: ['normal', 'urgent', 'critical'].map((value) => ({
        value,
        label: tData('urgency', value),
      })),
    },
  ]
}

function Contact({ form, onChange }: { form: Form; onChange: (form: Form) => void }) {
  return (
    <details class="contact">
      <summary>
        {t('draft_contact')}：{form.phone.trim() === '' ? t('draft_contact_none') : form.phone}
      </summary>
      <label>
        {t('draft_name')}
        <input
          value={form.name}
          maxLength={40}
          autocomplete="name"
          onInput={(event) => onChange({ ...form, name: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('draft_phone')}
        <input
          value={form.phone}
          maxLength={30}
          inputMode="tel"
          autocomplete="tel"
          onInput={(event) => onChange({ ...form, phone: event.currentTarget.value })}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={form.consent}
          onChange={(event) => onChange({ ...form, consent: event.currentTarget.checked })}
        />
        {t('draft_consent')}
      </label>
    </details>
  )
}
