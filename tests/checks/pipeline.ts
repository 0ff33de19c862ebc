/**
 * What a pipeline must do and must never do: workflows, Dockerfile, compose and Kubernetes files, parsed by
 * whoever calls. No Docker engine is asked; the files are judged as they stand. Pure.
 */

type Json = Readonly<Record<string, unknown>>

export interface Step {
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: Json
}

interface Job {
  readonly uses?: string
  readonly 'runs-on'?: string
  readonly 'timeout-minutes'?: number
  readonly container?: { readonly image?: string }
  readonly env?: Json
  readonly steps?: readonly Step[]
}

export interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

const secretName = /password|secret|token|_key|keys|kubeconfig|private|database_url/i
/** Keys and passwords as they look: PEM, cloud ids, tokens of code hosts, a password inside a URL. */
const secretText =
  /-----BEGIN|\bAKI[AD][A-Za-z0-9]{12,}|\bgh[pousr]_[A-Za-z0-9]{20,}|:\/\/[^\s:/@]+:[^\s$@/]+@/
/** What callers choose, pasted into a shell. */
const pasted = /\$\{\{\s*(github\.(event|head_ref|base_ref|ref_name)|inputs)\b/
const pinnedAction = /^(\.\/|[\w.-]+\/[\w./-]+@[0-9a-f]{40}$)/

/** `mariadb:10.11` is pinned, `mariadb` and `mariadb:latest` are not. */
const isPinned = (image: string): boolean => /[:@][\w.@:-]+$/.test(image) && !image.endsWith(':latest')

const envFaults = (at: string, env: Json | undefined): string[] =>
  Object.entries(env ?? {})
    .filter(([name]) => secretName.test(name))
    .filter(([, value]) => !/^\$\{\{ secrets\.\w+ \}\}$/.test(String(value)))
    .map(([name]) => `${at}: ${name} does not come from the secrets`)

const stepFaults = (at: string, step: Step): string[] => [
  ...(step.uses !== undefined && !pinnedAction.test(step.uses) ? [`${at}: ${step.uses} is not pinned`] : []),
  ...(pasted.test(step.run ?? '') ? [`${at}: what a caller chose is pasted into a shell`] : []),
  ...envFaults(at, step.env),
]

const jobFaults = (at: string, job: Job): string[] => {
  if (job.uses !== undefined) return pinnedAction.test(job.uses) ? [] : [`${at}: ${job.uses} is not pinned`]
  const image = job.container?.image
  return [
    ...(job['runs-on'] === undefined || /latest/.test(job['runs-on'])
      ? [`${at}: its runner is not pinned`]
      : []),
    ...(job['timeout-minutes'] === undefined ? [`${at}: may run for ever`] : []),
    ...(image !== undefined && !isPinned(image) ? [`${at}: ${image} is not pinned`] : []),
    ...envFaults(at, job.env),
    ...(job.steps ?? []).flatMap((step, i) => stepFaults(`${at}, step ${step.name ?? i + 1}`, step)),
  ]
}

/** All shell lines of a workflow, in order. */
export const linesOf = ({ jobs }: Workflow): string[] =>
  Object.values(jobs).flatMap((job) => (job.steps ?? []).flatMap((step) => (step.run ?? '').split('\n')))

/** What must be done, as patterns that lines match in this order. */
const missing = (at: string, lines: readonly string[], wanted: readonly RegExp[]): string[] => {
  let from = 0
  return wanted.flatMap((pattern) => {
    const found = lines.findIndex((line, i) => i >= from && pattern.test(line))
    if (found < 0) return [`${at}: nothing does ${pattern.source} in its turn`]
    from = found + 1
    return []
  })
}

/** Faults of one workflow; `wanted` are the shell lines it must have, in their order. */
export const checkWorkflow = (at: string, workflow: Workflow, text: string, wanted: readonly RegExp[]) => [
  ...(workflow.permissions === undefined ? [`${at}: asks for every permission`] : []),
  ...(secretText.test(text) ? [`${at}: a secret stands in it`] : []),
  ...Object.entries(workflow.jobs).flatMap(([name, job]) => jobFaults(`${at}, ${name}`, job)),
  ...missing(at, linesOf(workflow), wanted),
]

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
const instructionsOf = (text: string): { readonly word: string; readonly rest: string }[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, word = '', rest = ''] = /^([A-Za-z]+)\s+(.*)$/.exec(line.trim()) ?? []
      return word === '' ? [] : [{ word: word.toUpperCase(), rest }]
    })

/** Faults of a Dockerfile: stages, who runs, what is inside, how it is watched. */
export const checkDockerfile = (at: string, text: string): string[] => {
  const all = instructionsOf(text)
  const images = all.filter(({ word }) => word === 'FROM').map(({ rest }) => rest.split(' ')[0] ?? '')
  const last = all.slice(all.findLastIndex(({ word }) => word === 'FROM'))
  const has = (word: string, like = /./) => last.some((one) => one.word === word && like.test(one.rest))
  const built = all.filter(({ word }) => word === 'RUN').map(({ rest }) => rest)
  const named = all.filter(({ word, rest }) => ['ARG', 'ENV'].includes(word) && secretName.test(rest))
  const rules: readonly (readonly [boolean, string])[] = [
    [images.length >= 2, 'builds and runs in one stage'],
    [images.every(isPinned), 'an image is not pinned'],
    [built.some((run) => /npm ci/.test(run)), 'does not install what the lock file says'],
    [built.some((run) => /npm (prune|ci).*--omit=dev/.test(run)), 'keeps what only developers need'],
    [!last.some(({ word, rest }) => word === 'RUN' && /npm /.test(rest)), 'installs packages where it runs'],
    [has('USER') && !has('USER', /^(root|0)\b/), 'runs as root'],
    [has('HEALTHCHECK', /\/readyz/), 'does not ask whether it is ready'],
    [has('CMD', /^\[/), 'starts through a shell, which eats signals'],
    [has('ENV', /NODE_ENV=production/), 'is not in production mode'],
    [named.length === 0 && !secretText.test(text), 'a secret stands in it'],
    [!all.some(({ word }) => word === 'ADD'), 'adds what it should copy'],
  ]
  return rules.filter(([good]) => !good).map(([, fault]) => `${at}: ${fault}`)
}

interface Service {
  readonly image?: string
  readonly environment?: Json
  readonly privileged?: boolean
  readonly network_mode?: string
  readonly ports?: readonly string[]
  readonly healthcheck?: unknown
  readonly build?: unknown
}

const serviceFaults = (at: string, service: Service): string[] => {
  const { image = '', environment = {}, ports = [] } = service
  const open = Object.entries(environment)
    .filter(([name]) => secretName.test(name) && !name.startsWith('MARIADB_RANDOM'))
    .filter(([, value]) => !/\$\{\w+:\?/.test(String(value)))
  const own = /^\$\{\w+:-(.+)\}$/.exec(image)?.[1] ?? image
  return [
    ...(isPinned(own) ? [] : [`${at}: ${image} is not pinned`]),
    ...open.map(([name]) => `${at}: ${name} must come from the environment, or not start`),
    ...(service.privileged === true || service.network_mode === 'host'
      ? [`${at}: has the whole machine`]
      : []),
    ...ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${at}: ${port} is open to all`),
    // Our own image brings its health check along.
    ...(service.healthcheck === undefined && service.build === undefined
      ? [`${at}: nobody asks for its health`]
      : []),
  ]
}

/** Faults of a compose file. */
export const checkCompose = (at: string, compose: Json, text: string): string[] => [
  ...(secretText.test(text) ? [`${at}: a secret stands in it`] : []),
  ...Object.entries((compose['services'] ?? {}) as Record<string, Service>).flatMap(([name, service]) =>
    serviceFaults(`${at}, ${name}`, service),
  ),
]

const inside = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (at as Json | undefined)?.[key], value)

/**
 * Faults of Kubernetes objects: every Deployment is watched, unprivileged, and told its secrets by reference.
 */
export const checkKubernetes = (at: string, objects: readonly Json[]): string[] =>
  objects.flatMap((object) => {
    if (object['kind'] === 'Secret') return [`${at}: a Secret stands in it`]
    if (object['kind'] !== 'Deployment') return []
    const pod = inside(object, 'spec.template.spec')
    const rules = ((inside(pod, 'containers') ?? []) as Json[]).flatMap((container) => [
      [isPinned(String(container['image'])), 'its image is not pinned'],
      [inside(container, 'readinessProbe.httpGet.path') === '/readyz', 'nobody asks whether it is ready'],
      [inside(container, 'livenessProbe.httpGet.path') === '/healthz', 'nobody asks whether it lives'],
      [inside(container, 'securityContext.allowPrivilegeEscalation') === false, 'may rise to root'],
      [(container['env'] ?? null) === null, 'its variables stand in it'],
    ])
    const grace = Number(inside(pod, 'terminationGracePeriodSeconds') ?? 30)
    const all = [
      ...rules,
      [inside(pod, 'securityContext.runAsNonRoot') === true, 'runs as root'],
      [grace > 25, 'is killed while it finishes its work'],
    ] as const
    return all.filter(([good]) => good === false).map(([, fault]) => `${at}: ${String(fault)}`)
  })
