import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Form, Popconfirm, Skeleton } from 'antd'
import { useState } from 'react'
import type { Me } from '../../shared/api.ts'
import { LoadError } from '../../shared/load-error.tsx'
import { Sessions } from '../../shared/sessions.tsx'
import { useAct } from '../../shared/use-act.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { administration, changeOf, type Names, type Person } from './api.ts'
import { Once } from './once.tsx'
import { AccountMarks } from './people.tsx'
import { PersonFields, useUnits, type PersonValues } from './person-fields.tsx'
import { Identity } from './sign-in-rules.tsx'
import { t } from './texts.ts'

export function PersonView({ id, me }: { id: string; me: Me }) {
  const query = useQuery({ queryKey: ['people'], queryFn: administration.people })
  return (
    <div className="sheet stack">
      <p>
        <Link href={link('administration', 'people')}>← {t('back_people')}</Link>
      </p>
      {query.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <Loaded
          person={query.data.people.find(({ userId }) => userId === id)}
          areas={query.data.areas}
          me={me}
        />
      )}
    </div>
  )
}

function Loaded({ person, areas, me }: { person: Person | undefined; areas: Names; me: Me }) {
  if (person === undefined) return <Empty description={t('person_not_found')} />
  return (
    <>
      <header className="stack">
        <h1 className="sheet-title">
          {person.name} · {person.username}
        </h1>
        <p>
          <AccountMarks person={person} />
        </p>
      </header>
      <div className="person-columns">
        <Rights person={person} areas={areas} />
        <div className="stack">
          <Access person={person} />
          <Identity person={person} />
          <Sessions userId={person.userId} own={person.userId === me.id} />
        </div>
      </div>
    </>
  )
}

function Rights({ person, areas }: { person: Person; areas: Names }) {
  const act = useAct()
  const units = useUnits()
  const save = (values: PersonValues): void => {
    const unit = values.unit_name?.trim() ?? ''
    const kept = unit === person.unitName ? person.unitId : null
    void act(
      () =>
        administration.changePerson(person.userId, {
          ...changeOf(person),
          roles: values.roles,
          area_prefixes: values.areas,
          grid_ids: values.grids ?? [],
          unit_id: units.find(({ name }) => name === unit)?.id ?? kept,
          unit_name: unit === '' ? null : unit,
        }),
      t('rights_saved'),
    )
  }
  return (
    <section className="card" aria-labelledby="person-rights">
      <h2 className="section-title" id="person-rights">
        {t('person_rights')}
      </h2>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={save}
        initialValues={{
          roles: person.roles,
          areas: person.areaPrefixes,
          grids: person.gridIds,
          unit_name: person.unitName ?? '',
        }}
      >
        <PersonFields areas={areas} grids />
        <Button type="primary" htmlType="submit">
          {t('save')}
        </Button>
      </Form>
    </section>
  )
}

function Access({ person }: { person: Person }) {
  const [made, setMade] = useState<string | null>(null)
  const act = useAct()
  const id = person.userId
  const reset = (): void =>
    void act(async () => setMade((await administration.resetPassword(id)).link))
  const clear = (): void =>
    void act(() => administration.clearSecondFactor(id), t('second_factor_cleared'))
  const turn = (active: boolean): void =>
    void act(
      () => administration.changePerson(id, { ...changeOf(person), active }),
      t(active ? 'account_opened' : 'account_closed'),
    )
  return (
    <section className="card" aria-labelledby="person-access">
      <h2 className="section-title" id="person-access">
        {t('person_access')}
      </h2>
      {made !== null && <Once label={t('reset_link')} secret={made} onDone={() => setMade(null)} />}
      <div className="bar">
        <Button onClick={reset}>{t('make_reset_link')}</Button>
        {person.secondFactor && (
          <Popconfirm title={t('clear_second_factor_sure')} onConfirm={clear}>
            <Button>{t('clear_second_factor')}</Button>
          </Popconfirm>
        )}
        {person.active ? (
          <Popconfirm title={t('close_account_sure')} onConfirm={() => turn(false)}>
            <Button danger>{t('close_account')}</Button>
          </Popconfirm>
        ) : (
          <Button onClick={() => turn(true)}>{t('open_account')}</Button>
        )}
      </div>
    </section>
  )
}
