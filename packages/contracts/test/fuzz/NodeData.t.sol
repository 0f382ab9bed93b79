// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsTypes} from "../../contracts/interfaces/IServiceNodeRewardsTypes.sol";
import {NodeData} from "../../contracts/rewards/NodeData.sol";

contract NodeDataTest {
    function testFuzz_encodeThenDecode(uint16 feeBps, uint256 key, uint256 seed, uint8 number) external pure {
        NodeData.Record memory record = _record(feeBps, key, seed, number % 11);
        _assertEqual(NodeData.decode(NodeData.encode(record)), record);
    }

    function testFuzz_encodedLength(uint256 seed, uint8 number) external pure {
        uint256 contributors = number % 11;
        require(NodeData.encode(_record(1, 2, seed, contributors)).length == 34 + 48 * contributors, "length");
    }

    function testFuzz_writeThenReadBatch(uint24 firstId, uint256 seed, uint8 number) external {
        uint256 count = 1 + (number % 12);
        NodeData.Record[] memory records = new NodeData.Record[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 salt = uint256(keccak256(abi.encode(seed, i)));
            records[i] = _record(uint16(salt), salt, salt, 1 + (salt % 10));
        }
        address blob = NodeData.writeBatch(firstId, records);
        require(uint8(blob.code[0]) == 0, "STOP first: the blob can't be run");
        for (uint256 i = 0; i < count; ++i) {
            _assertEqual(NodeData.readBatch(blob, uint256(firstId) + i), records[i]);
        }
    }

    function _record(
        uint16 feeBps,
        uint256 key,
        uint256 seed,
        uint256 number
    ) private pure returns (NodeData.Record memory record) {
        IServiceNodeRewardsTypes.Contributor[] memory shares = new IServiceNodeRewardsTypes.Contributor[](number);
        for (uint256 i = 0; i < number; ++i) {
            uint256 word = uint256(keccak256(abi.encode(seed, i, "share")));
            shares[i] = IServiceNodeRewardsTypes.Contributor(
                address(uint160(word)),
                address(uint160(word >> 96)),
                uint64(word >> 7)
            );
        }
        return NodeData.Record(feeBps, key, shares);
    }

    function _assertEqual(NodeData.Record memory actual, NodeData.Record memory expected) private pure {
        require(keccak256(abi.encode(actual)) == keccak256(abi.encode(expected)), "records differ");
    }
}
