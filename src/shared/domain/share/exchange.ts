/** One field of a choice in one version. */
export interface SharedChoice {
  readonly entity: string;
  readonly key: string;
  readonly field: string;
  /** As JSON. */
  readonly value: string | null;
  /** The clock that orders versions: milliseconds since 1970 in small steps, never behind one that was seen. */
  readonly version: number;
  readonly installationId: string;
}

/** What is sent of a table of facts. */
export interface SentFacts {
  readonly table: string;
  readonly rowCount: number;
  /** The rows in the text format of COPY, one a line. */
  readonly lines: string;
  /** Whether the shared database may have them already, of this installation or of the one that wrote them. */
  readonly isAgain: boolean;
  /** After the last rows of a table that is sent again: what the shared database has of this installation, and was not sent, is gone. */
  readonly sweep: { readonly upToSending: number; readonly nodes: readonly string[] } | null;
  /** Keys of rows that are not there any more, by the columns of the shared table. */
  readonly gone: readonly Readonly<Record<string, string | number | bigint | Uint8Array | null>>[];
}

/** What came of a table of facts. */
export interface ReceivedFacts {
  readonly table: string;
  readonly rowCount: number;
  /** A list of rows as JSON, each a list of the shared columns. */
  readonly rows: string;
  /** Keys of rows that no installation has any more, likewise. */
  readonly gone: string;
}

/** An installation as the shared database knows it. */
export interface SharedInstallation {
  readonly id: string;
  readonly name: string;
  /** The number of its last sending. */
  readonly sending: number;
  readonly heardAtMs: number;
}
