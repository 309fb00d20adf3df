import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton, Table, Upload } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Wide } from '../../shared/wide.tsx'
import { useSubmit } from '../../shared/use-submit.ts'
import {
  administration,
  AREA_TABLES,
  type AreaTable,
  type ImportProblem,
  type ImportReport,
} from './api.ts'
import { t, tData } from './texts.ts'

export function Areas() {
  return (
    <div className="stack">
      <p className="hint">{t('areas_hint_page')}</p>
      {AREA_TABLES.map((table) => (
        <ImportCard key={table} table={table} />
      ))}
      <Units />
    </div>
  )
}

type Sent = { file: File; report: ImportReport }

function ImportCard({ table }: { table: AreaTable }) {
  const [sent, setSent] = useState<Sent | null>(null)
  const { busy, error, submit } = useSubmit()
  const queries = useQueryClient()
  const send = (file: File, partial: boolean): void =>
    void submit(async () => {
      setSent({ file, report: await administration.importTable(table, file, partial) })
      await queries.invalidateQueries({ queryKey: ['units'] })
    })
  return (
    <section className="card" aria-label={t(`table_${table}`)}>
      <h2 className="section-title">{t(`table_${table}`)}</h2>
      <p className="hint">{t(`table_${table}_hint`)}</p>
      <div>
        <Upload
          accept={table === 'stations' ? '.geojson,.json' : '.csv'}
          showUploadList={false}
          disabled={busy}
          beforeUpload={(file: File) => {
            send(file, false)
            return Upload.LIST_IGNORE
          }}
        >
          <Button loading={busy} aria-label={`${t('pick_file')}：${t(`table_${table}`)}`}>
            {t('pick_file')}
          </Button>
        </Upload>
      </div>
      {error instanceof Error && <Alert type="error" showIcon role="alert" title={error.message} />}
      {sent !== null && <Report sent={sent} onPartial={() => send(sent.file, true)} />}
    </section>
  )
}

function Report({ sent, onPartial }: { sent: Sent; onPartial: () => void }) {
  const { imported: count, problems } = sent.report
  if (problems.length === 0)
    return <Alert type="success" showIcon role="status" title={t('imported', { count })} />
  return (
    <>
      <Alert
        type="warning"
        showIcon
        role="status"
        title={
          count === 0
            ? t('not_imported', { count: problems.length })
            : t('imported_partly', { count, problems: problems.length })
        }
        action={count === 0 && <Button onClick={onPartial}>{t('import_good')}</Button>}
      />
      <Wide label={t('problem')}>
        <Table
          rowKey={({ line, index, field, code }) => `${line ?? index} ${field ?? ''} ${code}`}
          size="small"
          dataSource={problems}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: t('line'), render: (_, problem) => placeText(problem) },
            { title: t('field'), dataIndex: 'field' },
            { title: t('problem'), render: (_, { code }) => tData('problem', code) },
            {
              title: t('value'),
              className: 'cell-wide',
              render: (_, { value, message }) => value ?? message,
            },
          ]}
        />
      </Wide>
    </>
  )
}

function placeText({ line, index = 0 }: ImportProblem): string {
  return line === undefined ? t('feature_no', { line: index + 1 }) : t('line_no', { line })
}

function Units() {
  const query = useQuery({ queryKey: ['units'], queryFn: administration.units })
  return (
    <section className="stack" aria-labelledby="units-now">
      <h2 className="section-title" id="units-now">
        {t('units_now')}
      </h2>
      {query.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
      {query.isError && <LoadError error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <Wide label={t('units_now')}>
          <Table
            rowKey="id"
            size="small"
            dataSource={query.data.units}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            locale={{ emptyText: <Empty description={t('none')} /> }}
            columns={[
              { title: t('unit'), dataIndex: 'name' },
              { title: t('unit_level'), render: (_, { level }) => tData('level', level) },
              { title: t('areas'), dataIndex: 'division_code' },
              { title: 'id', dataIndex: 'id' },
            ]}
          />
        </Wide>
      )}
    </section>
  )
}
