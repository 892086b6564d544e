/** Whether every point of the campaigns is tried (`npm run crash`), or a drawn part of them (`npm test`). */
export function isWholeCampaign(): boolean {
  return process.env['FARMER_CRASH'] === 'all';
}
