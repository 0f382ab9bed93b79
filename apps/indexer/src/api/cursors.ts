/** A height of a cursor: within its column's 32 bits. */
export const HEIGHT = /^\d{1,9}$/;

/** A block number of a cursor: within its column's 64 bits. */
export const BLOCK_NUMBER = /^\d{1,18}$/;

/** A log index, or another number of 32 bits. */
export const INDEX = /^\d{1,9}$/;
