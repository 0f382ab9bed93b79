// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {G1Point} from "../bls/Bls12381.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {Checkpoints} from "./Checkpoints.sol";
import {Claims} from "./Claims.sol";
import {Digests} from "./Digests.sol";
import {NodeViews} from "./NodeViews.sol";
import {OwnerSettings} from "./OwnerSettings.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title What ServiceNodeRewards tells: its constants and all views
abstract contract RewardsViews is IServiceNodeRewards {
    using SignerSet for SignerSet.Layout;

    IERC20 internal immutable TOKEN;
    uint64 internal immutable BLOCK_INTERVAL;
    uint64 internal immutable MIN_EXIT_AGE;
    uint64 internal immutable MAX_LOCK;
    uint64 internal immutable EXIT_WAIT;
    uint64 internal immutable SMALL_CONTRIBUTOR_WAIT;
    uint64 internal immutable EXIT_REQUEST_REPEAT;

    /// @param token_ SESH.
    /// @param durations Those of the preset. Kept in code: only an upgrade changes them.
    constructor(address token_, Durations memory durations) {
        if (token_ == address(0)) revert ZeroAddress();
        OwnerSettings.checkDurations(durations);
        TOKEN = IERC20(token_);
        BLOCK_INTERVAL = durations.blockInterval;
        MIN_EXIT_AGE = durations.minExitAge;
        MAX_LOCK = durations.maxLock;
        EXIT_WAIT = durations.exitWait;
        SMALL_CONTRIBUTOR_WAIT = durations.smallContributorWait;
        EXIT_REQUEST_REPEAT = durations.exitRequestRepeat;
    }

    /// @inheritdoc IServiceNodeRewards
    function node(uint24 id) external view override returns (Node memory) {
        return NodeViews.node(id);
    }

    /// @inheritdoc IServiceNodeRewards
    function nodes(
        uint256 offset,
        uint256 limit
    ) external view override returns (Node[] memory page, uint256 next) {
        return NodeViews.nodes(offset, limit);
    }

    /// @inheritdoc IServiceNodeRewards
    function nodeIdByBlsKey(bytes calldata blsPubkey) external view override returns (uint24) {
        return NodeViews.idByKey(blsPubkey);
    }

    /// @inheritdoc IServiceNodeRewards
    function aggregatePubkey() external view override returns (bytes memory) {
        G1Point memory key = RewardsStorage.signers().aggregateKey();
        return abi.encodePacked(key.a, key.b, key.c);
    }

    /// @inheritdoc IServiceNodeRewards
    function setVersion() external view override returns (uint64) {
        return RewardsStorage.signers().setVersion();
    }

    /// @inheritdoc IServiceNodeRewards
    function totalNodes() external view override returns (uint256) {
        return RewardsStorage.signers().count();
    }

    /// @inheritdoc IServiceNodeRewards
    function totalPrincipal() external view override returns (uint256) {
        return RewardsStorage.load().funds.totalPrincipal;
    }

    /// @inheritdoc IServiceNodeRewards
    function latestCheckpoint() external view override returns (Checkpoint memory) {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        uint64 height = $.head.height;
        if (height == 0) return Checkpoint(0, $.head.time, 0, 0);
        return Checkpoint(height, $.head.time, $.latestBlockHash, Checkpoints.rootAt(height));
    }

    /// @inheritdoc IServiceNodeRewards
    function claimsRootAt(uint64 height) external view override returns (bytes32) {
        return Checkpoints.rootAt(height);
    }

    /// @inheritdoc IServiceNodeRewards
    function claimWindow() external view override returns (uint256 left, uint256 perRecipient, uint64 endsAt) {
        return Claims.window();
    }

    /// @inheritdoc IServiceNodeRewards
    function claims(address recipient) external view override returns (uint256 claimed, uint256 left) {
        return Claims.figures(recipient);
    }

    /// @inheritdoc IServiceNodeRewards
    function params() external view override returns (Params memory p) {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        p.stakingRequirement = $.settings.stakingRequirement;
        p.maxContributors = $.settings.maxContributors;
        p.claimCap = $.funds.claimCap;
        p.absenteeCap = $.head.absenteeCap;
        p.liquidatorRatio = $.settings.liquidatorRatio;
        p.poolRatio = $.settings.poolRatio;
        p.recipientRatio = $.settings.recipientRatio;
        p.durations = Durations(
            BLOCK_INTERVAL,
            MIN_EXIT_AGE,
            MAX_LOCK,
            EXIT_WAIT,
            SMALL_CONTRIBUTOR_WAIT,
            EXIT_REQUEST_REPEAT
        );
    }

    /// @inheritdoc IServiceNodeRewards
    function stakingRequirement() external view override returns (uint256) {
        return RewardsStorage.load().settings.stakingRequirement;
    }

    /// @inheritdoc IServiceNodeRewards
    function maxContributors() external view override returns (uint256) {
        return RewardsStorage.load().settings.maxContributors;
    }

    /// @inheritdoc IServiceNodeRewards
    function proofOfPossessionDigest(
        bytes32 blsKeyHash,
        address operator,
        uint256 ed25519Pubkey
    ) external view override returns (bytes32) {
        return Digests.proofOfPossession(blsKeyHash, operator, ed25519Pubkey);
    }

    /// @inheritdoc IServiceNodeRewards
    function checkpointDigest(Checkpoint calldata checkpoint) external view override returns (bytes32) {
        return Digests.checkpoint(checkpoint);
    }

    /// @inheritdoc IServiceNodeRewards
    function started() external view override returns (bool) {
        return RewardsStorage.load().head.started;
    }

    /// @inheritdoc IServiceNodeRewards
    function pausedUntil() external view override returns (uint64) {
        return RewardsStorage.load().head.pausedUntil;
    }

    /// @inheritdoc IServiceNodeRewards
    function guardian() external view override returns (address) {
        return RewardsStorage.load().guardian;
    }

    /// @inheritdoc IServiceNodeRewards
    function token() external view override returns (address) {
        return address(TOKEN);
    }

    /// @inheritdoc IServiceNodeRewards
    function rewardRatePool() external view override returns (address) {
        return RewardsStorage.load().pool;
    }
}
