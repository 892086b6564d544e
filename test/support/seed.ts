import * as fc from 'fast-check';

/** What `npm test` draws is the same each time; `npm run fuzz` draws from another seed. */
export const SEED = Number(process.env['FARMER_FUZZ_SEED'] ?? 20_261_128);

fc.configureGlobal({ seed: SEED });
