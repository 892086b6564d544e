const FILTER = 'nodeID_in: $gridNodeIds, id_gt: $afterId, id_lt: $beforeId';
const UPTIME = 'id nodeID uptime timestamp';
const TARGET = 'id nodeID newPowerTarget timestamp';
const STATE = 'id nodeID newPowerState timestamp';
const EVENT_VARIABLES = '$gridNodeIds: [Int!]!, $afterId: String!, $beforeId: String!, $limit: Int!';

function events(name: string, order: 'id_ASC' | 'id_DESC'): string {
  const args = `where: {${FILTER}}, orderBy: ${order}, limit: $limit`;
  return `query ${name}(${EVENT_VARIABLES}) {
    uptimeEvents(${args}) { ${UPTIME} }
    powerTargetReports(${args}) { ${TARGET} }
    powerStateReports(${args}) { ${STATE} }
  }`;
}

/** All queries. Events are selected by id because no other column has an index. */
export const QUERIES = {
  status: 'query Status { squidStatus { height } uptimeEvents(orderBy: id_DESC, limit: 1) { id timestamp } }',
  firstEvent: `query FirstEvent($from: String!) {
    uptimeEvents(where: {id_gte: $from}, orderBy: id_ASC, limit: 1) { id timestamp }
  }`,
  events: events('Events', 'id_ASC'),
  earlierEvents: events('EarlierEvents', 'id_DESC'),
  powerBefore: `query PowerBefore($gridNodeIds: [Int!]!, $beforeId: String!, $limit: Int!) {
    powerTargetReports(where: {nodeID_in: $gridNodeIds, id_lt: $beforeId}, orderBy: id_DESC, limit: $limit) { ${TARGET} }
    powerStateReports(where: {nodeID_in: $gridNodeIds, id_lt: $beforeId}, orderBy: id_DESC, limit: $limit) { ${STATE} }
  }`,
  tftPrice: 'query TftPrice { priceStoreds(orderBy: id_DESC, limit: 1) { newPrice timestamp } }',
  nodes: `query Nodes($gridNodeIds: [Int!]!, $limit: Int!) {
    nodes(where: {nodeID_in: $gridNodeIds}, orderBy: nodeID_ASC, limit: $limit) {
      nodeID farmID twinID country city farmingPolicyId certification virtualized connectionPrice updatedAt
      power { state target }
      resourcesTotal { cru mru sru hru }
    }
  }`,
  twins: `query Twins($twins: [Int!]!, $limit: Int!) {
    twins(where: {twinID_in: $twins}, limit: $limit) { twinID relay publicKey }
  }`,
  policies: `query Policies {
    farmingPolicies(orderBy: farmingPolicyID_ASC, limit: 1000) {
      farmingPolicyID name cu su nu ipv4 minimalUptime immutable default
    }
    pricingPolicies(orderBy: pricingPolicyID_ASC, limit: 1000) { pricingPolicyID dedicatedNodeDiscount }
  }`,
} as const;
