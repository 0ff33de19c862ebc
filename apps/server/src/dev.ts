/** `npm run dev`: starts from the sources, which Node watches. */
import { start } from './start.ts'

await start()
