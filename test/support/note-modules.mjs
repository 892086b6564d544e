import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Writes the address of every module that this process loads into FARMER_TEST_LOADED, one a line, at its end. */
const loaded = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
process.on('exit', () => writeFileSync(process.env.FARMER_TEST_LOADED, loaded.join('\n')));
