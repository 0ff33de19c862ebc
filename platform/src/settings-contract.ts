/**
 * What the platform itself offers to staff: settings and flags, read and changed while the house runs. Every
 * house has it, whatever its modules are.
 */
import {
  defineContract,
  Nothing,
  Nullable,
  Obj,
  OneOf,
  PageInput,
  PageOf,
  Text,
  Time,
  Type,
} from '@tiantou/kernel'

const Name = Obj({ name: Text(120) })
const no_such_setting = { status: 404, doc: 'No setting of that name.' }

const SettingView = Obj({
  /** `order.payWithinMinutes` */
  name: Type.String(),
  /** One sentence for whoever changes it. */
  doc: Type.String(),
  /** JSON Schema of its values. */
  schema: Type.Unknown(),
  value: Type.Unknown(),
  /** What holds again after a reset. */
  base: Type.Unknown(),
  /** Who gave the value: the code, the operator's file, or staff at run time. */
  source: OneOf('code', 'file', 'staff'),
  setBy: Nullable(Type.String()),
  setAt: Nullable(Time),
})

export const PlatformContract = defineContract('platform', {
  doc: 'What the platform offers to staff: settings and flags at run time.',
  permissions: { 'settings.read': '查看设置', 'settings.manage': '修改设置与开关' },
  commands: {
    setSetting: {
      doc: 'Sets a setting or flag. It holds here at once, in other processes within five seconds.',
      who: { permission: 'settings.manage' },
      route: { method: 'POST', path: '/staff/settings/:name' },
      input: Obj({ ...Name.properties, value: Type.Unknown() }),
      output: Nothing,
      refusals: {
        no_such_setting,
        bad_value: {
          status: 422,
          doc: 'Not a value for this setting; its sentence and what does not fit are given.',
          data: Obj({
            doc: Type.String(),
            errors: Type.Array(Obj({ pointer: Type.String(), message: Type.String() })),
          }),
        },
      },
    },
    resetSetting: {
      doc: 'Gives a setting back to the operator’s file or, where that says nothing, to the code.',
      who: { permission: 'settings.manage' },
      route: { method: 'POST', path: '/staff/settings/:name/reset' },
      input: Name,
      output: Nothing,
      refusals: { no_such_setting },
    },
  },
  queries: {
    settings: {
      doc: 'Every setting with its value, where that comes from, and what it may be.',
      who: { permission: 'settings.read' },
      route: { method: 'GET', path: '/staff/settings' },
      input: Nothing,
      output: Obj({ items: Type.Array(SettingView) }),
    },
    settingHistory: {
      doc: 'Who set it to what, newest first. A reset has no value.',
      who: { permission: 'settings.read' },
      route: { method: 'GET', path: '/staff/settings/:name/history' },
      input: Obj({
        ...Name.properties,
        limit: PageInput.limit,
        cursor: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,14}$' })),
      }),
      output: PageOf(Obj({ at: Time, by: Type.String(), value: Type.Unknown(), isReset: Type.Boolean() })),
      refusals: { no_such_setting },
    },
  },
  events: {
    setting_changed: {
      doc: 'Staff set a setting, or gave it back.',
      version: 1,
      payload: Obj({ name: Type.String() }),
    },
  },
})
