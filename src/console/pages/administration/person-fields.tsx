import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Form, Select, TreeSelect } from 'antd'
import { useState } from 'react'
import { STAFF_ROLES, type StaffRole } from '../../../shared/actor.ts'
import { administration, type Names } from './api.ts'
import { t, tData } from './texts.ts'

export type PersonValues = {
  roles: StaffRole[]
  areas: string[]
  grids?: string[]
  unit_name?: string
}

const CITY = '4201'
const LOWEST = 'community'
type Node = { id: string; pId: string; value: string; title: string; isLeaf: boolean }

export function PersonFields({ areas, grids }: { areas: Names; grids: boolean }) {
  const units = useUnits()
  return (
    <>
      <Form.Item name="roles" label={t('roles')} rules={[{ required: true, message: t('needed') }]}>
        <Select
          mode="multiple"
          options={STAFF_ROLES.map((value) => ({ value, label: tData('role', value) }))}
        />
      </Form.Item>
      <Form.Item
        name="areas"
        label={t('areas')}
        extra={t('areas_hint')}
        rules={[{ required: true, message: t('needed') }]}
      >
        <AreaTree names={areas} />
      </Form.Item>
      <Form.Item name="unit_name" label={t('unit')} extra={t('unit_hint')}>
        <AutoComplete
          allowClear
          options={units.map(({ name }) => ({ value: name }))}
          showSearch={{ filterOption: (text, option) => (option?.value ?? '').includes(text) }}
        />
      </Form.Item>
      {grids && (
        <Form.Item name="grids" label={t('grids')} extra={t('grids_hint')}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', ',', ' ']} />
        </Form.Item>
      )}
    </>
  )
}

export function useUnits() {
  const query = useQuery({
    queryKey: ['units'],
    queryFn: administration.units,
    staleTime: 60_000,
  })
  return query.data?.units ?? []
}

type TreeProps = { id?: string; value?: string[]; onChange?: (codes: string[]) => void }

/** The tree of divisions, one level read at a time; a code that was chosen before keeps its name. */
function AreaTree({ id, value = [], onChange, names }: TreeProps & { names: Names }) {
  const [below, setBelow] = useState<Node[]>([])
  const districts = useQuery({
    queryKey: ['divisions'],
    queryFn: async () => nodesOf(CITY, (await administration.divisions()).divisions),
    staleTime: Infinity,
  })
  const city: Node = { id: CITY, pId: '', value: CITY, title: t('whole_city'), isLeaf: false }
  const nodes = [city, ...(districts.data ?? []), ...below]
  const titleOf = (code: string): string =>
    nodes.find((node) => node.value === code)?.title ?? names[code] ?? code
  const open = async (parent: string): Promise<void> => {
    if (parent === CITY || below.some(({ pId }) => pId === parent)) return
    const { divisions } = await administration.divisions(parent)
    setBelow((before) => [...before, ...nodesOf(parent, divisions)])
  }
  return (
    <TreeSelect
      {...(id === undefined ? {} : { id })}
      multiple
      labelInValue
      allowClear
      treeDataSimpleMode
      treeDefaultExpandedKeys={[CITY]}
      treeNodeFilterProp="title"
      treeData={nodes}
      loadData={(node) => open(String(node.value))}
      value={value.map((code) => ({ value: code, label: titleOf(code) }))}
      onChange={(chosen: { value: string }[]) => onChange?.(chosen.map((item) => item.value))}
    />
  )
}

function nodesOf(
  parent: string,
  divisions: readonly { code: string; name: string; level: string }[],
): Node[] {
  return divisions.map(({ code, name, level }) => ({
    id: code,
    pId: parent,
    value: code,
    title: name,
    isLeaf: level === LOWEST,
  }))
}
