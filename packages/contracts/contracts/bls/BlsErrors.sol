// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Errors of BLS12-381
/// @notice Every error of the BLS12-381 libraries. A façade inherits it so that its ABI names them.
interface IBlsErrors {
    /// @notice The chain has no EIP-2537 precompile at this address: the call succeeded and returned nothing.
    error Eip2537Unavailable(address precompile);
    /// @notice The precompile refused its input: a point off its curve or outside its subgroup.
    error PrecompileRejected(address precompile);
    /// @notice Too little gas was left to give the precompile what it needs. More gas may help.
    error InsufficientPrecompileGas(address precompile, uint256 required);

    /// @notice An encoding has another length than its format (bytes).
    error InvalidEncodingLength(uint256 actual, uint256 expected);
    /// @notice A coordinate is not below the field modulus, or its padding is not zero.
    error NonCanonicalEncoding();
    /// @notice The point at infinity as public key, as signature, or as the key left after subtraction.
    error PointAtInfinity();
    /// @notice RFC 9380 limits: DST of 1 to 255 bytes, output of 1 to 255 blocks.
    error InvalidExpandParameters();
    /// @notice A batch needs 1 to `limit` entries and lists of the same length.
    error InvalidBatch(uint256 keys, uint256 limit);

    /// @notice `nonSigners` is not a whole number of 34-byte entries.
    error MalformedNonSigners(uint256 length);
    /// @notice An entry's word is not above the one before.
    error NonSignersNotAscending(uint256 previous, uint256 word);
    /// @notice An entry names no node.
    error EmptyNonSignersWord(uint256 word);
    /// @notice An entry names ids which are no active signers (`unknown`: their bits).
    error NonSignersNotActive(uint256 word, uint256 unknown);

    /// @notice No active signer has this id.
    error SignerNotActive(uint256 id);
    /// @notice No key was ever stored for this id.
    error SignerUnknown(uint256 id);
    /// @notice Ids are given in order: the next one is `expected`.
    error UnexpectedSignerId(uint256 actual, uint256 expected);
    /// @notice Seeding has been finished.
    error SeedingFinished();
    /// @notice Seeding has not been finished yet.
    error SeedingOpen();
    /// @notice Pages are written in order, each once: the next one is `expected`.
    error UnexpectedPage(uint256 word, uint256 expected);
    /// @notice A page or batch of keys doesn't fit into its word of 256 ids.
    error PageOverflow(uint256 word, uint256 keys);
    /// @notice A lower word has no page yet.
    error WordNotCompactable(uint256 word);
    /// @notice The contract holding a key could not be created.
    error BlobCreationFailed(uint256 salt);
}
