import { Empty, Pagination } from 'antd'
import { useState } from 'react'
import { Mark } from '../../shared/mark.tsx'
import type { Chunk } from './api.ts'
import { t } from './texts.ts'

const PAGE = 20

export function Chunks({ chunks }: { chunks: Chunk[] }) {
  const [page, setPage] = useState(1)
  if (chunks.length === 0) return <Empty description={t('no_chunks')} />
  return (
    <div className="stack">
      <ol className="cards" start={(page - 1) * PAGE + 1}>
        {chunks.slice((page - 1) * PAGE, page * PAGE).map((chunk) => (
          <li key={chunk.passageId} className="card">
            <p className="card-meta">
              {chunk.path !== '' && `${chunk.path} › `}
              {chunk.heading}
              {chunk.articleNo !== null && !chunk.heading.includes(chunk.articleNo) && (
                <Mark>{chunk.articleNo}</Mark>
              )}
              {chunk.page !== null && <Mark>{t('page_no', { page: chunk.page })}</Mark>}
            </p>
            <p className="chunk-text">{chunk.text}</p>
          </li>
        ))}
      </ol>
      <Pagination
        hideOnSinglePage
        current={page}
        pageSize={PAGE}
        total={chunks.length}
        showSizeChanger={false}
        onChange={setPage}
      />
    </div>
  )
}
