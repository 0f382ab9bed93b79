// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bls12381, G1Point} from "../../bls/Bls12381.sol";
import {IBlsErrors} from "../../bls/BlsErrors.sol";
import {KeyBlobs} from "../../bls/KeyBlobs.sol";
import {SignerSet} from "../../bls/SignerSet.sol";

/// @notice A signer set with nothing around it, for tests: no permissions, and proofs of possession only where named.
contract SignerSetHarness is IBlsErrors {
    using SignerSet for SignerSet.Layout;

    error InvalidProof();

    event Verified(bool valid, uint256 absent);

    SignerSet.Layout private _set;

    function pendingKeyBlob() external view {
        KeyBlobs.returnPending();
    }

    /// @dev What the creation code's question gives later in the same transaction.
    function pendingAfterAdd(uint24 id, bytes calldata pubkey) external returns (bytes memory pending) {
        _set.add(id, pubkey);
        (, pending) = address(this).staticcall(abi.encodeCall(this.pendingKeyBlob, ()));
    }

    /// @dev Something else that creates contracts: must not move any blob.
    function createOther() external returns (address other) {
        assembly ("memory-safe") {
            other := create(0, 0, 0)
        }
    }

    function add(uint24 id, bytes calldata pubkey) external {
        _set.add(id, pubkey);
    }

    function addWithRecord(uint24 id, bytes calldata pubkey, bytes calldata record) external {
        _set.addWithRecord(id, Bls12381.parseG1(pubkey), record);
    }

    function register(bytes calldata pubkey, bytes32 digest, bytes calldata proof) external {
        G1Point memory key = Bls12381.parseG1(pubkey);
        if (!Bls12381.verify(key, digest, proof)) revert InvalidProof();
        _set.addWithRecord(_set.nextId(), key, "");
    }

    function remove(uint24 id) external {
        _set.remove(id);
    }

    function seedPage(uint16 word, bytes calldata keys) external {
        _set.seedPage(word, keys);
    }

    function seed(uint24 firstId, bytes32[] calldata digests, bytes calldata proofs) external {
        G1Point[] memory keys = _set.seededKeys(firstId, digests.length);
        if (!Bls12381.verifyBatch(keys, digests, proofs)) revert InvalidProof();
        _set.activate(firstId, keys);
    }

    /// @dev Without proofs, for tests of sets with thousands of keys.
    function activateUnproven(uint24 firstId, uint256 number) external {
        _set.activate(firstId, _set.seededKeys(firstId, number));
    }

    function seededKeys(uint24 firstId, uint256 number) external view returns (G1Point[] memory) {
        return _set.seededKeys(firstId, number);
    }

    /// @dev With keys from anywhere.
    function activate(uint24 firstId, G1Point[] calldata keys) external {
        _set.activate(firstId, keys);
    }

    function finishSeeding() external {
        _set.finishSeeding();
    }

    function compactKeys(uint16 word) external returns (bool) {
        return _set.compactKeys(word);
    }

    /// @dev The heart of a checkpoint, as a transaction to measure.
    function submit(bytes32 digest, bytes calldata signature, bytes calldata nonSigners) external {
        (G1Point memory key, uint256 absent) = _set.aggregateWithout(nonSigners);
        emit Verified(Bls12381.verify(key, digest, signature), absent);
    }

    function aggregateWithout(bytes calldata nonSigners)
        external
        view
        returns (bytes memory key, uint256 absent, uint256 gasUsed)
    {
        uint256 before = gasleft();
        G1Point memory point;
        (point, absent) = _set.aggregateWithout(nonSigners);
        gasUsed = before - gasleft();
        key = Bls12381.toEip2537(point);
    }

    function verifyWithout(bytes32 digest, bytes calldata signature, bytes calldata nonSigners)
        external
        view
        returns (bool)
    {
        (G1Point memory key,) = _set.aggregateWithout(nonSigners);
        return Bls12381.verify(key, digest, signature);
    }

    function state()
        external
        view
        returns (uint256 count, uint64 version, uint24 nextId, bool seeded, bytes memory aggregate)
    {
        return (
            _set.count(),
            _set.setVersion(),
            _set.nextId(),
            _set.isSeeded(),
            Bls12381.toEip2537(_set.aggregateKey())
        );
    }

    function isActive(uint24 id) external view returns (bool) {
        return _set.isActive(id);
    }

    function keyOf(uint24 id) external view returns (bytes memory) {
        return Bls12381.toEip2537(_set.keyOf(id));
    }

    function recordOf(uint24 id) external view returns (bytes memory) {
        return _set.recordOf(id);
    }
}
