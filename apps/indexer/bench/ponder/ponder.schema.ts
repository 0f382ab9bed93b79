import { index, onchainTable, primaryKey } from "ponder";

// The indexer's own views of L2 events: tables, columns, keys and indexes of apps/indexer/src/views. Integers of 64 bits are
// int8 there too; bytes are text here, as Ponder's hex is.

export const stakedNodes = onchainTable(
  "staked_nodes",
  (t) => ({
    id: t.integer().primaryKey(),
    operator: t.hex().notNull(),
    initiator: t.hex(),
    bls: t.hex().notNull(),
    ed25519: t.hex().notNull(),
    feeBps: t.smallint().notNull(),
    deposit: t.int8({ mode: "bigint" }).notNull(),
    isSeeded: t.smallint().notNull(),
    registeredBlock: t.int8({ mode: "bigint" }).notNull(),
    registeredTime: t.int8({ mode: "bigint" }).notNull(),
    registeredTx: t.hex().notNull(),
    exitRequestedTime: t.int8({ mode: "bigint" }),
    exitRequestedBy: t.hex(),
    left: t.text(),
    leftBlock: t.int8({ mode: "bigint" }),
    leftTime: t.int8({ mode: "bigint" }),
    leftTx: t.hex(),
    returned: t.int8({ mode: "bigint" }).notNull(),
    lockedUntil: t.int8({ mode: "bigint" }).notNull(),
    liquidator: t.hex(),
    liquidatorPenalty: t.int8({ mode: "bigint" }).notNull(),
    poolPenalty: t.int8({ mode: "bigint" }).notNull(),
    withdrawnBlock: t.int8({ mode: "bigint" }),
  }),
  (table) => ({
    operator: index().on(table.operator),
    ed25519: index().on(table.ed25519),
    bls: index().on(table.bls),
    initiator: index().on(table.initiator),
    fee: index().on(table.feeBps, table.id),
    deposit: index().on(table.deposit, table.id),
    registered: index().on(table.registeredTime, table.id),
  }),
);

export const stakedContributors = onchainTable(
  "staked_contributors",
  (t) => ({
    nodeId: t.integer().notNull(),
    position: t.smallint().notNull(),
    staker: t.hex().notNull(),
    beneficiary: t.hex().notNull(),
    amount: t.int8({ mode: "bigint" }).notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.nodeId, table.position] }),
    staker: index().on(table.staker),
    beneficiary: index().on(table.beneficiary),
  }),
);

export const pools = onchainTable(
  "pools",
  (t) => ({
    address: t.hex().primaryKey(),
    operator: t.hex().notNull(),
    bls: t.hex().notNull(),
    ed25519: t.hex().notNull(),
    feeBps: t.smallint().notNull(),
    reserved: t.jsonb().notNull(),
    manualFinalize: t.smallint().notNull(),
    stakingRequirement: t.int8({ mode: "bigint" }).notNull(),
    maxContributors: t.smallint().notNull(),
    state: t.text().notNull(),
    contributed: t.int8({ mode: "bigint" }).notNull(),
    contributors: t.smallint().notNull(),
    resets: t.integer().notNull(),
    nodeId: t.integer(),
    failure: t.hex(),
    deployedBlock: t.int8({ mode: "bigint" }).notNull(),
    deployedTime: t.int8({ mode: "bigint" }).notNull(),
    deployedTx: t.hex().notNull(),
    updatedTime: t.int8({ mode: "bigint" }).notNull(),
  }),
  (table) => ({
    operator: index().on(table.operator),
    state: index().on(table.state, table.updatedTime),
    ed25519: index().on(table.ed25519),
  }),
);

export const poolContributions = onchainTable(
  "pool_contributions",
  (t) => ({
    pool: t.hex().notNull(),
    staker: t.hex().notNull(),
    beneficiary: t.hex().notNull(),
    amount: t.int8({ mode: "bigint" }).notNull(),
    firstTime: t.int8({ mode: "bigint" }).notNull(),
    lastTime: t.int8({ mode: "bigint" }).notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.pool, table.staker] }),
    staker: index().on(table.staker),
  }),
);

export const claims = onchainTable(
  "claims",
  (t) => ({
    blockNumber: t.int8({ mode: "bigint" }).notNull(),
    logIndex: t.integer().notNull(),
    time: t.int8({ mode: "bigint" }).notNull(),
    txHash: t.hex().notNull(),
    recipient: t.hex().notNull(),
    amount: t.int8({ mode: "bigint" }).notNull(),
    lifetimeRewards: t.int8({ mode: "bigint" }).notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    recipient: index().on(table.recipient, table.blockNumber),
  }),
);

export const acceptedCheckpoints = onchainTable("accepted_checkpoints", (t) => ({
  height: t.int8({ mode: "bigint" }).primaryKey(),
  blockHash: t.hex().notNull(),
  claimsRoot: t.hex().notNull(),
  signers: t.integer().notNull(),
  nodes: t.integer().notNull(),
  blockNumber: t.int8({ mode: "bigint" }).notNull(),
  time: t.int8({ mode: "bigint" }).notNull(),
  txHash: t.hex().notNull(),
  isRevoked: t.smallint().notNull(),
}));

export const parameterChanges = onchainTable(
  "parameter_changes",
  (t) => ({
    blockNumber: t.int8({ mode: "bigint" }).notNull(),
    logIndex: t.integer().notNull(),
    time: t.int8({ mode: "bigint" }).notNull(),
    txHash: t.hex().notNull(),
    name: t.text().notNull(),
    args: t.jsonb().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.blockNumber, table.logIndex] }) }),
);

export const eventSubjects = onchainTable(
  "event_subjects",
  (t) => ({
    blockNumber: t.int8({ mode: "bigint" }).notNull(),
    logIndex: t.integer().notNull(),
    kind: t.text().notNull(),
    subject: t.hex().notNull(),
  }),
  (table) => ({
    // Ponder's tables need a key; it serves as the index ours has.
    pk: primaryKey({ columns: [table.subject, table.blockNumber, table.logIndex, table.kind] }),
  }),
);
