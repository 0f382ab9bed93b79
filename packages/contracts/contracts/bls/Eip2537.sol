// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBlsErrors} from "./BlsErrors.sol";

/// @title Calls of the BLS12-381 precompiles
/// @notice Each call forwards a bounded amount of gas, because a precompile eats all it is given on bad input, and
/// checks success and the exact return size, because an address without precompile answers "success" with nothing.
/// @dev Addresses and prices: EIP-2537. The bounds are the price and a quarter.
library Eip2537 {
    address internal constant G1ADD = address(0x0b);
    address internal constant G1MSM = address(0x0c);
    address internal constant G2ADD = address(0x0d);
    address internal constant G2MSM = address(0x0e);
    address internal constant PAIRING = address(0x0f);
    address internal constant MAP_FP2_TO_G2 = address(0x11);

    /// @dev Price 375.
    uint256 internal constant G1ADD_GAS = 470;
    /// @dev Price 12,000 for one pair.
    uint256 internal constant G1MUL_GAS = 15_000;
    /// @dev Price 600.
    uint256 internal constant G2ADD_GAS = 750;
    /// @dev Price 22,500 for one pair, less per pair in longer sums.
    uint256 internal constant G2MUL_GAS = 28_000;
    /// @dev Price 37,700.
    uint256 internal constant PAIRING_BASE_GAS = 47_000;
    /// @dev Price 32,600.
    uint256 internal constant PAIRING_PAIR_GAS = 41_000;
    /// @dev Price 23,800.
    uint256 internal constant MAP_FP2_TO_G2_GAS = 30_000;

    uint256 internal constant G1_BYTES = 128;
    uint256 internal constant G2_BYTES = 256;
    /// @dev One pair of a pairing: G1 ‖ G2.
    uint256 internal constant PAIR_BYTES = 384;

    /// @notice Calls a precompile on memory.
    /// @param precompile its address
    /// @param gasBound gas to forward, at most
    /// @param input memory address of the input
    /// @param inputBytes length of the input
    /// @param output memory address for the result
    /// @param outputBytes exact length of the result
    function call(
        address precompile,
        uint256 gasBound,
        uint256 input,
        uint256 inputBytes,
        uint256 output,
        uint256 outputBytes
    ) internal view {
        // A call gets at most 63/64 of what is left (EIP-150); 200 covers this function itself.
        unchecked {
            if (gasleft() * 63 < (gasBound + 200) * 64) {
                revert IBlsErrors.InsufficientPrecompileGas(precompile, gasBound);
            }
        }
        bool success;
        uint256 returned;
        assembly ("memory-safe") {
            success := staticcall(gasBound, precompile, input, inputBytes, output, outputBytes)
            returned := returndatasize()
        }
        if (!success) revert IBlsErrors.PrecompileRejected(precompile);
        if (returned != outputBytes) revert IBlsErrors.Eip2537Unavailable(precompile);
    }

    /// @notice Whether the product of the pairings is one. The precompile checks curves and subgroups of all points.
    /// @param input memory address of the pairs, overwritten by the answer
    /// @param pairs their number
    function pairing(uint256 input, uint256 pairs) internal view returns (bool) {
        call(PAIRING, PAIRING_BASE_GAS + pairs * PAIRING_PAIR_GAS, input, pairs * PAIR_BYTES, input, 32);
        uint256 answer;
        assembly ("memory-safe") {
            answer := mload(input)
        }
        if (answer > 1) revert IBlsErrors.Eip2537Unavailable(PAIRING);
        return answer == 1;
    }

    /// @notice Takes memory behind everything allocated, not zeroed. The start is a multiple of 32 bytes.
    /// @param size bytes, a multiple of 32
    function allocate(uint256 size) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := mload(0x40)
            mstore(0x40, add(start, size))
        }
    }

    /// @notice Memory address of the first byte of `value`.
    function contentOf(bytes memory value) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := add(value, 32)
        }
    }
}
