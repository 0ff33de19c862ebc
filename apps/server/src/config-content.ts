/** Settings of the check of what people write and photograph; it may be left out. */
import {
  parseTencentCheckConfig,
  type TencentCheckConfig,
  TencentCheckConfigError,
} from '@tiantou/tencent-check'
import { all, type Complain, type Env, inWordsOf } from './config-providers.ts'

const CHECK_NAMES = ['TENCENT_CHECK_SECRET_ID', 'TENCENT_CHECK_SECRET_KEY'] as const
const CHECK_HOSTS = {
  textUrl: 'https://tms.tencentcloudapi.com',
  pictureUrl: 'https://ims.tencentcloudapi.com',
}

const checkWords = inWordsOf({
  secretId: 'TENCENT_CHECK_SECRET_ID',
  secretKey: 'TENCENT_CHECK_SECRET_KEY',
  bizType: 'TENCENT_CHECK_BIZ_TYPE',
})

/** Content checks at Tencent Cloud; undefined where they are not given, or wrong. */
export const readTencentCheck = (env: Env, complain: Complain): TencentCheckConfig | undefined => {
  const values = all(env, CHECK_NAMES, complain)
  if (values === undefined) return undefined
  const { TENCENT_CHECK_SECRET_ID: secretId, TENCENT_CHECK_SECRET_KEY: secretKey } = values
  const bizType = env['TENCENT_CHECK_BIZ_TYPE']
  const policy = bizType === undefined || bizType === '' ? {} : { bizType }
  try {
    return parseTencentCheckConfig({ secretId, secretKey, ...policy, ...CHECK_HOSTS })
  } catch (error) {
    if (!(error instanceof TencentCheckConfigError)) throw error
    for (const problem of error.problems) complain(checkWords(problem))
    return undefined
  }
}
