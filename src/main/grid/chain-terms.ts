import { z } from 'zod';
import type { TypedPolicy } from '#shared/contract/rules/policies.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import type { TwinState } from '#shared/domain/uptime/credit-types.ts';
import { chainNumber, nameText, readAnswer } from './json-answer.ts';

/** The fields of a twin that minting checks. */
export interface ChainTwin extends TwinState {
  readonly twinId: number;
}

/** The farming and pricing policies of the chain. */
export interface ChainPolicies {
  readonly farming: readonly Omit<TypedPolicy, 'source'>[];
  readonly pricing: readonly { readonly id: number; readonly dedicatedDiscountPercent: number }[];
}

const twinsSchema = z.object({
  twins: z.array(z.object({ twinID: chainNumber, relay: z.string().nullish(), publicKey: z.string().nullish() })),
});
/** A compressed public key: 33 bytes. */
const PUBLIC_KEY = /^0x[\da-f]{66}$/i;

const rate = z.number().int().min(0).max(MAX_CHAIN_NUMBER);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const farmingSchema = z
  .object({
    farmingPolicyID: chainNumber,
    name: nameText.nullish(),
    cu: rate,
    su: rate,
    nu: rate,
    ipv4: rate,
    minimalUptime: z.number().int().min(0).max(100).nullish(),
    immutable: flag,
    default: flag,
  })
  .transform(({ farmingPolicyID: id, name, cu, su, nu, ipv4, minimalUptime, immutable, default: isDefault }) => ({
    id,
    name: name ?? null,
    rates: { cuMusd: cu, suMusd: su, nuMusd: nu, ipv4HourMusd: ipv4 },
    minimumPermille: minimalUptime === null || minimalUptime === undefined ? null : minimalUptime * 10,
    isDefault,
    isImmutable: immutable,
  }));
const pricingSchema = z
  .object({ pricingPolicyID: chainNumber, dedicatedNodeDiscount: z.number().int().min(0).max(100) })
  .transform(({ pricingPolicyID: id, dedicatedNodeDiscount: dedicatedDiscountPercent }) => ({
    id,
    dedicatedDiscountPercent,
  }));
const policiesSchema = z.object({ farmingPolicies: z.array(z.unknown()), pricingPolicies: z.array(z.unknown()) });

function readable<T>(schema: z.ZodType<T>, entries: readonly unknown[]): readonly T[] {
  return entries.flatMap((entry) => {
    const read = schema.safeParse(entry);
    return read.success ? [read.data] : [];
  });
}

/** Twins in the order of their numbers; `exists` is false for one that the chain does not have. */
export function readTwins(twinIds: readonly number[], data: unknown, host: string): readonly ChainTwin[] {
  const known = new Map(readAnswer(twinsSchema, data, host).twins.map((twin) => [twin.twinID, twin]));
  return twinIds.map((twinId) => {
    const twin = known.get(twinId);
    return {
      twinId,
      exists: twin !== undefined,
      hasRelay: (twin?.relay ?? '') !== '',
      hasValidPublicKey: PUBLIC_KEY.test(twin?.publicKey ?? ''),
    };
  });
}

/** The policies of an answer; invalid ones are left out. */
export function readPolicies(data: unknown, host: string): ChainPolicies {
  const { farmingPolicies, pricingPolicies } = readAnswer(policiesSchema, data, host);
  return { farming: readable(farmingSchema, farmingPolicies), pricing: readable(pricingSchema, pricingPolicies) };
}
