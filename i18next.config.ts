import { defineConfig } from 'i18next-cli';

/**
 * What `i18next-cli lint` looks for: words written into a component, and values that a text does not name. Wrong keys do
 * not compile, and texts that nothing names fail test/shared/texts.test.ts: `extract` finds neither where a key is put
 * together or `t` is passed on.
 */
export default defineConfig({
  locales: ['en'],
  extract: {
    input: ['src/**/*.{ts,tsx}'],
    output: 'src/shared/texts/{{language}}/{{namespace}}.json',
    defaultNS: 'common',
    functions: ['t', '*.t', 'texts'],
  },
  lint: { checkConcatenation: 'off' },
});
