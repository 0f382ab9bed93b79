// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {G1Point} from "../bls/Bls12381.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "../interfaces/IServiceNodeRewardsEvents.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {Claims} from "./Claims.sol";
import {Checkpoints} from "./Checkpoints.sol";
import {NodeData} from "./NodeData.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Leaving: requests, exits, liquidations, locked stakes
/// @notice Linked to the façade and called by delegatecall.
library Exits {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SignerSet for SignerSet.Layout;

    /// @dev A contributor below one part in four of the deposit has to wait before it may ask for the exit.
    uint256 private constant SMALL_PARTS = 4;

    /// @notice Records a contributor's wish that the node leave.
    function request(uint24 id, uint256 smallContributorWait, uint256 repeat) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        if (!RewardsStorage.signers().isActive(id)) revert IServiceNodeRewardsErrors.NodeNotActive(id);
        RewardsStorage.NodeSlot memory slot = $.nodes[id];
        (uint256 stake, uint256 deposit) = _stakeOf(id, recordOf(id, slot.seedBlob));
        if (stake * SMALL_PARTS < deposit) _requireTime(slot.addedAt + smallContributorWait);
        if (slot.leaveRequestedAt == 0) slot.leaveRequestedAt = uint32(block.timestamp);
        else _requireTime(slot.lastLeaveRequestAt + repeat);
        slot.lastLeaveRequestAt = uint32(block.timestamp);
        $.nodes[id] = slot;
        emit IServiceNodeRewardsEvents.ServiceNodeExitRequest(id, msg.sender);
    }

    /// @notice Exit by leaf (2, id, lockedUntil).
    function exitByProof(
        IERC20 token,
        uint24 id,
        uint64 height,
        uint64 lockedUntil,
        bytes32[] calldata proof,
        uint256 minExitAge,
        uint256 maxLock
    ) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        address seedBlob = _requireLeaf($, Claims.KIND_EXIT, id, height, lockedUntil, proof, minExitAge);
        uint64 lock = _lockEnd(lockedUntil, maxLock);
        _removeKey($, id);
        if (lock != 0) {
            $.locks[id].lockedUntil = lock;
            emit IServiceNodeRewardsEvents.ServiceNodeExit(id, 0, lock);
            return;
        }
        emit IServiceNodeRewardsEvents.ServiceNodeExit(id, _returnStakes($, token, id, seedBlob, 0), 0);
    }

    /// @notice Liquidation by leaf (3, id, lockedUntil).
    function liquidate(
        IERC20 token,
        uint24 id,
        uint64 height,
        uint64 lockedUntil,
        bytes32[] calldata proof,
        uint256 minExitAge,
        uint256 maxLock
    ) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        address seedBlob = _requireLeaf($, Claims.KIND_LIQUIDATION, id, height, lockedUntil, proof, minExitAge);
        uint64 lock = _lockEnd(lockedUntil, maxLock);
        _removeKey($, id);
        (uint256 toLiquidator, uint256 toPool) = _penalties($, _depositOf(recordOf(id, seedBlob)));
        uint256 penalty = toLiquidator + toPool;
        $.locks[id] = RewardsStorage.Lock(lock, penalty.toUint96(), false);
        $.funds.totalPrincipal = (uint256($.funds.totalPrincipal) - penalty).toUint96();
        emit IServiceNodeRewardsEvents.ServiceNodeLiquidated(id, msg.sender, toLiquidator, toPool, lock);
        if (lock == 0) _returnStakes($, token, id, seedBlob, penalty);
        if (toLiquidator != 0) token.safeTransfer(msg.sender, toLiquidator);
        if (toPool != 0) token.safeTransfer($.pool, toPool);
    }

    /// @notice Exit without the network's consent, long after the request.
    function exitAfterWait(IERC20 token, uint24 id, uint256 exitWait) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        if (!RewardsStorage.signers().isActive(id)) revert IServiceNodeRewardsErrors.NodeNotActive(id);
        RewardsStorage.NodeSlot memory slot = $.nodes[id];
        if (slot.leaveRequestedAt == 0) revert IServiceNodeRewardsErrors.ExitNotRequested(id);
        _requireTime(slot.leaveRequestedAt + exitWait);
        _removeKey($, id);
        emit IServiceNodeRewardsEvents.ServiceNodeExit(id, _returnStakes($, token, id, slot.seedBlob, 0), 0);
    }

    /// @notice Pays a locked stake after its lock.
    function withdrawLocked(IERC20 token, uint24 id) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        RewardsStorage.Lock memory lock = $.locks[id];
        if (lock.lockedUntil == 0 || lock.withdrawn) revert IServiceNodeRewardsErrors.NotLocked(id);
        _requireTime(lock.lockedUntil);
        $.locks[id].withdrawn = true;
        uint256 returned = _returnStakes($, token, id, $.nodes[id].seedBlob, lock.penalty);
        emit IServiceNodeRewardsEvents.LockedStakeWithdrawn(id, returned);
    }

    /// @notice The record of a node ever registered or seeded.
    function recordOf(uint24 id, address seedBlob) internal view returns (NodeData.Record memory) {
        if (seedBlob != address(0)) return NodeData.readBatch(seedBlob, id);
        return NodeData.decode(RewardsStorage.signers().recordOf(id));
    }

    function _requireLeaf(
        RewardsStorage.Layout storage $,
        uint8 kind,
        uint24 id,
        uint64 height,
        uint64 lockedUntil,
        bytes32[] calldata proof,
        uint256 minExitAge
    ) private view returns (address seedBlob) {
        if (!RewardsStorage.signers().isActive(id)) revert IServiceNodeRewardsErrors.NodeNotActive(id);
        RewardsStorage.NodeSlot memory slot = $.nodes[id];
        // Registration and exit in one transaction would let borrowed stakes sign.
        _requireTime(slot.addedAt + minExitAge);
        Claims.verifyLeaf(Checkpoints.requireRoot(height), kind, id, lockedUntil, proof);
        return slot.seedBlob;
    }

    /// @dev Signers can delay a stake, never keep it: a lock ends `maxLock` from now at the latest. 0 is no lock.
    function _lockEnd(uint64 lockedUntil, uint256 maxLock) private view returns (uint64) {
        if (lockedUntil <= block.timestamp) return 0;
        return uint64(Math.min(lockedUntil, block.timestamp + maxLock));
    }

    function _removeKey(RewardsStorage.Layout storage $, uint24 id) private {
        G1Point memory key = RewardsStorage.signers().remove(id);
        bytes32 keyHash;
        assembly ("memory-safe") {
            keyHash := keccak256(key, 96)
        }
        delete $.idByKeyHash[keyHash];
    }

    /// @dev Pays each share to its staker, the operator's less `penalty`. The token calls nobody back.
    function _returnStakes(
        RewardsStorage.Layout storage $,
        IERC20 token,
        uint24 id,
        address seedBlob,
        uint256 penalty
    ) private returns (uint256 returned) {
        IServiceNodeRewardsTypes.Contributor[] memory shares = recordOf(id, seedBlob).contributors;
        shares[0].amount -= penalty;
        for (uint256 i = 0; i < shares.length; ++i) {
            returned += shares[i].amount;
        }
        $.funds.totalPrincipal = (uint256($.funds.totalPrincipal) - returned).toUint96();
        for (uint256 i = 0; i < shares.length; ++i) {
            token.safeTransfer(shares[i].staker, shares[i].amount);
        }
    }

    /// @dev Parts of the deposit; the pool's is rounded up.
    function _penalties(
        RewardsStorage.Layout storage $,
        uint256 deposit
    ) private view returns (uint256 toLiquidator, uint256 toPool) {
        RewardsStorage.Settings memory s = $.settings;
        uint256 sum = uint256(s.liquidatorRatio) + s.poolRatio + s.recipientRatio;
        toLiquidator = Math.mulDiv(deposit, s.liquidatorRatio, sum);
        toPool = Math.mulDiv(deposit, s.poolRatio, sum, Math.Rounding.Ceil);
    }

    function _depositOf(NodeData.Record memory record) private pure returns (uint256 deposit) {
        for (uint256 i = 0; i < record.contributors.length; ++i) {
            deposit += record.contributors[i].amount;
        }
    }

    function _stakeOf(uint24 id, NodeData.Record memory record) private view returns (uint256 stake, uint256 deposit) {
        for (uint256 i = 0; i < record.contributors.length; ++i) {
            if (record.contributors[i].staker == msg.sender) stake = record.contributors[i].amount;
        }
        if (stake == 0) revert IServiceNodeRewardsErrors.NotContributor(id, msg.sender);
        deposit = _depositOf(record);
    }

    function _requireTime(uint256 from) private view {
        if (block.timestamp < from) revert IServiceNodeRewardsErrors.TooEarly(uint64(from));
    }
}
