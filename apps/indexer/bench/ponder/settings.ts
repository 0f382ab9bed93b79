// Given by the benchmark.
const settings = JSON.parse(process.env.BENCH_SETTINGS ?? "{}");

export const { chainId, contracts, databaseUrl, rpcUrl } = settings;
