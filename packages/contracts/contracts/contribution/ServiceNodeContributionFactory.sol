// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Bls12381, G1Point} from "../bls/Bls12381.sol";
import {IBlsErrors} from "../bls/BlsErrors.sol";
import {IServiceNodeContributionFactory} from "../interfaces/IServiceNodeContributionFactory.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {ContributionRules} from "./ContributionRules.sol";
import {PoolTerms} from "./PoolTerms.sol";
import {ServiceNodeContribution} from "./ServiceNodeContribution.sol";

/// @title See {IServiceNodeContributionFactory}
contract ServiceNodeContributionFactory is IServiceNodeContributionFactory, IBlsErrors {
    using SafeCast for uint256;

    uint256 private constant MAX_FEE_BPS = 10_000;

    IServiceNodeRewards private immutable REWARDS;
    address private immutable IMPLEMENTATION;

    /// @inheritdoc IServiceNodeContributionFactory
    mapping(address pool => bool) public override owns;

    /// @param rewards_ The ServiceNodeRewards (its proxy) pools register with, for ever.
    constructor(address rewards_) {
        REWARDS = IServiceNodeRewards(rewards_);
        IMPLEMENTATION = address(new ServiceNodeContribution(REWARDS));
    }

    /// @inheritdoc IServiceNodeContributionFactory
    function deploy(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        ReservedContribution[] calldata reserved,
        bool manualFinalize
    ) external override returns (address pool) {
        checkKeys(blsPubkey, proofOfPossession, params, msg.sender);
        uint256 requirement = REWARDS.stakingRequirement();
        uint256 maxContributors = REWARDS.maxContributors();
        ContributionRules.checkReserved(reserved, msg.sender, requirement, maxContributors);
        bytes memory key = PoolTerms.strip(blsPubkey);
        bytes memory terms = PoolTerms.encode(
            PoolTerms.Terms(params, key, PoolTerms.strip(proofOfPossession), reserved)
        );
        pool = Clones.cloneWithImmutableArgs(
            IMPLEMENTATION,
            // The layout is that of ContributionState.
            abi.encodePacked(msg.sender, requirement.toUint64(), maxContributors.toUint8(), manualFinalize, terms)
        );
        owns[pool] = true;
        emit PoolDeployed(pool, msg.sender, key, params, reserved, manualFinalize, requirement, maxContributors);
    }

    /// @inheritdoc IServiceNodeContributionFactory
    function checkKeys(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        address operator
    ) public view override {
        if (params.feeBps > MAX_FEE_BPS) revert IServiceNodeRewardsErrors.FeeTooHigh(params.feeBps, MAX_FEE_BPS);
        if (params.ed25519Pubkey == 0) revert IServiceNodeRewardsErrors.InvalidEd25519Pubkey();
        G1Point memory key = Bls12381.parseG1(blsPubkey);
        bytes32 digest = REWARDS.proofOfPossessionDigest(
            keccak256(abi.encodePacked(key.a, key.b, key.c)),
            operator,
            params.ed25519Pubkey
        );
        if (!Bls12381.verify(key, digest, proofOfPossession)) {
            revert IServiceNodeRewardsErrors.InvalidProofOfPossession();
        }
    }

    /// @inheritdoc IServiceNodeContributionFactory
    function implementation() external view override returns (address) {
        return IMPLEMENTATION;
    }

    /// @inheritdoc IServiceNodeContributionFactory
    function rewards() external view override returns (address) {
        return address(REWARDS);
    }
}
