// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBlsErrors} from "./BlsErrors.sol";

/// @title Keys kept in contract code
/// @notice Reading code costs 2,600 gas for up to 24,576 bytes, reading a slot 2,100 for 32. A blob's address follows
/// from its salt alone: its creation code, the same for all, asks its creator for the content. So no slot has to hold
/// addresses, and no other CREATE can move them.
/// @dev The contract using this library (under a proxy: the implementation) needs
/// `function pendingKeyBlob() external view { KeyBlobs.returnPending(); }`. It answers with nothing but while a blob
/// is being created. No STOP prefix is needed: a blob starts with a coordinate below p, whose first byte 0x00 to 0x1a
/// is STOP, an opcode that wants operands, or none at all, so that running a blob changes nothing.
library KeyBlobs {
    /// @dev Transient slot of the pending content's length in bytes; the content's words follow.
    /// ERC-7201 slot of "session.storage.KeyBlob".
    uint256 private constant PENDING = 0x88dc5ea82d913593beb966883b6ec7859425da0c7bbe220afb73b84578512b00;

    /// @dev PUSH4 pendingKeyBlob() · PUSH0 · MSTORE · PUSH0 · PUSH0 · PUSH1 4 · PUSH1 28 · CALLER · GAS · STATICCALL ·
    /// RETURNDATASIZE · PUSH0 · PUSH0 · RETURNDATACOPY · RETURNDATASIZE · PUSH0 · RETURN
    uint256 private constant INIT_CODE = 0x6329c1ba445f525f5f6004601c335afa3d5f5f3e3d5ff3;
    uint256 private constant INIT_CODE_BYTES = 23;
    /// @dev keccak256 of the creation code: part of every address, so that it never changes.
    uint256 private constant INIT_CODE_HASH = 0xccf92dd29cd05028affe8477b06d9030767f9122db0adef2d40243409fc506c1;

    /// @notice Salts are the id for a single key, `PAGE_SALT | word` for a page of 256, `GROUP_SALT | ⌊id / 16⌋` for a
    /// group of 16.
    uint256 internal constant PAGE_SALT = 1 << 32;
    uint256 internal constant GROUP_SALT = 1 << 33;

    /// @notice Creates the blob of a salt.
    /// @param salt unique among all blobs of this contract
    /// @param content memory address of the content
    /// @param length bytes, at most 24,576 (EIP-170)
    /// @custom:error BlobCreationFailed
    function create(uint256 salt, uint256 content, uint256 length) internal {
        bool created;
        assembly ("memory-safe") {
            tstore(PENDING, length)
            let words := shr(5, add(length, 31))
            for { let i := 0 } lt(i, words) { i := add(i, 1) } {
                tstore(add(PENDING, add(i, 1)), mload(add(content, shl(5, i))))
            }
            mstore(0, shl(72, INIT_CODE))
            let blob := create2(0, 0, INIT_CODE_BYTES, salt)
            tstore(PENDING, 0)
            created := and(iszero(iszero(blob)), eq(extcodesize(blob), length))
        }
        if (!created) revert IBlsErrors.BlobCreationFailed(salt);
    }

    /// @notice Answers the creation code's question. Ends the call.
    function returnPending() internal view {
        assembly ("memory-safe") {
            let start := mload(0x40)
            let length := tload(PENDING)
            let words := shr(5, add(length, 31))
            for { let i := 0 } lt(i, words) { i := add(i, 1) } {
                mstore(add(start, shl(5, i)), tload(add(PENDING, add(i, 1))))
            }
            return(start, length)
        }
    }

    /// @notice Prepares the computation of addresses.
    /// @return template memory address of the 96 bytes which `addressOf` completes
    function addressTemplate() internal view returns (uint256 template) {
        assembly ("memory-safe") {
            template := mload(0x40)
            mstore(0x40, add(template, 96))
            // 0xff ‖ creator (20) ‖ salt (32) ‖ hash of the creation code (32), from byte 11 on: EIP-1014.
            mstore(template, or(shl(160, 0xff), address()))
            mstore(add(template, 64), INIT_CODE_HASH)
        }
    }

    /// @notice Address of the blob of a salt, whether created yet or not.
    function addressOf(uint256 template, uint256 salt) internal pure returns (address blob) {
        assembly ("memory-safe") {
            mstore(add(template, 32), salt)
            blob := and(keccak256(add(template, 11), 85), 0xffffffffffffffffffffffffffffffffffffffff)
        }
    }

    /// @notice Copies a part of the blob to memory, zeros where there is none.
    function copy(address blob, uint256 offset, uint256 length, uint256 output) internal view {
        assembly ("memory-safe") {
            extcodecopy(blob, output, offset, length)
        }
    }
}
