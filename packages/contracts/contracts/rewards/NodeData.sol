// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";

/// @title What never changes of a node, kept in contract code
/// @notice A blob holds the records of consecutive ids. Code costs 200 gas per byte to write and little to read,
/// storage 22,100 per word; ten contributors would fill twenty words.
///
/// Record: feeBps (2) ‖ ed25519 key (32) ‖ n × [staker (20) ‖ beneficiary (20) ‖ amount (8)]
/// Batch:  00 (STOP) ‖ first id (3) ‖ number (1) ‖ number × end of the record (2) ‖ records
/// A node registered after the start has its record behind its key, see {SignerSet}; seeded ones share a batch.
library NodeData {
    using SafeCast for uint256;

    uint256 private constant HEADER_BYTES = 5;
    uint256 private constant END_BYTES = 2;
    uint256 private constant RECORD_BYTES = 34;
    uint256 private constant CONTRIBUTOR_BYTES = 48;
    /// @dev Returns everything behind itself as code: PUSH1 10 · MSIZE · DUP2 · CODESIZE · SUB · DUP1 · SWAP3 · MSIZE ·
    /// CODECOPY · RETURN, preceded by no other memory access, so that MSIZE is zero first.
    uint256 private constant INIT_CODE = 0x600b5981380380925939f3;
    uint256 private constant INIT_CODE_BYTES = 11;

    struct Record {
        uint16 feeBps;
        uint256 ed25519Pubkey;
        IServiceNodeRewardsTypes.Contributor[] contributors;
    }

    /// @notice The record of one node.
    function encode(Record memory record) internal pure returns (bytes memory encoded) {
        uint256 size = _size(record);
        // Each field is stored as a word whose end the next one overwrites; 32 bytes more take the last one's.
        encoded = new bytes(size + 32);
        _putRecord(_data(encoded), record);
        assembly ("memory-safe") {
            mstore(encoded, size)
        }
    }

    /// @notice Reads what {encode} wrote.
    function decode(bytes memory encoded) internal pure returns (Record memory record) {
        uint256 pointer = _data(encoded);
        record.feeBps = uint16(_get(pointer, 2));
        record.ed25519Pubkey = _get(pointer + 2, 32);
        uint256 number = (encoded.length - RECORD_BYTES) / CONTRIBUTOR_BYTES;
        record.contributors = new IServiceNodeRewardsTypes.Contributor[](number);
        pointer += RECORD_BYTES;
        for (uint256 i = 0; i < number; ++i) {
            record.contributors[i] = IServiceNodeRewardsTypes.Contributor(
                address(uint160(_get(pointer, 20))),
                address(uint160(_get(pointer + 20, 20))),
                _get(pointer + 40, 8)
            );
            pointer += CONTRIBUTOR_BYTES;
        }
    }

    /// @notice Writes the records of `firstId`, `firstId + 1`, … as one contract.
    function writeBatch(uint256 firstId, Record[] memory records) internal returns (address blob) {
        uint256 number = records.length;
        uint256 size = INIT_CODE_BYTES + HEADER_BYTES + number * END_BYTES;
        for (uint256 i = 0; i < number; ++i) {
            size += _size(records[i]);
        }
        bytes memory code = new bytes(size + 32);
        uint256 pointer = _put(_data(code), INIT_CODE, INIT_CODE_BYTES);
        pointer = _put(pointer, (firstId << 8) | number, HEADER_BYTES);
        uint256 end = 0;
        for (uint256 i = 0; i < number; ++i) {
            end += _size(records[i]);
            pointer = _put(pointer, end.toUint16(), END_BYTES);
        }
        for (uint256 i = 0; i < number; ++i) {
            pointer = _putRecord(pointer, records[i]);
        }
        assembly ("memory-safe") {
            blob := create(0, add(code, 32), size)
        }
        if (blob == address(0)) revert IServiceNodeRewardsErrors.NodeDataCreationFailed();
    }

    /// @notice Reads the record of `id` from its batch.
    function readBatch(address blob, uint256 id) internal view returns (Record memory record) {
        uint256 header = _load(blob, 0);
        uint256 index = id - ((header >> 224) & 0xffffff);
        uint256 number = (header >> 216) & 0xff;
        uint256 start = index == 0 ? 0 : _load(blob, HEADER_BYTES + (index - 1) * END_BYTES) >> 240;
        uint256 size = (_load(blob, HEADER_BYTES + index * END_BYTES) >> 240) - start;
        start += HEADER_BYTES + number * END_BYTES;
        bytes memory encoded = new bytes(size);
        assembly ("memory-safe") {
            extcodecopy(blob, add(encoded, 32), start, size)
        }
        return decode(encoded);
    }

    function _size(Record memory record) private pure returns (uint256) {
        return RECORD_BYTES + record.contributors.length * CONTRIBUTOR_BYTES;
    }

    function _data(bytes memory array) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := add(array, 32)
        }
    }

    function _putRecord(uint256 pointer, Record memory record) private pure returns (uint256) {
        pointer = _put(pointer, record.feeBps, 2);
        pointer = _put(pointer, record.ed25519Pubkey, 32);
        for (uint256 i = 0; i < record.contributors.length; ++i) {
            IServiceNodeRewardsTypes.Contributor memory c = record.contributors[i];
            pointer = _put(pointer, uint160(c.staker), 20);
            pointer = _put(pointer, uint160(c.beneficiary), 20);
            pointer = _put(pointer, c.amount.toUint64(), 8);
        }
        return pointer;
    }

    function _put(uint256 pointer, uint256 value, uint256 size) private pure returns (uint256) {
        assembly ("memory-safe") {
            mstore(pointer, shl(shl(3, sub(32, size)), value))
        }
        return pointer + size;
    }

    function _get(uint256 pointer, uint256 size) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := shr(shl(3, sub(32, size)), mload(pointer))
        }
    }

    function _load(address blob, uint256 offset) private view returns (uint256 word) {
        assembly ("memory-safe") {
            extcodecopy(blob, 0, offset, 32)
            word := mload(0)
        }
    }
}
