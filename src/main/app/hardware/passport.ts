import { createHash } from 'node:crypto';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { knownResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import {
  MAX_PASSPORT_CHARACTERS,
  PASSPORT_KIND,
  type Passport,
  passportSchema,
} from '#shared/contract/hardware/passport.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** JSON without spaces and with sorted keys, so that equal content has equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The hash of a passport, over all fields except the hash itself. */
function passportHash(content: object): string {
  const rest = Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'hash'));
  return `sha256:${createHash('sha256').update(canonicalJson(rest)).digest('hex')}`;
}

/** Creates the passport of a machine. */
export function issuePassport(
  reading: HardwareReading,
  issued: { readonly name: string; readonly nowMs: number; readonly version: string },
): Passport {
  const content = {
    kind: PASSPORT_KIND,
    format: 1 as const,
    issuedAt: new Date(issued.nowMs).toISOString(),
    program: `Farmer ${issued.version}`,
    name: issued.name,
    resources: knownResources(resourcesOf(reading)),
    reading,
  } satisfies Omit<Passport, 'hash'>;
  return { ...content, hash: passportHash(content) };
}

function passportDocument(text: string): object | null {
  if (text.length > MAX_PASSPORT_CHARACTERS) return null;
  try {
    const document: unknown = JSON.parse(text);
    const isObject = typeof document === 'object' && document !== null;
    return isObject && 'kind' in document && document.kind === PASSPORT_KIND ? document : null;
  } catch {
    return null;
  }
}

/** Whether a text is JSON that declares itself a hardware passport. */
export function isPassportText(text: string): boolean {
  return passportDocument(text) !== null;
}

function parseDocument(text: string): object {
  const document = passportDocument(text);
  if (document !== null) {
    return document;
  }
  throw invalidInput(message('hardware:core.notHardwarePassport'), message('hardware:core.givePassportFile'));
}

/**
 * Reads a passport and checks that it is well formed, of a known format, undamaged, and consistent.
 * @throws FarmerError TOO_LARGE, INVALID_INPUT
 */
export function readPassport(text: string): Passport {
  if (text.length > MAX_PASSPORT_CHARACTERS) {
    throw new FarmerError('TOO_LARGE', message('hardware:core.passportTooLarge'), {
      hint: message('hardware:core.givePassportFile'),
    });
  }
  const document = parseDocument(text);
  if ('format' in document && document.format !== 1) {
    throw invalidInput(message('hardware:core.passportFormatUnknown'), message('hardware:core.updateFarmer'));
  }
  const parsed = passportSchema.safeParse(document);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw invalidInput(
      message('hardware:core.passportMalformed', { field }),
      message('hardware:core.exportAgainOnMachine'),
      {
        field,
      },
    );
  }
  // The hash covers the original document, so that fields of later versions are included.
  if (passportHash(document) !== parsed.data.hash) {
    throw invalidInput(message('hardware:core.passportHashDiffers'), message('hardware:core.exportAgain'));
  }
  const stated = canonicalJson(parsed.data.resources);
  if (stated !== canonicalJson(knownResources(resourcesOf(parsed.data.reading)))) {
    throw invalidInput(message('hardware:core.passportContradictsItself'), message('hardware:core.exportAgain'));
  }
  return parsed.data;
}
