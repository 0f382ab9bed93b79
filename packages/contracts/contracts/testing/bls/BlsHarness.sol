// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bls12381, G1Point} from "../../bls/Bls12381.sol";
import {IBlsErrors} from "../../bls/BlsErrors.sol";
import {Eip2537} from "../../bls/Eip2537.sol";
import {Field} from "../../bls/Field.sol";
import {HashToG2} from "../../bls/HashToG2.sol";

/// @notice The functions of the BLS libraries, one by one, for tests.
contract BlsHarness is IBlsErrors {
    function parseG1(bytes calldata encoded) external pure returns (bytes memory) {
        return Bls12381.toEip2537(Bls12381.parseG1(encoded));
    }

    function requireCanonical(uint256 a, uint256 b, uint256 c) external pure {
        Bls12381.requireCanonical(G1Point(a, b, c));
    }

    function hash(bytes calldata encoded) external pure returns (bytes32) {
        return Bls12381.hash(Bls12381.parseG1(encoded));
    }

    function neg(bytes calldata encoded) external pure returns (bytes memory) {
        return Bls12381.toEip2537(Bls12381.neg(Bls12381.parseG1(encoded)));
    }

    function negInfinity() external pure returns (bool) {
        return Bls12381.isInfinity(Bls12381.neg(G1Point(0, 0, 0)));
    }

    function add(bytes calldata left, bytes calldata right) external view returns (bytes memory) {
        return Bls12381.toEip2537(Bls12381.add(Bls12381.parseG1(left), Bls12381.parseG1(right)));
    }

    function subtract(bytes calldata left, bytes calldata right) external view returns (bytes memory) {
        return Bls12381.toEip2537(Bls12381.subtract(Bls12381.parseG1(left), Bls12381.parseG1(right)));
    }

    function hashToG2(bytes32 digest) external view returns (bytes memory) {
        return Bls12381.hashToG2(digest);
    }

    function verify(bytes calldata key, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return Bls12381.verify(Bls12381.parseG1(key), digest, signature);
    }

    /// @dev Any words, infinity and numbers above p among them, as key.
    function verifyRaw(G1Point memory key, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return Bls12381.verify(key, digest, signature);
    }

    function verifyBatch(G1Point[] memory keys, bytes32[] memory digests, bytes calldata signatures)
        external
        view
        returns (bool)
    {
        return Bls12381.verifyBatch(keys, digests, signatures);
    }

    /// @return valid the answer, `gasUsed` the cost of the library alone
    function verifyGas(bytes calldata key, bytes32 digest, bytes calldata signature)
        external
        view
        returns (bool valid, uint256 gasUsed)
    {
        G1Point memory point = Bls12381.parseG1(key);
        uint256 before = gasleft();
        valid = Bls12381.verify(point, digest, signature);
        gasUsed = before - gasleft();
    }

    function hashToG2Gas(bytes32 digest) external view returns (uint256 gasUsed) {
        uint256 output = Eip2537.allocate(256);
        uint256 before = gasleft();
        HashToG2.hashDigest(digest, output);
        return before - gasleft();
    }

    function expandMessageXmd(bytes memory message, bytes memory dst, uint256 length)
        external
        view
        returns (bytes memory uniform)
    {
        uniform = new bytes(length);
        HashToG2.expandMessageXmd(message, dst, Eip2537.contentOf(uniform), length);
    }

    function hashToField(bytes memory message, bytes memory dst) external view returns (bytes memory elements) {
        elements = new bytes(256);
        uint256 pointer = Eip2537.contentOf(elements);
        HashToG2.expandMessageXmd(message, dst, pointer, 256);
        for (uint256 i = 0; i < 4; ++i) {
            Field.reduce512(pointer + 64 * i);
        }
    }

    function hashMessageToG2(bytes memory message, bytes memory dst) external view returns (bytes memory point) {
        point = new bytes(256);
        HashToG2.hashMessage(message, dst, Eip2537.contentOf(point));
    }

    function reduce512(uint256 high, uint256 low) external pure returns (uint256, uint256) {
        uint256 pointer = Eip2537.allocate(64);
        assembly ("memory-safe") {
            mstore(pointer, high)
            mstore(add(pointer, 32), low)
        }
        Field.reduce512(pointer);
        assembly ("memory-safe") {
            high := mload(pointer)
            low := mload(add(pointer, 32))
        }
        return (high, low);
    }

    /// @dev The checked call with any input, to any address.
    function callPrecompile(address precompile, uint256 gasBound, bytes memory input, uint256 outputBytes)
        external
        view
        returns (bytes memory output, uint256 gasUsed)
    {
        output = new bytes(outputBytes);
        uint256 before = gasleft();
        Eip2537.call(precompile, gasBound, Eip2537.contentOf(input), input.length, Eip2537.contentOf(output), outputBytes);
        gasUsed = before - gasleft();
    }

    /// @dev Gas which a refused call costs its caller.
    function callPrecompileFails(address precompile, uint256 gasBound, bytes memory input, uint256 outputBytes)
        external
        view
        returns (uint256 gasUsed)
    {
        uint256 before = gasleft();
        try this.callPrecompile(precompile, gasBound, input, outputBytes) {
            revert("accepted");
        } catch {}
        return before - gasleft();
    }

    /// @dev Calls itself with little gas and passes on what comes back.
    function withGas(uint256 gasLimit, bytes calldata data) external view returns (bytes memory) {
        (bool success, bytes memory result) = address(this).staticcall{gas: gasLimit}(data);
        if (success) return result;
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
