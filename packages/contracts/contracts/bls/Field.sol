// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title The base field of BLS12-381
/// @notice Elements are pairs of words `(high, low)`: EIP-2537's 64 bytes, of which the first 16 are zero.
library Field {
    /// @dev The modulus p, draft-irtf-cfrg-pairing-friendly-curves section 4.2.1: upper 125 bits.
    uint256 internal constant P_HIGH = 0x1a0111ea397fe69a4b1ba7b6434bacd7;
    /// @dev Lower 256 bits of p.
    uint256 internal constant P_LOW = 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab;
    /// @dev ⌊2^512 / p⌋.
    uint256 private constant BARRETT = 0x9d835d2f3cc9e45ce28101b0cc7a6ba29;

    /// @notice Whether the element is below p. That includes zero padding.
    function isCanonical(uint256 high, uint256 low) internal pure returns (bool canonical) {
        assembly ("memory-safe") {
            canonical := or(lt(high, P_HIGH), and(eq(high, P_HIGH), lt(low, P_LOW)))
        }
    }

    /// @notice p − x, for 0 < x < p.
    function negate(uint256 high, uint256 low) internal pure returns (uint256 negHigh, uint256 negLow) {
        assembly ("memory-safe") {
            negLow := sub(P_LOW, low)
            negHigh := sub(sub(P_HIGH, high), gt(low, P_LOW))
        }
    }

    /// @notice Reduces the 512-bit number at `pointer` in memory modulo p, in place: what RFC 9380 hash_to_field does with
    /// its 64-byte pieces.
    /// @dev Barrett: with μ = ⌊2^512/p⌋ the estimate ⌊high·μ/2^256⌋ of the quotient is at most 1 too small: it loses
    /// less than one by its own rounding, less than 0.11 by μ's (2^512/p = μ + 0.107…), and 2^-124 by dropping `low`. So
    /// p is subtracted once at most, and without a branch: the gas is the same for every number. Costs less than MODEXP.
    function reduce512(uint256 pointer) internal pure {
        assembly ("memory-safe") {
            let high := mload(pointer)
            let low := mload(add(pointer, 32))
            // Upper half of a·b: a·b mod 2^256−1 less a·b mod 2^256, less the borrow.
            let product := mul(high, BARRETT)
            let q := mulmod(high, BARRETT, not(0))
            q := sub(sub(q, product), lt(q, product))
            product := mul(q, P_LOW)
            let carry := mulmod(q, P_LOW, not(0))
            carry := sub(sub(carry, product), lt(carry, product))
            high := sub(sub(high, add(mul(q, P_HIGH), carry)), lt(low, product))
            low := sub(low, product)
            // Less p, unless the number is below p: `mask` is all ones if it isn't.
            let below := lt(low, P_LOW)
            let mask := sub(or(lt(high, P_HIGH), and(eq(high, P_HIGH), below)), 1)
            high := sub(high, and(mask, add(P_HIGH, below)))
            low := sub(low, and(mask, P_LOW))
            mstore(pointer, high)
            mstore(add(pointer, 32), low)
        }
    }
}
