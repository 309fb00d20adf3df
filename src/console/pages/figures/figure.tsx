import type { EChartsCoreOption } from 'echarts/core'
import { Button, Empty, Skeleton } from 'antd'
import { lazy, Suspense, type ReactNode } from 'react'
import { saveCsv, type FigureTable } from './table.ts'
import { t } from './texts.ts'

// The chart library is as large as the rest of the page: it comes when the first chart is drawn.
const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }))

type Opens = { column: number; onOpen: (row: number) => void }
type Props = {
  title: string
  /** What was counted and how many. */
  sample: string
  option?: EChartsCoreOption
  height?: number
  table: FigureTable
  empty: boolean
  /** The numbers of one column open the list behind them. */
  opens?: Opens
  children?: ReactNode
}

/** A question as its title, the drawing, and the same numbers as a table one can read aloud and take along. */
export function Figure(props: Props) {
  const { title, sample, option, height = 260, table, empty, opens, children } = props
  return (
    <section className="card figure" aria-label={title}>
      <div className="bar figure-head">
        <h2 className="section-title">{title}</h2>
        <Button size="small" disabled={empty} onClick={() => saveCsv(table)}>
          {t('csv')}
        </Button>
      </div>
      <p className="hint">{sample}</p>
      {children}
      {empty && <Empty description={t('nothing_in_period')} />}
      {!empty && option !== undefined && (
        <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
          <Chart option={option} label={`${title} ${sample}`} height={height} />
        </Suspense>
      )}
      {!empty && (
        <details open={option === undefined}>
          <summary>{t('as_table')}</summary>
          <FigureRows table={table} opens={opens} />
        </details>
      )}
    </section>
  )
}

function FigureRows({ table, opens }: { table: FigureTable; opens: Opens | undefined }) {
  return (
    // A focusable region, so that the keyboard can scroll it too.
    <div className="figure-scroll" tabIndex={0} role="region" aria-label={table.name}>
      <table className="figure-table">
        <caption>{table.name}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, rowAt) => (
            <tr key={row.slice(0, 2).join('|')}>
              {row.map((value, at) =>
                at === 0 ? (
                  <th key={table.columns[at]} scope="row">
                    {value}
                  </th>
                ) : (
                  <td key={table.columns[at]}>
                    {opens?.column === at && value !== 0 ? (
                      <button
                        type="button"
                        className="count-open"
                        aria-label={`${row[0]} ${table.columns[at]} ${value}`}
                        onClick={() => opens.onOpen(rowAt)}
                      >
                        {value}
                      </button>
                    ) : (
                      value
                    )}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
