import type { Command } from 'commander';
import type { FarmingPolicy, PolicyRates, TypedPolicy } from '#shared/contract/rules/policies.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import { allInEnglish } from '#shared/message.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';

interface AddOptions {
  readonly cu: number;
  readonly su: number;
  readonly nu: number;
  readonly ipv4: number;
  readonly minimum?: number;
  readonly name?: string;
  readonly source?: string;
  readonly default?: boolean;
  readonly immutable?: boolean;
}

const JSON_NAMES = { isDefault: 'is_default', isImmutable: 'is_immutable' };

const policyNumber = whole('the policy', MAX_CHAIN_NUMBER);
const reward = (option: string) => whole(option, MAX_CHAIN_NUMBER);

const ORIGINS = {
  published: 'published',
  typed: 'typed in',
  grid: 'on the chain',
  receipt: 'on a receipt',
  unknown: 'unknown',
} as const satisfies Record<FarmingPolicy['origin'], string>;

function amounts(rates: PolicyRates | null, minimum: number | null): readonly string[] {
  const known = rates === null ? null : [rates.cuMusd, rates.suMusd, rates.nuMusd, rates.ipv4HourMusd].map(String);
  return [...(known ?? ['unknown', 'unknown', 'unknown', 'unknown']), minimum === null ? 'unknown' : String(minimum)];
}

const COLUMNS = [
  'Name',
  right('CU mUSD'),
  right('SU mUSD'),
  right('NU mUSD'),
  right('IPv4 mUSD'),
  right('Minimum ‰'),
] as const;

function renderPolicies(style: Style, policies: readonly FarmingPolicy[]): string {
  return renderTable(
    style,
    [right('Policy'), ...COLUMNS, 'Known from'],
    policies.map(({ id, name, rates, minimumPermille, origin, source }) => [
      style.strong(String(id)),
      name ?? '',
      ...amounts(rates, minimumPermille),
      source === null ? ORIGINS[origin] : `${ORIGINS[origin]}: ${source}`,
    ]),
  );
}

async function list(session: CliSession): Promise<void> {
  const answer = allInEnglish(await session.calls.rules.policies.list());
  session.print(toSnakeCase(answer, JSON_NAMES), () =>
    [
      renderPolicies(session.style, answer.policies),
      renderTable(
        session.style,
        [...COLUMNS, 'Not used before it is typed in'],
        answer.examples.map(({ name, rates, minimumPermille, note }) => [
          name,
          ...amounts(rates, minimumPermille),
          note,
        ]),
      ),
    ].join('\n\n'),
  );
}

async function add(session: CliSession, id: number, options: AddOptions): Promise<void> {
  const typed: TypedPolicy = {
    id,
    name: options.name ?? null,
    rates: { cuMusd: options.cu, suMusd: options.su, nuMusd: options.nu, ipv4HourMusd: options.ipv4 },
    minimumPermille: options.minimum ?? null,
    isDefault: options.default ?? null,
    isImmutable: options.immutable ?? null,
    source: options.source ?? null,
  };
  const policy = await session.calls.rules.policies.save(typed);
  session.print(toSnakeCase({ policy }, JSON_NAMES), () => `Policy ${id} is known now; nodes on it are paid by it.`);
}

/** `farmer rules policies`: what farming policies pay; those that are not published can be typed in. */
export function definePolicies(command: Command, session: CliSession): void {
  const policies = command
    .command('policies')
    .description('what farming policies pay; those that are not published can be typed in')
    .action(() => list(session));
  policies
    .command('add')
    .description('enter what a policy pays, or change it')
    .argument('<policy>', 'its number on the chain', policyNumber)
    .requiredOption('--cu <mUSD>', 'milli-USD per CU and month', reward('--cu'))
    .requiredOption('--su <mUSD>', 'milli-USD per SU and month', reward('--su'))
    .requiredOption('--nu <mUSD>', 'milli-USD per GiB of public traffic', reward('--nu'))
    .requiredOption('--ipv4 <mUSD>', 'milli-USD per IPv4 hour', reward('--ipv4'))
    .option('--minimum <permille>', 'uptime below which it pays nothing', whole('--minimum', 1000))
    .option('--name <text>', 'a name for it')
    .option('--source <text>', 'where the numbers were read')
    .option('--default', 'the chain marks it as a default')
    .option('--no-default', 'the chain marks it as no default')
    .option('--immutable', 'the chain marks it as immutable')
    .option('--no-immutable', 'the chain marks it as not immutable')
    .action((id: number, options: AddOptions) => add(session, id, options));
  policies
    .command('remove')
    .description('remove a policy that was entered')
    .argument('<policy>', 'its number on the chain', policyNumber)
    .action(async (id: number) => {
      const answer = await session.calls.rules.policies.remove({ id });
      session.print(toSnakeCase(answer), () =>
        answer.removed ? `Removed what was typed in for policy ${id}.` : `Nothing was typed in for policy ${id}.`,
      );
    });
}
