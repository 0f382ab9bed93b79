// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeRewardsTypes} from "./IServiceNodeRewardsTypes.sol";

/// @title Types of multi-contributor pools
/// @notice Amounts are base units of SESH, times unix seconds.
interface IServiceNodeContributionTypes {
    /// @notice Where a pool stands. It follows from what the pool holds and is stored nowhere, so it can't be stuck.
    enum PoolState {
        WaitForOperatorContrib,
        OpenForPublicContrib,
        WaitForFinalized,
        Finalized
    }

    /// @notice A place kept for somebody.
    /// @param contributor Whom it is kept for.
    /// @param amount The least this contributor brings.
    struct ReservedContribution {
        address contributor;
        uint256 amount;
    }

    /// @notice What somebody has inside.
    /// @param staker Owns the tokens: refunds and the stake go to this address.
    /// @param beneficiary Receives the rewards of the share.
    /// @param amount All contributions of this staker.
    /// @param contributedAt Time of the last one.
    struct PoolContribution {
        address staker;
        address beneficiary;
        uint256 amount;
        uint64 contributedAt;
    }

    /// @notice Everything about a pool.
    /// @param state See {PoolState}.
    /// @param operator Deployed the pool, contributes first, runs the node.
    /// @param stakingRequirement Exact sum of the contributions, as it was at deployment.
    /// @param maxContributors Most contributors, as it was at deployment, the operator included.
    /// @param blsPubkey 96 bytes, affine.
    /// @param params ed25519 key, its signature, and the operator's fee.
    /// @param manualFinalize Whether the operator registers the full pool by hand.
    /// @param resets How often the pool was reset.
    /// @param termsHash What a contribution has to name.
    /// @param reserved Places kept, whether taken or not.
    /// @param contributions The operator's first.
    /// @param contributed Sum of the contributions.
    /// @param reservedOutstanding Sum of the places kept and not taken yet, before the operator's contribution with
    /// the least it brings.
    /// @param openSlots Places for contributors without a reservation.
    /// @param minimumContribution Least of a contributor without a reservation; 0 without a place or with nothing left.
    /// @param maximumContribution Most of a contributor without a reservation.
    /// @param nodeId Id of the node registered; 0 before.
    struct Pool {
        PoolState state;
        address operator;
        uint256 stakingRequirement;
        uint256 maxContributors;
        bytes blsPubkey;
        IServiceNodeRewardsTypes.ServiceNodeParams params;
        bool manualFinalize;
        uint32 resets;
        bytes32 termsHash;
        ReservedContribution[] reserved;
        PoolContribution[] contributions;
        uint256 contributed;
        uint256 reservedOutstanding;
        uint256 openSlots;
        uint256 minimumContribution;
        uint256 maximumContribution;
        uint24 nodeId;
    }
}
