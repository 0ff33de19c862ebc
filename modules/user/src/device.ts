/**
 * A device in words that its owner knows it by, `iPhone · 微信`. So coarse that it tells nobody apart: no
 * version, no model. Pure.
 */

type Names = readonly (readonly [RegExp, string])[]

const machines: Names = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙设备'],
  [/\bAndroid\b/, '安卓手机'],
  [/\bWindows\b/, 'Windows 电脑'],
  [/\bMacintosh\b/, 'Mac 电脑'],
  [/\bLinux\b/, 'Linux 电脑'],
]

// The order tells: nearly everybody calls himself Chrome and Safari too.
const programs: Names = [
  [/miniProgram/i, '微信小程序'],
  [/MicroMessenger/, '微信'],
  [/AlipayClient/, '支付宝'],
  [/\bEdgA?\//, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/\bQQBrowser\//i, 'QQ 浏览器'],
  [/\bUCBrowser\//i, 'UC 浏览器'],
  [/\bHuaweiBrowser\//i, '华为浏览器'],
  [/\bMiuiBrowser\//i, '小米浏览器'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const first = (names: Names, text: string): string[] => {
  const found = names.find(([pattern]) => pattern.test(text))
  return found === undefined ? [] : [found[1]]
}

/** The device behind a User-Agent; empty where it is nothing that people use. */
export const deviceOf = (userAgent: string): string => {
  const text = userAgent.slice(0, 500)
  return [...first(machines, text), ...first(programs, text)].join(' · ')
}
