// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";

/// @title EIP-712 digests signed by BLS keys
/// @notice The domain is computed with each digest: chain id and contract are never those of another deployment.
library Digests {
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant NAME_HASH = keccak256("Session Network");
    bytes32 private constant VERSION_HASH = keccak256("1");
    bytes32 private constant PROOF_OF_POSSESSION_TYPEHASH =
        keccak256("ProofOfPossession(bytes32 blsKeyHash,address operator,uint256 ed25519Pubkey)");
    bytes32 private constant CHECKPOINT_TYPEHASH =
        keccak256("Checkpoint(uint64 height,uint64 time,bytes32 blockHash,bytes32 claimsRoot)");

    /// @param blsKeyHash keccak256 of the 96-byte affine key.
    function proofOfPossession(
        bytes32 blsKeyHash,
        address operator,
        uint256 ed25519Pubkey
    ) internal view returns (bytes32) {
        return _typed(keccak256(abi.encode(PROOF_OF_POSSESSION_TYPEHASH, blsKeyHash, operator, ed25519Pubkey)));
    }

    function checkpoint(IServiceNodeRewardsTypes.Checkpoint calldata c) internal view returns (bytes32) {
        return _typed(keccak256(abi.encode(CHECKPOINT_TYPEHASH, c.height, c.time, c.blockHash, c.claimsRoot)));
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, address(this))
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
