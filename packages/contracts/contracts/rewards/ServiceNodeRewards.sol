// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Ownable2StepUpgradeable} from "@openzeppelin/contracts-upgradeable/access/Ownable2StepUpgradeable.sol";
import {MulticallUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/MulticallUpgradeable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IBlsErrors} from "../bls/BlsErrors.sol";
import {KeyBlobs} from "../bls/KeyBlobs.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {Checkpoints} from "./Checkpoints.sol";
import {Claims} from "./Claims.sol";
import {Exits} from "./Exits.sol";
import {OwnerSettings} from "./OwnerSettings.sol";
import {Pauses} from "./Pauses.sol";
import {Registrations} from "./Registrations.sol";
import {RewardsStorage} from "./RewardsStorage.sol";
import {RewardsViews} from "./RewardsViews.sol";

/// @title See {IServiceNodeRewards}
/// @dev Façade: who may do what, and when, stands on this page; the rules are in the libraries. State is written before
/// the token is called, and the token calls nobody back, so there is no reentrancy guard.
contract ServiceNodeRewards is RewardsViews, IBlsErrors, Ownable2StepUpgradeable, MulticallUpgradeable {
    using SignerSet for SignerSet.Layout;

    /// @param token_ SESH.
    /// @param durations Those of the preset. Kept in code: only an upgrade changes them.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(address token_, Durations memory durations) RewardsViews(token_, durations) {
        _disableInitializers();
    }

    /// @param owner_ Seeds, starts and sets parameters.
    /// @param guardian_ May pause and revoke; zero for none.
    /// @param pool_ The RewardRatePool.
    /// @param stakingRequirement_ Exact stake of a node.
    function initialize(
        address owner_,
        address guardian_,
        address pool_,
        uint256 stakingRequirement_
    ) external initializer {
        if (pool_ == address(0)) revert ZeroAddress();
        __Ownable_init(owner_);
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        $.pool = pool_;
        $.guardian = guardian_;
        emit GuardianUpdated(guardian_);
        OwnerSettings.setStakingRequirement(stakingRequirement_);
        OwnerSettings.setMaxContributors(10);
        OwnerSettings.setClaimCap(1_000_000e9);
        OwnerSettings.setAbsenteeCap(4_000);
        OwnerSettings.setLiquidationRatios(3, 17, 9_980);
    }

    // Permissions

    modifier whenRunning() {
        Pauses.requireRunning();
        _;
    }

    modifier whenStarted() {
        if (!RewardsStorage.load().head.started) revert NotStarted();
        _;
    }

    modifier beforeStart() {
        if (RewardsStorage.load().head.started) revert AlreadyStarted();
        _;
    }

    modifier onlyGuardian() {
        if (msg.sender != RewardsStorage.load().guardian && msg.sender != owner()) revert NotGuardian(msg.sender);
        _;
    }

    // Seeding: the owner, before the start

    /// @inheritdoc IServiceNodeRewards
    function seedKeyPage(uint16 word, bytes calldata keys) external override onlyOwner beforeStart {
        Registrations.seedPage(word, keys);
    }

    /// @inheritdoc IServiceNodeRewards
    function seedPublicKeyList(
        SeedNode[] calldata seeds,
        bytes calldata proofsOfPossession
    ) external override onlyOwner beforeStart {
        Registrations.seed(TOKEN, seeds, proofsOfPossession);
    }

    /// @inheritdoc IServiceNodeRewards
    function start() external override onlyOwner beforeStart {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        uint256 balance = TOKEN.balanceOf(address(this));
        uint256 principal = $.funds.totalPrincipal;
        if (balance < principal) revert PrincipalNotCovered(balance, principal);
        RewardsStorage.signers().finishSeeding();
        uint24 firstId = RewardsStorage.signers().nextId();
        $.settings.firstRegisteredId = firstId;
        $.head.started = true;
        Checkpoints.begin();
        emit Started(RewardsStorage.signers().count(), firstId);
    }

    // Registration: everybody

    /// @inheritdoc IServiceNodeRewards
    function addBLSPublicKey(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        ServiceNodeParams calldata nodeParams,
        Contributor[] calldata contributors
    ) external override whenRunning {
        Registrations.register(TOKEN, blsPubkey, proofOfPossession, nodeParams, contributors);
    }

    /// @inheritdoc IServiceNodeRewards
    function addBLSPublicKeyWithPermit(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        ServiceNodeParams calldata nodeParams,
        Contributor[] calldata contributors,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override whenRunning {
        uint256 value = RewardsStorage.load().settings.stakingRequirement;
        // Anyone may have sent the permit already: what counts is the allowance, which the transfer checks.
        try IERC20Permit(address(TOKEN)).permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
        Registrations.register(TOKEN, blsPubkey, proofOfPossession, nodeParams, contributors);
    }

    /// @inheritdoc IServiceNodeRewards
    function compactKeys(uint16 word) external override whenStarted {
        Registrations.compact(word);
    }

    /// @notice Answers the creation code of a key's blob, with nothing at any other time.
    function pendingKeyBlob() external view {
        KeyBlobs.returnPending();
    }

    // Checkpoints and rewards: everybody

    /// @inheritdoc IServiceNodeRewards
    function submitCheckpoint(
        Checkpoint calldata checkpoint,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion
    ) external override whenRunning {
        Checkpoints.submit(checkpoint, signature, nonSigners, expectedSetVersion, BLOCK_INTERVAL);
    }

    /// @inheritdoc IServiceNodeRewards
    function submitAndClaim(
        Checkpoint calldata checkpoint,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external override whenRunning {
        bytes32 root = Checkpoints.submit(checkpoint, signature, nonSigners, expectedSetVersion, BLOCK_INTERVAL);
        _claim(root, recipient, lifetimeRewards, amount, proof);
    }

    /// @inheritdoc IServiceNodeRewards
    function claimRewards(
        uint64 height,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external override whenRunning {
        _claim(Checkpoints.requireRoot(height), recipient, lifetimeRewards, amount, proof);
    }

    function _claim(
        bytes32 root,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) private {
        Claims.verifyLeaf(root, Claims.KIND_REWARDS, uint160(recipient), lifetimeRewards, proof);
        Claims.pay(TOKEN, recipient, lifetimeRewards, amount);
    }

    /// @inheritdoc IServiceNodeRewards
    function multicall(
        bytes[] calldata data
    ) public override(IServiceNodeRewards, MulticallUpgradeable) returns (bytes[] memory results) {
        return super.multicall(data);
    }

    // Leaving: contributors ask; the rest is open to all. Asking, the exit after the wait and locked stakes never pause.

    /// @inheritdoc IServiceNodeRewards
    function initiateExitBLSPublicKey(uint24 id) external override {
        Exits.request(id, SMALL_CONTRIBUTOR_WAIT, EXIT_REQUEST_REPEAT);
    }

    /// @inheritdoc IServiceNodeRewards
    function exitBLSPublicKey(
        uint24 id,
        uint64 height,
        uint64 lockedUntil,
        bytes32[] calldata proof
    ) external override whenRunning {
        Exits.exitByProof(TOKEN, id, height, lockedUntil, proof, MIN_EXIT_AGE, MAX_LOCK);
    }

    /// @inheritdoc IServiceNodeRewards
    function liquidateBLSPublicKey(
        uint24 id,
        uint64 height,
        uint64 lockedUntil,
        bytes32[] calldata proof
    ) external override whenRunning {
        Exits.liquidate(TOKEN, id, height, lockedUntil, proof, MIN_EXIT_AGE, MAX_LOCK);
    }

    /// @inheritdoc IServiceNodeRewards
    function exitBLSPublicKeyAfterWaitTime(uint24 id) external override {
        Exits.exitAfterWait(TOKEN, id, EXIT_WAIT);
    }

    /// @inheritdoc IServiceNodeRewards
    function withdrawLockedStake(uint24 id) external override {
        Exits.withdrawLocked(TOKEN, id);
    }

    // Guardian (or owner)

    /// @inheritdoc IServiceNodeRewards
    function pause() external override onlyGuardian {
        Pauses.pause();
    }

    /// @inheritdoc IServiceNodeRewards
    function unpause() external override onlyGuardian {
        Pauses.unpause();
    }

    /// @inheritdoc IServiceNodeRewards
    function revokeCheckpoint(uint64 height) external override onlyGuardian {
        Checkpoints.revoke(height);
    }

    // Owner

    /// @inheritdoc IServiceNodeRewards
    function setStakingRequirement(uint256 newRequirement) external override onlyOwner {
        OwnerSettings.setStakingRequirement(newRequirement);
    }

    /// @inheritdoc IServiceNodeRewards
    function setMaxContributors(uint256 newMaximum) external override onlyOwner {
        OwnerSettings.setMaxContributors(newMaximum);
    }

    /// @inheritdoc IServiceNodeRewards
    function setClaimCap(uint256 newCap) external override onlyOwner {
        OwnerSettings.setClaimCap(newCap);
    }

    /// @inheritdoc IServiceNodeRewards
    function setAbsenteeCap(uint256 newCap) external override onlyOwner {
        OwnerSettings.setAbsenteeCap(newCap);
    }

    /// @inheritdoc IServiceNodeRewards
    function setLiquidationRatios(
        uint256 liquidatorRatio,
        uint256 poolRatio,
        uint256 recipientRatio
    ) external override onlyOwner {
        OwnerSettings.setLiquidationRatios(liquidatorRatio, poolRatio, recipientRatio);
    }

    /// @inheritdoc IServiceNodeRewards
    function setGuardian(address newGuardian) external override onlyOwner {
        RewardsStorage.load().guardian = newGuardian;
        emit GuardianUpdated(newGuardian);
    }

    /// @dev Disabled: the bounds need somebody to keep them.
    function renounceOwnership() public pure override {
        revert RenounceDisabled();
    }
}
