// Writes every sentence of the core for its translators: node scripts/collect-sentences.ts
import { writeFileSync } from 'node:fs';
import { collectSentences, SENTENCES_FILE } from './sentences.ts';

const sentences = collectSentences();
writeFileSync(
  SENTENCES_FILE,
  `${JSON.stringify(Object.fromEntries(sentences.map((text) => [text, text])), null, 2)}\n`,
);
console.log(`${sentences.length} sentences`);
