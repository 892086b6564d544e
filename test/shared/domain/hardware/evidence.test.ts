import { describe, expect, it } from 'vitest';
import { evidenceOf } from '#shared/domain/hardware/evidence.ts';
import { allInEnglish, setEnglish } from '#shared/message.ts';
import hardware from '#shared/texts/en/hardware.json' with { type: 'json' };
import app from '#shared/texts/en/app.json' with { type: 'json' };
import { RECORDING_NAMES, readRecording } from '#test/main/hardware/recordings.ts';

const texts: Readonly<Record<string, string>> = { ...app.core, ...hardware.core };

describe('the evidence of a reading', () => {
  // Catches a claim whose evidence is missing, and a disk or a port that none is shown of.
  it.each(RECORDING_NAMES)('states the basis of every claim about %s', async (name) => {
    setEnglish((key) => texts[key.replace(/^.*:core\./, '')]);
    const reading = await readRecording(name);
    const evidence = allInEnglish(evidenceOf(reading));
    expect(evidence.filter(({ because, found }) => because === '' || found === '' || /earlier/.test(because))).toEqual(
      [],
    );
    const { disks, network } = reading.parts;
    const of = (claim: string) => evidence.filter((entry) => entry.claim === claim).map(({ about }) => about);
    // A part that was not read is one entry about the machine.
    const names = disks.state === 'known' ? disks.value.disks.map((disk) => disk.name) : [''];
    const ports = network.state === 'known' ? network.value.map((port) => port.name) : [''];
    expect([of('kind'), of('port')]).toEqual([names, ports]);
    expect([of('raid'), of('data'), of('identity')]).toEqual(
      disks.state === 'known' ? [names, names, names] : [[], [], []],
    );
  });
});
