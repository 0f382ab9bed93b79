/**
 * Domain separation tag of every signature: proof-of-possession scheme, draft-irtf-cfrg-bls-signature-05 section 4.2.3.
 * blst has it built in, the contract's BLS12-381 library uses the same.
 */
export const SIGNATURE_DST = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";
