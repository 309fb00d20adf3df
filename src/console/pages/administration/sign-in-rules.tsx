import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select, Skeleton } from 'antd'
import { STAFF_ROLES, type StaffRole } from '../../../shared/actor.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { useAct } from '../../shared/use-act.ts'
import { administration, type Person } from './api.ts'
import { t, tData } from './texts.ts'

/** Which roles must have a second factor, and whether the city's identity provider is there. */
export function SignInRules({ mayChange }: { mayChange: boolean }) {
  const rules = useQuery({
    queryKey: ['second-factor-roles'],
    queryFn: administration.secondFactorRoles,
  })
  const settings = useQuery({ queryKey: ['settings'], queryFn: administration.settings })
  const act = useAct()
  const save = ({ roles }: { roles: StaffRole[] }): void =>
    void act(() => administration.requireSecondFactor(roles), t('rules_saved'))
  const sso = settings.data?.sso ?? null
  return (
    <section className="card" aria-labelledby="sign-in-rules">
      <h2 className="section-title" id="sign-in-rules">
        {t('sign_in_rules')}
      </h2>
      <p className="hint">
        {sso === null ? t('sso_none') : t('sso_on', { name: sso.name, host: sso.host })}
      </p>
      {rules.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {rules.isError && <LoadError error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data !== undefined && (
        <Form
          key={rules.data.roles.join()}
          layout="vertical"
          onFinish={save}
          initialValues={{ roles: rules.data.roles }}
          disabled={!mayChange}
        >
          <Form.Item
            name="roles"
            label={t('second_factor_roles')}
            extra={t('second_factor_roles_hint')}
          >
            <Select
              mode="multiple"
              options={STAFF_ROLES.map((value) => ({ value, label: tData('role', value) }))}
            />
          </Form.Item>
          {mayChange && (
            <Button type="primary" htmlType="submit">
              {t('save')}
            </Button>
          )}
        </Form>
      )}
    </section>
  )
}

/** Who this is at the identity provider; nothing where there is none. */
export function Identity({ person }: { person: Person }) {
  const settings = useQuery({ queryKey: ['settings'], queryFn: administration.settings })
  const act = useAct()
  const sso = settings.data?.sso ?? null
  if (sso === null) return null
  const save = ({ subject = '' }: { subject?: string }): void => {
    const given = subject.trim()
    void act(
      () => administration.linkIdentity(person.userId, given === '' ? null : given),
      t(given === '' ? 'sso_identity_removed' : 'sso_identity_saved'),
    )
  }
  return (
    <section className="card" aria-label={sso.name}>
      <h2 className="section-title">{sso.name}</h2>
      <Form
        key={person.identity ?? ''}
        layout="vertical"
        onFinish={save}
        initialValues={{ subject: person.identity ?? '' }}
      >
        <Form.Item
          name="subject"
          label={t('sso_identity')}
          extra={t('sso_identity_hint', { claim: sso.claim })}
        >
          <Input allowClear maxLength={255} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit">{t('save')}</Button>
      </Form>
    </section>
  )
}
