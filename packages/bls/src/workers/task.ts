/** Mark in `workerData` by which a thread knows that it was started for BLS. */
export const BLS_WORKER_TASK = "session-bls";
