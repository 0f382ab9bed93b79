// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {G1Point} from "../bls/Bls12381.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {Exits} from "./Exits.sol";
import {NodeData} from "./NodeData.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Views of nodes
/// @notice Linked to the façade and called by delegatecall.
library NodeViews {
    using SignerSet for SignerSet.Layout;

    /// @notice A node, active or gone.
    function node(uint24 id) external view returns (IServiceNodeRewardsTypes.Node memory) {
        return _node(id);
    }

    /// @notice Active nodes from `offset` on, at most `limit`.
    function nodes(
        uint256 offset,
        uint256 limit
    ) external view returns (IServiceNodeRewardsTypes.Node[] memory page, uint256 next) {
        uint256 active = RewardsStorage.signers().count();
        page = new IServiceNodeRewardsTypes.Node[](limit < active ? limit : active);
        uint256 found = 0;
        uint256 lastId = RewardsStorage.signers().lastId;
        uint256 id = offset;
        for (; id <= lastId && found < page.length; ++id) {
            uint256 bits = RewardsStorage.signers().active[id >> 8] >> (id & 0xff);
            if (bits == 0) id |= 0xff;
            else if (bits & 1 == 1) page[found++] = _node(uint24(id));
        }
        assembly ("memory-safe") {
            mstore(page, found)
        }
        next = _hasActive(id, lastId) ? id : 0;
    }

    /// @notice Id of the active node with this key.
    function idByKey(bytes calldata blsPubkey) external view returns (uint24) {
        bytes memory key = blsPubkey.length == 128
            ? bytes.concat(blsPubkey[16:64], blsPubkey[80:128])
            : bytes(blsPubkey);
        return uint24(RewardsStorage.load().idByKeyHash[keccak256(key)]);
    }

    function _hasActive(uint256 id, uint256 lastId) private view returns (bool) {
        for (; id <= lastId; id = (id | 0xff) + 1) {
            if (RewardsStorage.signers().active[id >> 8] >> (id & 0xff) != 0) return true;
        }
        return false;
    }

    function _node(uint24 id) private view returns (IServiceNodeRewardsTypes.Node memory n) {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        RewardsStorage.NodeSlot memory slot = $.nodes[id];
        n.id = id;
        if (slot.addedAt == 0) return n;
        NodeData.Record memory record = Exits.recordOf(id, slot.seedBlob);
        RewardsStorage.Lock memory lock = $.locks[id];
        G1Point memory key = RewardsStorage.signers().keyOf(id);
        n.state = _state(id, lock);
        n.operator = record.contributors[0].staker;
        n.blsPubkey = abi.encodePacked(key.a, key.b, key.c);
        n.ed25519Pubkey = record.ed25519Pubkey;
        n.feeBps = record.feeBps;
        n.contributors = record.contributors;
        for (uint256 i = 0; i < record.contributors.length; ++i) {
            n.deposit += record.contributors[i].amount;
        }
        n.penalty = lock.penalty;
        n.addedAt = slot.addedAt;
        n.leaveRequestedAt = slot.leaveRequestedAt;
        n.lastLeaveRequestAt = slot.lastLeaveRequestAt;
        n.lockedUntil = lock.lockedUntil;
    }

    function _state(
        uint24 id,
        RewardsStorage.Lock memory lock
    ) private view returns (IServiceNodeRewardsTypes.NodeState) {
        if (RewardsStorage.signers().isActive(id)) return IServiceNodeRewardsTypes.NodeState.Active;
        if (lock.lockedUntil == 0) return IServiceNodeRewardsTypes.NodeState.Exited;
        if (lock.withdrawn) return IServiceNodeRewardsTypes.NodeState.Withdrawn;
        return IServiceNodeRewardsTypes.NodeState.Locked;
    }
}
