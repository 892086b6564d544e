import type { HashCheck, ReceiptKind } from '#shared/contract/uptime/receipts.ts';
import type { NodeTerms } from '#shared/domain/uptime/receipt-terms.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A stored receipt with its original content. */
export interface StoredReceipt {
  readonly id: number;
  readonly kind: ReceiptKind;
  /** Null for a payment sent again, which names no node. */
  readonly nodeId: number | null;
  readonly periodIndex: number;
  /** Empty where the receipt has none. */
  readonly hash: string;
  readonly verification: HashCheck;
  readonly contentJson: string;
  readonly importedAtMs: number;
}

/** A receipt before it has an id. */
export interface NewReceipt extends Omit<StoredReceipt, 'id'> {
  /** SHA-256 of its content with the fields in a fixed order. */
  readonly contentSha256: string;
}

const COLUMNS = 'id, kind, node_id, period_index, hash, verification, content_json, imported_at_ms';

function prepareStatements(database: FarmerDatabase) {
  const same = 'content_sha256 = @contentSha256 AND node_id IS @nodeId';
  const order = 'ORDER BY period_index DESC, imported_at_ms DESC, content_sha256, hash';
  return {
    find: database.query<{ id: number; hash: string }>(
      `SELECT id, hash FROM receipts WHERE ${same} AND (hash = @hash OR hash = '' OR @hash = '') ORDER BY hash DESC`,
    ),
    nameHash: database.statement(`
      UPDATE receipts SET hash = @hash WHERE id = @id`),
    verify: database.statement(`
      UPDATE receipts SET verification = @verification WHERE id = @id AND verification <> 'verified'
        AND (verification = 'unverifiable' OR @verification = 'verified')`),
    insert: database.statement(`
      INSERT INTO receipts (kind, node_id, period_index, hash, verification, content_sha256, content_json, imported_at_ms)
      VALUES (@kind, @nodeId, @periodIndex, @hash, @verification, @contentSha256, @contentJson, @importedAtMs)`),
    all: database.query<StoredReceipt>(`SELECT ${COLUMNS} FROM receipts ${order}`),
    ofNodes: database.query<StoredReceipt>(
      `SELECT ${COLUMNS} FROM receipts WHERE node_id IN (SELECT value FROM json_each(@ids)) ${order}`,
    ),
    ofKind: database.query<StoredReceipt>(`SELECT ${COLUMNS} FROM receipts WHERE kind = @kind ${order}`),
    terms: database.query<{ terms: NodeTerms }>(
      'SELECT terms_json AS terms FROM receipt_terms WHERE node_id = @nodeId',
      { json: ['terms'] },
    ),
    saveTerms: database.statement('INSERT OR REPLACE INTO receipt_terms VALUES (@nodeId, @terms)'),
  };
}

/** Minting receipts of every node, their corrections, and payments sent again. */
export function createReceiptStore(database: FarmerDatabase) {
  const statements = prepareStatements(database);
  const listOf = (nodeIds: readonly number[]) => statements.ofNodes.all({ ids: JSON.stringify(nodeIds) });
  return {
    /** Keeps one row for each hash and content; a row without a hash is replaced when the same content comes with one. */
    add: (receipt: NewReceipt) => {
      const { nodeId, contentSha256, hash, verification } = receipt;
      const known = statements.find.get({ nodeId, contentSha256, hash });
      if (known === undefined) {
        return { id: statements.insert.run({ ...receipt }).insertedId, isNew: true };
      }
      if (known.hash === '' && hash !== '') {
        statements.nameHash.run({ id: known.id, hash });
      }
      if (verification !== 'unverifiable') {
        statements.verify.run({ id: known.id, verification });
      }
      return { id: known.id, isNew: false };
    },
    /** Of one node, or of all when it is null; the latest period first. */
    list: (nodeId: number | null) => (nodeId === null ? statements.all.all() : listOf([nodeId])),
    /** Of all these nodes. */
    listOf,
    /** All of one kind, of every node; payments sent again name no node. */
    listKind: (kind: ReceiptKind) => statements.ofKind.all({ kind }),
    /** The values that receipts wrote into a node; null where they have written none. */
    termsOf: (nodeId: number) => statements.terms.get({ nodeId })?.terms ?? null,
    saveTerms: (nodeId: number, terms: NodeTerms) =>
      void statements.saveTerms.run({ nodeId, terms: JSON.stringify(terms) }),
  };
}
