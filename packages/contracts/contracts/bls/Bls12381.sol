// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBlsErrors} from "./BlsErrors.sol";
import {Eip2537} from "./Eip2537.sol";
import {Field} from "./Field.sol";
import {HashToG2} from "./HashToG2.sol";

/// @notice An affine point of G1 in 96 bytes, x (48, big endian) ‖ y (48): all of it zero is the point at infinity.
/// @dev Three full words, in memory as in storage and in code.
struct G1Point {
    uint256 a;
    uint256 b;
    uint256 c;
}

/// @title BLS signatures over BLS12-381, public keys in G1 and signatures in G2
/// @notice Messages are always 32-byte EIP-712 digests. Users hand in EIP-2537 encodings: public keys of 128 bytes,
/// signatures of 256 bytes.
/// @dev G1ADD doesn't check subgroups: a key may only be added to others after `verify` or `verifyBatch` accepted a
/// proof of possession for it, whose pairing or MSM has checked its subgroup.
library Bls12381 {
    /// @notice Most proofs `verifyBatch` takes: 64 stay well below the transaction cap of 2^24 gas (EIP-7825).
    uint256 internal constant MAX_BATCH = 64;

    uint256 private constant LOW_128 = 0xffffffffffffffffffffffffffffffff;
    /// @dev −G, the negated generator of G1, as EIP-2537 words.
    uint256 private constant NEG_G_X_HIGH = 0x17f1d3a73197d7942695638c4fa9ac0f;
    uint256 private constant NEG_G_X_LOW = 0xc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb;
    uint256 private constant NEG_G_Y_HIGH = 0x114d1d6855d545a8aa7d76c8cf2e21f2;
    uint256 private constant NEG_G_Y_LOW = 0x67816aef1db507c96655b9d5caac42364e6f38ba0ecb751bad54dcd6b939c2ca;

    /// @notice Reads a public key as users hand it in. Whether it is on the curve and in the subgroup is checked by
    /// the pairing of its proof of possession.
    /// @param encoded EIP-2537 G1 point, 128 bytes
    /// @custom:error InvalidEncodingLength, NonCanonicalEncoding, PointAtInfinity
    function parseG1(bytes calldata encoded) internal pure returns (G1Point memory point) {
        if (encoded.length != Eip2537.G1_BYTES) {
            revert IBlsErrors.InvalidEncodingLength(encoded.length, Eip2537.G1_BYTES);
        }
        uint256 xHigh = uint256(bytes32(encoded[0:32]));
        uint256 xLow = uint256(bytes32(encoded[32:64]));
        uint256 yHigh = uint256(bytes32(encoded[64:96]));
        uint256 yLow = uint256(bytes32(encoded[96:128]));
        _requireCanonical(xHigh, xLow, yHigh, yLow);
        point = _pack(xHigh, xLow, yHigh, yLow);
        requireFinite(point);
    }

    /// @notice Checks a point given as 96 bytes: coordinates below p, not infinity.
    /// @custom:error NonCanonicalEncoding, PointAtInfinity
    function requireCanonical(G1Point memory point) internal pure {
        (uint256 xHigh, uint256 xLow, uint256 yHigh, uint256 yLow) = _unpack(point);
        _requireCanonical(xHigh, xLow, yHigh, yLow);
        requireFinite(point);
    }

    /// @custom:error PointAtInfinity
    function requireFinite(G1Point memory point) internal pure {
        if (isInfinity(point)) revert IBlsErrors.PointAtInfinity();
    }

    /// @notice Whether the point is the point at infinity.
    function isInfinity(G1Point memory point) internal pure returns (bool) {
        return point.a | point.b | point.c == 0;
    }

    /// @notice The EIP-2537 encoding, 128 bytes.
    function toEip2537(G1Point memory point) internal pure returns (bytes memory encoded) {
        encoded = new bytes(Eip2537.G1_BYTES);
        store(point, Eip2537.contentOf(encoded));
    }

    /// @notice keccak256 of the EIP-2537 encoding (128 bytes): equal to keccak256 of what `parseG1` read.
    function hash(G1Point memory point) internal pure returns (bytes32) {
        return keccak256(toEip2537(point));
    }

    /// @notice −point; infinity stays infinity.
    function neg(G1Point memory point) internal pure returns (G1Point memory) {
        if (isInfinity(point)) return point;
        (uint256 xHigh, uint256 xLow, uint256 yHigh, uint256 yLow) = _unpack(point);
        (yHigh, yLow) = Field.negate(yHigh, yLow);
        return _pack(xHigh, xLow, yHigh, yLow);
    }

    /// @notice left + right. Checks that both are on the curve, not their subgroup.
    /// @custom:error PrecompileRejected, InsufficientPrecompileGas, Eip2537Unavailable
    function add(G1Point memory left, G1Point memory right) internal view returns (G1Point memory) {
        uint256 buffer = Eip2537.allocate(256);
        store(left, buffer);
        store(right, buffer + 128);
        Eip2537.call(Eip2537.G1ADD, Eip2537.G1ADD_GAS, buffer, 256, buffer, 128);
        return load(buffer);
    }

    /// @notice left − right, as `add`.
    function subtract(G1Point memory left, G1Point memory right) internal view returns (G1Point memory) {
        return add(left, neg(right));
    }

    /// @notice Hashes a digest to G2, RFC 9380 with DST BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_.
    /// @return point EIP-2537 G2 point, 256 bytes
    function hashToG2(bytes32 digest) internal view returns (bytes memory point) {
        point = new bytes(Eip2537.G2_BYTES);
        HashToG2.hashDigest(digest, Eip2537.contentOf(point));
    }

    /// @notice Whether the signature over the digest belongs to the key: e(key, H(digest)) = e(G, signature). The
    /// pairing checks the subgroups of both.
    /// @param key public key, canonical; infinity is refused
    /// @param digest the message, an EIP-712 digest
    /// @param signature EIP-2537 G2 point, 256 bytes; infinity is refused
    /// @return valid false for a well-formed signature of another message or key
    /// @custom:error PointAtInfinity, InvalidEncodingLength, NonCanonicalEncoding, PrecompileRejected (point off the
    /// curve or outside the subgroup), InsufficientPrecompileGas, Eip2537Unavailable
    function verify(G1Point memory key, bytes32 digest, bytes calldata signature) internal view returns (bool valid) {
        requireFinite(key);
        uint256 pairs = Eip2537.allocate(2 * Eip2537.PAIR_BYTES);
        store(key, pairs);
        HashToG2.hashDigest(digest, pairs + Eip2537.G1_BYTES);
        _storeNegatedGenerator(pairs + Eip2537.PAIR_BYTES);
        if (signature.length != Eip2537.G2_BYTES) {
            revert IBlsErrors.InvalidEncodingLength(signature.length, Eip2537.G2_BYTES);
        }
        _copySignature(signature, pairs + Eip2537.PAIR_BYTES + Eip2537.G1_BYTES);
        return Eip2537.pairing(pairs, 2);
    }

    /// @notice Whether every signature belongs to its key over its own digest, by one product of pairings:
    /// ∏ e(r_i·key_i, H(digest_i)) = e(G, Σ r_i·signature_i). The coefficients r_i are 128 bits of a hash of all
    /// inputs, so that signatures made to cancel each other out fail but for a chance of 2^-127. The MSMs check the
    /// subgroups of all keys and signatures.
    /// @param keys 1 to MAX_BATCH public keys, canonical; infinity is refused
    /// @param digests one message per key, which has to name the key (a digest shared by keys proves no possession
    /// against a rogue key in the same batch)
    /// @param signatures the EIP-2537 G2 points one after the other, 256 bytes each; infinity is refused
    /// @return valid false if one signature at least is well-formed but wrong
    /// @custom:error InvalidBatch, and those of `verify`
    function verifyBatch(G1Point[] memory keys, bytes32[] memory digests, bytes calldata signatures)
        internal
        view
        returns (bool valid)
    {
        uint256 count = keys.length;
        if (count == 0 || count > MAX_BATCH || digests.length != count) {
            revert IBlsErrors.InvalidBatch(count, MAX_BATCH);
        }
        if (signatures.length != count * Eip2537.G2_BYTES) {
            revert IBlsErrors.InvalidEncodingLength(signatures.length, count * Eip2537.G2_BYTES);
        }
        bytes32 seed = _batchSeed(keys, digests, signatures);
        // Pairs of the pairing: (−G, Σ r_i·signature_i), then (r_i·key_i, H(digest_i)).
        uint256 pairs = Eip2537.allocate((count + 1) * Eip2537.PAIR_BYTES);
        uint256 terms = Eip2537.allocate(count * (Eip2537.G2_BYTES + 32));
        for (uint256 i = 0; i < count; ++i) {
            uint256 coefficient = (uint256(keccak256(abi.encode(seed, i))) & LOW_128) | 1;
            uint256 pair = pairs + (i + 1) * Eip2537.PAIR_BYTES;
            _storeMultiple(keys[i], coefficient, pair);
            uint256 term = terms + i * (Eip2537.G2_BYTES + 32);
            _copySignature(signatures[i * Eip2537.G2_BYTES:(i + 1) * Eip2537.G2_BYTES], term);
            _mstore(term + Eip2537.G2_BYTES, coefficient);
            HashToG2.hashDigest(digests[i], pair + Eip2537.G1_BYTES);
        }
        _storeNegatedGenerator(pairs);
        Eip2537.call(
            Eip2537.G2MSM,
            count * Eip2537.G2MUL_GAS,
            terms,
            count * (Eip2537.G2_BYTES + 32),
            pairs + Eip2537.G1_BYTES,
            Eip2537.G2_BYTES
        );
        return Eip2537.pairing(pairs, count + 1);
    }

    /// @notice Writes the EIP-2537 encoding (128 bytes) to memory.
    function store(G1Point memory point, uint256 pointer) internal pure {
        (uint256 xHigh, uint256 xLow, uint256 yHigh, uint256 yLow) = _unpack(point);
        assembly ("memory-safe") {
            mstore(pointer, xHigh)
            mstore(add(pointer, 32), xLow)
            mstore(add(pointer, 64), yHigh)
            mstore(add(pointer, 96), yLow)
        }
    }

    /// @notice Negates the EIP-2537 encoding (128 bytes) in memory; infinity stays infinity.
    function negateStored(uint256 pointer) internal pure {
        uint256 yHigh;
        uint256 yLow;
        assembly ("memory-safe") {
            yHigh := mload(add(pointer, 64))
            yLow := mload(add(pointer, 96))
        }
        // No point of the curve has y = 0: x³ = −4 has no solution.
        if (yHigh | yLow == 0) return;
        (yHigh, yLow) = Field.negate(yHigh, yLow);
        _mstore(pointer + 64, yHigh);
        _mstore(pointer + 96, yLow);
    }

    /// @notice Reads a canonical EIP-2537 encoding (128 bytes) from memory.
    function load(uint256 pointer) internal pure returns (G1Point memory) {
        uint256 xHigh;
        uint256 xLow;
        uint256 yHigh;
        uint256 yLow;
        assembly ("memory-safe") {
            xHigh := mload(pointer)
            xLow := mload(add(pointer, 32))
            yHigh := mload(add(pointer, 64))
            yLow := mload(add(pointer, 96))
        }
        return _pack(xHigh, xLow, yHigh, yLow);
    }

    function _requireCanonical(uint256 xHigh, uint256 xLow, uint256 yHigh, uint256 yLow) private pure {
        if (!Field.isCanonical(xHigh, xLow) || !Field.isCanonical(yHigh, yLow)) {
            revert IBlsErrors.NonCanonicalEncoding();
        }
    }

    function _batchSeed(G1Point[] memory keys, bytes32[] memory digests, bytes calldata signatures)
        private
        pure
        returns (bytes32)
    {
        bytes32 keysHash;
        for (uint256 i = 0; i < keys.length; ++i) {
            keysHash = keccak256(abi.encode(keysHash, keys[i]));
        }
        return keccak256(abi.encode(keysHash, digests, keccak256(signatures)));
    }

    /// @dev coefficient · key as EIP-2537 encoding, by an MSM of one pair, which checks the subgroup.
    function _storeMultiple(G1Point memory key, uint256 coefficient, uint256 output) private view {
        requireFinite(key);
        uint256 input = Eip2537.allocate(Eip2537.G1_BYTES + 32);
        store(key, input);
        _mstore(input + Eip2537.G1_BYTES, coefficient);
        Eip2537.call(Eip2537.G1MSM, Eip2537.G1MUL_GAS, input, Eip2537.G1_BYTES + 32, output, Eip2537.G1_BYTES);
    }

    /// @dev The signature must be 256 bytes. Order of coordinates: x.c0, x.c1, y.c0, y.c1 (EIP-2537).
    function _copySignature(bytes calldata signature, uint256 output) private pure {
        bool canonical = true;
        uint256 any = 0;
        unchecked {
            for (uint256 offset = 0; offset < Eip2537.G2_BYTES; offset += 64) {
                uint256 high;
                uint256 low;
                assembly ("memory-safe") {
                    high := calldataload(add(signature.offset, offset))
                    low := calldataload(add(signature.offset, add(offset, 32)))
                    mstore(add(output, offset), high)
                    mstore(add(output, add(offset, 32)), low)
                }
                bool below = Field.isCanonical(high, low);
                assembly ("memory-safe") {
                    canonical := and(canonical, below)
                }
                any |= high | low;
            }
        }
        if (!canonical) revert IBlsErrors.NonCanonicalEncoding();
        if (any == 0) revert IBlsErrors.PointAtInfinity();
    }

    function _storeNegatedGenerator(uint256 pointer) private pure {
        assembly ("memory-safe") {
            mstore(pointer, NEG_G_X_HIGH)
            mstore(add(pointer, 32), NEG_G_X_LOW)
            mstore(add(pointer, 64), NEG_G_Y_HIGH)
            mstore(add(pointer, 96), NEG_G_Y_LOW)
        }
    }

    function _mstore(uint256 pointer, uint256 word) private pure {
        assembly ("memory-safe") {
            mstore(pointer, word)
        }
    }

    function _pack(uint256 xHigh, uint256 xLow, uint256 yHigh, uint256 yLow) private pure returns (G1Point memory) {
        return G1Point((xHigh << 128) | (xLow >> 128), (xLow << 128) | yHigh, yLow);
    }

    function _unpack(G1Point memory point)
        private
        pure
        returns (uint256 xHigh, uint256 xLow, uint256 yHigh, uint256 yLow)
    {
        xHigh = point.a >> 128;
        xLow = (point.a << 128) | (point.b >> 128);
        yHigh = point.b & LOW_128;
        yLow = point.c;
    }
}
