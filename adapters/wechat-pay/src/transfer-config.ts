/** What transfers need beside the merchant's own settings, parsed once at start. */
import { parseUrl, WechatPayConfigError, type WechatPayConfig } from './config.ts'

/** As an operator writes it. */
export interface WechatTransferSettings {
  /** The scene that the provider approved (转账场景), four digits. */
  readonly sceneId: string
  /** What the scene wants told: `采购商品名称=鲜果;…`, each name as the provider's list of scenes has it. */
  readonly sceneInfo: string
  /** Public https address without a query; plain HTTP only on this machine. */
  readonly notifyUrl: string
}

export interface WechatTransferConfig {
  readonly merchant: WechatPayConfig
  readonly sceneId: string
  readonly sceneInfo: readonly (readonly [name: string, words: string])[]
  readonly notifyUrl: string
}

/**
 * Parses the settings of transfers.
 * @throws WechatPayConfigError naming all problems at once
 */
export function parseWechatTransferConfig(
  merchant: WechatPayConfig,
  settings: WechatTransferSettings,
): WechatTransferConfig {
  const problems: string[] = []
  if (!/^\d{4}$/.test(settings.sceneId)) problems.push('sceneId is not a scene of four digits')
  const sceneInfo = settings.sceneInfo
    .split(';')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...words] = part.split('=')
      return [name.trim(), words.join('=').trim()] as const
    })
  if (sceneInfo.length === 0 || sceneInfo.some(([name, words]) => name === '' || words === ''))
    problems.push('sceneInfo must be name=words;name=words')
  const notifyUrl = parseUrl(settings.notifyUrl, 'transferNotifyUrl', problems)
  if (problems.length > 0) throw new WechatPayConfigError(problems)
  return { merchant, sceneId: settings.sceneId, sceneInfo, notifyUrl }
}
