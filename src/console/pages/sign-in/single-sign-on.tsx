import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Divider } from 'antd'
import { api } from '../../shared/api.ts'
import { useSubmit } from '../../shared/use-submit.ts'
import { t } from './texts.ts'

/** The way in through the city's identity provider; nothing at all where there is none. */
export function SingleSignOn() {
  const options = useQuery({
    queryKey: ['sign-in-options'],
    queryFn: api.signInOptions,
    staleTime: Infinity,
  })
  const { busy, error, submit } = useSubmit()
  const name = options.data?.sso?.name
  if (name === undefined) return null
  const refused = new URL(location.href).searchParams.has('sso')
  const start = (): void =>
    void submit(async () => {
      location.assign((await api.startSso()).url)
    })
  return (
    <>
      <Divider plain>{t('or')}</Divider>
      {error !== null && (
        <Alert type="error" showIcon role="alert" title={t('sso_unreachable', { name })} />
      )}
      {error === null && refused && (
        <Alert type="warning" showIcon role="alert" title={t('sso_refused', { name })} />
      )}
      <Button block onClick={start} loading={busy}>
        {t('sso_sign_in', { name })}
      </Button>
    </>
  )
}
