/** The door of the adapter: parse the settings, make the map. Its twin is behind `./twin`. */
export { type AmapConfig, AmapConfigError, type AmapSettings, parseAmapConfig } from './config.ts'
export { createAmap } from './maps.ts'
