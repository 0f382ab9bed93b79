// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SignerSet} from "../bls/SignerSet.sol";
import {RewardRatePool} from "../pool/RewardRatePool.sol";
import {RewardsStorage} from "../rewards/RewardsStorage.sol";

/// @notice Holds the namespaced (ERC-7201) structs as ordinary variables, so that the compiler reports their layout.
contract StorageLayouts {
    RewardsStorage.Layout internal serviceNodeRewards;
    SignerSet.Layout internal signerSet;
    RewardRatePool.PoolStorage internal rewardRatePool;
}
