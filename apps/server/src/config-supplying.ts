/**
 * Settings of what suppliers need of third parties: verification, paying out to WeChat. Each may be left out.
 */
import {
  parseTencentVerifyConfig,
  type TencentVerifyConfig,
  TencentVerifyConfigError,
} from '@tiantou/tencent-verify'
import {
  parseWechatTransferConfig,
  type WechatPayConfig,
  WechatPayConfigError,
  type WechatTransferConfig,
} from '@tiantou/wechat-pay'
import { all, type Complain, type Env, inWordsOf } from './config-providers.ts'

export const FAPIAO_NOTIFY_PATH = '/api/v1/callbacks/wechat-fapiao'
export const TRANSFER_NOTIFY_PATH = '/api/v1/callbacks/wechat-transfer'
const TRANSFER_NAMES = ['WECHAT_TRANSFER_SCENE_ID', 'WECHAT_TRANSFER_SCENE_INFO'] as const

const transferWords = inWordsOf({
  sceneId: 'WECHAT_TRANSFER_SCENE_ID',
  sceneInfo: 'WECHAT_TRANSFER_SCENE_INFO',
  transferNotifyUrl: 'PUBLIC_ORIGIN, with the path of the callbacks,',
})

/** Transfers by the merchant at WeChat Pay; undefined where they are not given, or wrong. */
export const readWechatTransfer = (
  env: Env,
  merchant: WechatPayConfig | undefined,
  publicOrigin: string,
  complain: Complain,
): WechatTransferConfig | undefined => {
  const values = all(env, TRANSFER_NAMES, complain)
  if (values === undefined) return undefined
  if (merchant === undefined) {
    complain('WECHAT_TRANSFER_SCENE_ID needs a merchant at WeChat Pay beside it.')
    return undefined
  }
  try {
    return parseWechatTransferConfig(merchant, {
      sceneId: values.WECHAT_TRANSFER_SCENE_ID,
      sceneInfo: values.WECHAT_TRANSFER_SCENE_INFO,
      notifyUrl: `${publicOrigin}${TRANSFER_NOTIFY_PATH}`,
    })
  } catch (error) {
    if (!(error instanceof WechatPayConfigError)) throw error
    for (const problem of error.problems) complain(transferWords(problem))
    return undefined
  }
}

const VERIFY_NAMES = ['TENCENT_VERIFY_SECRET_ID', 'TENCENT_VERIFY_SECRET_KEY'] as const
const VERIFY_HOSTS = {
  faceidUrl: 'https://faceid.tencentcloudapi.com',
  ocrUrl: 'https://ocr.tencentcloudapi.com',
}

const verifyWords = inWordsOf({
  secretId: 'TENCENT_VERIFY_SECRET_ID',
  secretKey: 'TENCENT_VERIFY_SECRET_KEY',
})

/** Registers through Tencent Cloud; undefined where they are not given, or wrong. */
export const readTencentVerify = (env: Env, complain: Complain): TencentVerifyConfig | undefined => {
  const values = all(env, VERIFY_NAMES, complain)
  if (values === undefined) return undefined
  const { TENCENT_VERIFY_SECRET_ID: secretId, TENCENT_VERIFY_SECRET_KEY: secretKey } = values
  try {
    return parseTencentVerifyConfig({ secretId, secretKey, ...VERIFY_HOSTS })
  } catch (error) {
    if (!(error instanceof TencentVerifyConfigError)) throw error
    for (const problem of error.problems) complain(verifyWords(problem))
    return undefined
  }
}
