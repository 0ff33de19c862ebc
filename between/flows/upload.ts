/**
 * A picture comes in: noted, worked on, noted. And the way back: pictures that nothing ever showed go again,
 * and with them what a crash left behind.
 */
import { actorKey, type InputOf } from '@tiantou/kernel'
import { Media } from '@tiantou/media/contract'
import { type CrossJob, flow, type FlowContext } from '@tiantou/platform'
import { RemovePicture, SweepUploads, UploadEvidence, UploadPicture } from './upload.contract.ts'

type Upload = Parameters<Parameters<typeof flow<typeof UploadPicture>>[1]>[0]

interface Sent extends Pick<Upload, 'upload'> {
  readonly purpose: InputOf<typeof Media.commands.receive>['purpose']
  readonly label?: string
}

type Context = Pick<FlowContext<typeof UploadPicture>, 'actor' | 'ask' | 'step' | 'effect'>

const take = async ({ purpose, label = '', upload }: Sent, { actor, ask, step, effect }: Context) => {
  const owner = actorKey(actor)
  const { name, ready } = await step('receive', Media.commands.receive, { owner, purpose, label, upload })
  const { items } = ready ? await ask(Media.queries.pictures, { names: [name] }) : { items: [] }
  const known = items[0]
  const prepared =
    known === undefined
      ? await effect('prepare', Media.effects.prepare, { name, upload })
      : { is: 'ready' as const, width: known.width, height: known.height }
  return step('record', Media.commands.record, { name, prepared })
}

export const uploadPicture = flow(UploadPicture, take)
export const uploadEvidence = flow(UploadEvidence, (input, context) => take(input, context))

export const removePicture = flow(RemovePicture, async ({ name, begun }, { step, effect }) => {
  if (!begun) await step('begin', Media.commands.beginRemoval, { name, orphan: true })
  await effect('files', Media.effects.removeFiles, { name })
  return step('end', Media.commands.endRemoval, { name })
})

export const sweepUploads = flow(SweepUploads, (_input, { effect }) =>
  effect('sweep', Media.effects.sweepIncoming, {}),
)

const BITE = 200
const EVERY_S = 600

/** What nothing shows is removed; a removal that broke off is brought to its end. */
export const sweepPictures: CrossJob = {
  name: 'media.sweep',
  every_s: EVERY_S,
  run: async ({ ask, run, now }) => {
    const turn = Math.floor(now / (EVERY_S * 1_000))
    await run(SweepUploads, {}, `sweep:${turn}`)
    const { items } = await ask(Media.queries.removable, { limit: BITE })
    for (const { name, state } of items)
      await run(RemovePicture, { name, begun: state === 'removing' }, `${name}:${state}:${turn}`)
  },
}
