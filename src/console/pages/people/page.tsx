import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Select, Table, Typography } from 'antd'
import { useState } from 'react'
import { STAFF_ROLES } from '../../../shared/actor.ts'
import { api, type Person } from '../../shared/api.ts'
import { t, tData } from './texts.ts'
import { LoadError } from '../../shared/load-error.tsx'

export function Page() {
  const [link, setLink] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['people'], queryFn: api.people })
  const invite = (values: {
    roles: string[]
    areas: string
    unit_id?: string
    unit_name?: string
  }): void => {
    setError(null)
    api
      .invite({
        roles: values.roles,
        area_prefixes: values.areas.split(/[,，\s]+/).filter((part) => part !== ''),
        unit_id: values.unit_id ?? null,
        unit_name: values.unit_name ?? null,
      })
      .then((answer) => setLink(answer.link))
      .catch((reason: Error) => setError(reason.message))
  }
  return (
    <div className="people">
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      <PeopleTable people={query.data?.people ?? []} loading={query.isPending} />
      <h3>{t('invite')}</h3>
      {error !== null && <Alert type="error" title={error} role="alert" />}
      {link !== null && (
        <p>
          {t('invite_link')}：<Typography.Text copyable>{link}</Typography.Text>
        </p>
      )}
      <Form layout="vertical" onFinish={invite} initialValues={{ areas: '420106' }}>
        <Form.Item name="roles" label={t('roles')} rules={[{ required: true }]}>
          <Select
            mode="multiple"
            options={STAFF_ROLES.map((value) => ({ value, label: tData('role', value) }))}
          />
        </Form.Item>
        <Form.Item name="areas" label={t('areas')} rules={[{ required: true }]}>
          <Input />
        </Form.Item>
        <Form.Item name="unit_id" label={t('unit_id')}>
          <Input />
        </Form.Item>
        <Form.Item name="unit_name" label={t('unit_name')}>
          <Input />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('invite')}
        </Button>
      </Form>
    </div>
  )
}

function PeopleTable({ people, loading }: { people: Person[]; loading: boolean }) {
  return (
    <Table
      rowKey="userId"
      loading={loading}
      dataSource={people}
      pagination={false}
      scroll={{ x: true }}
      columns={[
        { title: t('name'), dataIndex: 'name' },
        { title: t('username'), dataIndex: 'username' },
        {
          title: t('roles'),
          dataIndex: 'roles',
          render: (roles: string[]) => roles.map((role) => tData('role', role)).join('、'),
        },
        {
          title: t('areas'),
          dataIndex: 'areaPrefixes',
          render: (areas: string[]) => areas.join('、'),
        },
        { title: t('unit_name'), dataIndex: 'unitName' },
      ]}
    />
  )
}
