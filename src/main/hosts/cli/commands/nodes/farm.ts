import type { Command } from 'commander';
import type { FarmTotalsAnswer } from '#shared/contract/nodes/farm.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';
import { renderFarm } from './farm-text.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

function rowToJson(row: FarmNodeRow) {
  const { uptime, reward, lastReceipt, capacity } = row;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    demo: row.isDemo,
    certification: row.certification,
    concern: row.concern,
    verdict: row.verdict,
    refusal: row.refusal,
    capacity,
    reward: reward === null ? null : { musd: reward.musd, tft: reward.tft, zeroed_by: reward.zeroedBy },
    uptime:
      uptime === null
        ? null
        : {
            state: uptime.state,
            standing: uptime.standing,
            permille: uptime.permille,
            target_permille: uptime.targetPermille,
            budget_left_seconds: uptime.budgetLeftS,
            expected_tft: uptime.expectedTft,
            at_risk_tft: uptime.atRiskTft,
          },
    last_receipt:
      lastReceipt === null
        ? null
        : {
            period: lastReceipt.periodName,
            permille: lastReceipt.permille,
            musd: lastReceipt.musd,
            tft: lastReceipt.tft,
          },
  };
}

function totalsToJson(totals: FarmTotalsAnswer) {
  const { lastPaid } = totals;
  return {
    nodes: totals.nodes,
    verdicts: totals.verdicts,
    states: totals.states,
    standings: totals.standings,
    need_attention: totals.needAttention,
    cu: totals.cu,
    su: totals.su,
    cpr: totals.cpr,
    reward_tft: totals.rewardTft,
    reward_musd: totals.rewardMusd,
    expected_tft: totals.expectedTft,
    at_risk_tft: totals.atRiskTft,
    last_paid:
      lastPaid === null
        ? null
        : { period: lastPaid.periodName, nodes: lastPaid.nodes, musd: lastPaid.musd, tft: lastPaid.tft },
  };
}

/** `farmer farm`: how the whole farm is, its totals and every node, worst first. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--attention', 'only the nodes that need a hand', false)
    .action(async ({ attention }: { readonly attention: boolean }) => {
      const { nodes, totals, planned } = await session.calls.nodes.summariseFarm();
      const rows = nodes
        .filter(({ concern }) => !attention || needsAttention(concern))
        .toSorted((a, b) => concernRank(a.concern) - concernRank(b.concern) || a.id - b.id);
      session.print({ totals: totalsToJson(totals), planned: totalsToJson(planned), nodes: rows.map(rowToJson) }, () =>
        nodes.length === 0
          ? 'No nodes yet. "farmer check --record" adds this machine, "farmer nodes import" those of the grid.'
          : renderFarm(session.style, { totals, planned }, rows),
      );
    });
}
