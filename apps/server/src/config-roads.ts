/**
 * Settings of maps and carriers out of the environment, parsed by their adapters already here, so that the
 * start names every fault by its variable. Each may be left out.
 */
import { type AmapConfig, AmapConfigError, parseAmapConfig } from '@tiantou/amap'
import {
  type Kuaidi100Config,
  Kuaidi100ConfigError,
  type Kuaidi100Settings,
  parseKuaidi100Config,
} from '@tiantou/kuaidi100'
import { parseSfExpressConfig, type SfExpressConfig, SfExpressConfigError } from '@tiantou/sf-express'
import { parseTencentMapConfig, type TencentMapConfig, TencentMapConfigError } from '@tiantou/tencent-map'
import { all, type Complain, type Env, inWordsOf } from './config-providers.ts'

export const KUAIDI100_PUSH_PATH = '/api/v1/callbacks/kuaidi100'
export const SF_EXPRESS_PUSH_PATH = '/api/v1/callbacks/sf-express'
const TENCENT_MAP_HOST = 'https://apis.map.qq.com'
const AMAP_HOST = 'https://restapi.amap.com'
const KUAIDI100_HOSTS = { pollUrl: 'https://poll.kuaidi100.com', apiUrl: 'https://api.kuaidi100.com' }
const SF_EXPRESS_HOST = 'https://bspgw.sf-express.com/std/service'

export interface RoadsConfig {
  readonly tencentMap: TencentMapConfig | undefined
  readonly amap: AmapConfig | undefined
  readonly kuaidi100: Kuaidi100Config | undefined
  readonly sfExpress: SfExpressConfig | undefined
}

const tencentMapWords = inWordsOf({
  key: 'TENCENT_MAP_KEY',
  secretKey: 'TENCENT_MAP_SECRET',
})
const amapWords = inWordsOf({ key: 'AMAP_KEY', secretKey: 'AMAP_SECRET' })
const kuaidi100Words = inWordsOf({
  key: 'KUAIDI100_KEY',
  customer: 'KUAIDI100_CUSTOMER',
  secret: 'KUAIDI100_SECRET',
  salt: 'KUAIDI100_SALT',
  partners: 'KUAIDI100_PARTNERS',
  templateId: 'KUAIDI100_TEMPLATE',
  callbackUrl: 'PUBLIC_ORIGIN, with the path of the callbacks,',
})
const sfExpressWords = inWordsOf({
  partnerId: 'SF_EXPRESS_PARTNER_ID',
  checkWord: 'SF_EXPRESS_CHECK_WORD',
  monthlyCard: 'SF_EXPRESS_MONTHLY_CARD',
  digest: 'SF_EXPRESS_DIGEST',
  product: 'SF_EXPRESS_PRODUCT',
  serviceUrl: 'SF_EXPRESS_SERVICE',
})

/** What an adapter complains of, in the words of the environment; undefined for the settings then. */
const parsed = <Parsed>(
  parse: () => Parsed,
  ConfigFault: new (problems: readonly string[]) => Error & { readonly problems: readonly string[] },
  words: (problem: string) => string,
  complain: Complain,
): Parsed | undefined => {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error
    for (const problem of error.problems) complain(words(problem))
    return undefined
  }
}

/** The parsed object, or undefined when the text is not a JSON object. */
const parseObject = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A map is its key, and the secret of one that asks for signatures. */
const secretOf = (secretKey: string | undefined) => (secretKey === undefined ? {} : { secretKey })

const readKuaidi100 = (env: Env, publicOrigin: string, complain: Complain): Kuaidi100Config | undefined => {
  const names = ['KUAIDI100_KEY', 'KUAIDI100_CUSTOMER', 'KUAIDI100_SECRET', 'KUAIDI100_SALT'] as const
  const values = all(env, names, complain)
  if (values === undefined) return undefined
  const { KUAIDI100_PARTNERS: partnersText = '{}', KUAIDI100_TEMPLATE: templateId } = env
  const partners = parseObject(partnersText) as Kuaidi100Settings['partners']
  if (partners === undefined) {
    complain('KUAIDI100_PARTNERS must be JSON: {"zhongtong":{"partnerId":"…"}}.')
    return undefined
  }
  const settings: Kuaidi100Settings = {
    key: values.KUAIDI100_KEY,
    customer: values.KUAIDI100_CUSTOMER,
    secret: values.KUAIDI100_SECRET,
    salt: values.KUAIDI100_SALT,
    partners,
    ...(templateId === undefined ? {} : { templateId }),
    ...KUAIDI100_HOSTS,
    callbackUrl: `${publicOrigin}${KUAIDI100_PUSH_PATH}`,
  }
  return parsed(() => parseKuaidi100Config(settings), Kuaidi100ConfigError, kuaidi100Words, complain)
}

const readSfExpress = (env: Env, complain: Complain): SfExpressConfig | undefined => {
  const names = ['SF_EXPRESS_PARTNER_ID', 'SF_EXPRESS_CHECK_WORD', 'SF_EXPRESS_MONTHLY_CARD'] as const
  const values = all(env, names, complain)
  if (values === undefined) return undefined
  const { SF_EXPRESS_DIGEST: digest, SF_EXPRESS_PRODUCT: product } = env
  const parse = () =>
    parseSfExpressConfig({
      partnerId: values.SF_EXPRESS_PARTNER_ID,
      checkWord: values.SF_EXPRESS_CHECK_WORD,
      monthlyCard: values.SF_EXPRESS_MONTHLY_CARD,
      ...(digest === undefined ? {} : { digest: digest as 'md5' }),
      ...(product === undefined ? {} : { product: Number(product) }),
      serviceUrl: env['SF_EXPRESS_SERVICE'] ?? SF_EXPRESS_HOST,
    })
  return parsed(parse, SfExpressConfigError, sfExpressWords, complain)
}

/** Maps and carriers; each undefined where it is not given, or where it is wrong and was complained of. */
export const readRoads = (env: Env, publicOrigin: string, complain: Complain): RoadsConfig => {
  const {
    TENCENT_MAP_KEY: tencentKey,
    TENCENT_MAP_SECRET: tencentSecret,
    AMAP_KEY: amapKey,
    AMAP_SECRET: amapSecret,
  } = env
  if (tencentKey === undefined && tencentSecret !== undefined)
    complain('TENCENT_MAP_KEY is missing beside TENCENT_MAP_SECRET.')
  if (amapKey === undefined && amapSecret !== undefined) complain('AMAP_KEY is missing beside AMAP_SECRET.')
  const openTencent = (key: string) => () =>
    parseTencentMapConfig({ key, ...secretOf(tencentSecret), baseUrl: TENCENT_MAP_HOST })
  const openAmap = (key: string) => () =>
    parseAmapConfig({ key, ...secretOf(amapSecret), baseUrl: AMAP_HOST })
  return {
    tencentMap:
      tencentKey === undefined
        ? undefined
        : parsed(openTencent(tencentKey), TencentMapConfigError, tencentMapWords, complain),
    amap: amapKey === undefined ? undefined : parsed(openAmap(amapKey), AmapConfigError, amapWords, complain),
    kuaidi100: readKuaidi100(env, publicOrigin, complain),
    sfExpress: readSfExpress(env, complain),
  }
}
