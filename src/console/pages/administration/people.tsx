import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Form, Modal, Skeleton, Table } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { Wide } from '../../shared/wide.tsx'
import { useAct } from '../../shared/use-act.ts'
import { Link } from '../../shell/link.tsx'
import { link } from '../../shell/router.ts'
import { administration, type Names, type Person } from './api.ts'
import { Once } from './once.tsx'
import { PersonFields, useUnits, type PersonValues } from './person-fields.tsx'
import { listText, t, tData } from './texts.ts'

export function People() {
  const [inviting, setInviting] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['people'], queryFn: administration.people })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 8 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  const { people, areas } = query.data
  return (
    <section className="stack" aria-label={t('tab_people')}>
      <div>
        <Button type="primary" onClick={() => setInviting(true)}>
          {t('invite')}
        </Button>
      </div>
      {made !== null && (
        <Once label={t('invite_link')} secret={made} onDone={() => setMade(null)} />
      )}
      <PeopleTable people={people} areas={areas} />
      <InviteForm
        open={inviting}
        areas={areas}
        onMade={setMade}
        onClose={() => setInviting(false)}
      />
    </section>
  )
}

function PeopleTable({ people, areas }: { people: Person[]; areas: Names }) {
  return (
    <Wide label={t('tab_people')}>
      <Table
        rowKey="userId"
        size="middle"
        dataSource={people}
        pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: <Empty description={t('people_empty')} /> }}
        columns={[
          {
            title: t('name'),
            render: (_, { userId, name }) => (
              <Link href={link('administration', 'people', userId)}>{name}</Link>
            ),
          },
          { title: t('username'), dataIndex: 'username' },
          {
            title: t('roles'),
            render: (_, { roles }) => listText(roles.map((role) => tData('role', role))),
          },
          {
            title: t('areas'),
            render: (_, { areaPrefixes }) =>
              listText(areaPrefixes.map((code) => areas[code] ?? code)),
          },
          { title: t('unit'), dataIndex: 'unitName' },
          { title: t('account_state'), render: (_, person) => <AccountMarks person={person} /> },
        ]}
      />
    </Wide>
  )
}

export function AccountMarks({ person }: { person: Person }) {
  return (
    <>
      <Mark tone={person.active ? 'ok' : 'danger'}>{t(person.active ? 'open' : 'closed')}</Mark>
      <Mark tone={person.secondFactor ? 'ok' : 'plain'}>
        {t(person.secondFactor ? 'second_factor_on' : 'second_factor_off')}
      </Mark>
    </>
  )
}

type InviteProps = {
  open: boolean
  areas: Names
  onMade: (link: string) => void
  onClose: () => void
}

function InviteForm({ open, areas, onMade, onClose }: InviteProps) {
  const [form] = Form.useForm<PersonValues>()
  const act = useAct()
  const units = useUnits()
  const invite = async (values: PersonValues): Promise<void> => {
    const unit = values.unit_name?.trim() ?? ''
    const made = await act(async () => {
      const answer = await administration.invite({
        roles: values.roles,
        area_prefixes: values.areas,
        unit_id: units.find(({ name }) => name === unit)?.id ?? null,
        unit_name: unit === '' ? null : unit,
      })
      onMade(answer.link)
    })
    if (made) onClose()
  }
  return (
    <Modal
      open={open}
      title={t('invite')}
      okText={t('make_link')}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="hint modal-hint">{t('invite_hint')}</p>
      <Form form={form} layout="vertical" onFinish={invite} requiredMark={false}>
        <PersonFields areas={areas} grids={false} />
      </Form>
    </Modal>
  )
}
