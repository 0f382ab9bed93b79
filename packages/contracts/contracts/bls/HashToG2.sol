// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBlsErrors} from "./BlsErrors.sol";
import {Eip2537} from "./Eip2537.sol";
import {Field} from "./Field.sol";

/// @title Hashing to G2, RFC 9380 suite BLS12381G2_XMD:SHA-256_SSWU_RO_
/// @notice expand_message_xmd with SHA-256, reduction modulo p, MAP_FP2_TO_G2 twice and G2ADD. Nothing is masked or
/// tried again, so that the result is uniform and its gas doesn't depend on the message.
library HashToG2 {
    /// @dev The suite id of the proof-of-possession scheme, draft-irtf-cfrg-bls-signature section 4.2.3: blst's default.
    bytes internal constant DST = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

    /// @dev Bytes expanded for two elements of Fp2: RFC 9380 section 5.2 with m = 2, L = 64.
    uint256 private constant UNIFORM_BYTES = 256;

    /// @notice Hashes a 32-byte digest with the scheme's own DST.
    /// @param digest the message
    /// @param output memory address for the point, 256 bytes EIP-2537
    function hashDigest(bytes32 digest, uint256 output) internal view {
        hashMessage(abi.encodePacked(digest), DST, output);
    }

    /// @notice RFC 9380 section 3, hash_to_curve.
    /// @param message any bytes
    /// @param dst domain separation tag, 1 to 255 bytes
    /// @param output memory address for the point, 256 bytes EIP-2537
    function hashMessage(bytes memory message, bytes memory dst, uint256 output) internal view {
        uint256 uniform = Eip2537.allocate(UNIFORM_BYTES);
        expandMessageXmd(message, dst, uniform, UNIFORM_BYTES);
        Field.reduce512(uniform);
        Field.reduce512(uniform + 64);
        Field.reduce512(uniform + 128);
        Field.reduce512(uniform + 192);
        mapToG2(uniform, output);
    }

    /// @notice Maps two elements of Fp2 to G2 and adds the points. The precompile clears the cofactor.
    /// @param elements memory address of u0.c0 ‖ u0.c1 ‖ u1.c0 ‖ u1.c1, 64 bytes each
    /// @param output memory address for the point, 256 bytes EIP-2537
    function mapToG2(uint256 elements, uint256 output) internal view {
        uint256 points = Eip2537.allocate(2 * Eip2537.G2_BYTES);
        Eip2537.call(Eip2537.MAP_FP2_TO_G2, Eip2537.MAP_FP2_TO_G2_GAS, elements, 128, points, 256);
        Eip2537.call(Eip2537.MAP_FP2_TO_G2, Eip2537.MAP_FP2_TO_G2_GAS, elements + 128, 128, points + 256, 256);
        Eip2537.call(Eip2537.G2ADD, Eip2537.G2ADD_GAS, points, 512, output, 256);
    }

    /// @notice RFC 9380 section 5.3.1, expand_message_xmd with SHA-256.
    /// @param message any bytes
    /// @param dst domain separation tag, 1 to 255 bytes (longer ones, section 5.3.3, are not used here)
    /// @param output memory address for the result
    /// @param length bytes wanted, a multiple of 32, at most 255 · 32
    function expandMessageXmd(bytes memory message, bytes memory dst, uint256 output, uint256 length) internal view {
        uint256 blocks = length / 32;
        if (dst.length == 0 || dst.length > 255 || length % 32 != 0 || blocks == 0 || blocks > 255) {
            revert IBlsErrors.InvalidExpandParameters();
        }
        // Behind everything allocated: 64 zero bytes ‖ message ‖ length (2) ‖ 0 ‖ DST ‖ DST length (1). The later
        // blocks' input, (b_0 xor b_{i-1}) ‖ i ‖ DST ‖ DST length, is written over it so that the DST stays in place.
        bool success;
        assembly ("memory-safe") {
            let messageLength := mload(message)
            let dstLength := mload(dst)
            let start := mload(0x40)
            let tail := add(add(start, 66), messageLength)
            mstore(start, 0)
            mstore(add(start, 32), 0)
            mcopy(add(start, 64), add(message, 32), messageLength)
            // 3 bytes at tail − 2: the length's two and the zero that stands in i's place.
            mstore(sub(tail, 2), shl(240, length))
            mcopy(add(tail, 1), add(dst, 32), dstLength)
            mstore8(add(add(tail, 1), dstLength), dstLength)
            // SHA-256 takes every input, so that its gas needs no bound. b_0 goes to scratch space.
            success := staticcall(gas(), 2, start, add(add(messageLength, 68), dstLength), 0, 32)
            success := and(success, eq(returndatasize(), 32))
            let b0 := mload(0)
            let previous := 0
            let input := sub(tail, 32)
            let inputLength := add(dstLength, 34)
            for { let i := 1 } iszero(gt(i, blocks)) { i := add(i, 1) } {
                mstore(input, xor(b0, previous))
                mstore8(tail, i)
                success := and(success, staticcall(gas(), 2, input, inputLength, output, 32))
                success := and(success, eq(returndatasize(), 32))
                previous := mload(output)
                output := add(output, 32)
            }
        }
        if (!success) revert IBlsErrors.PrecompileRejected(address(2));
    }
}
