// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Ownable2StepUpgradeable} from "@openzeppelin/contracts-upgradeable/access/Ownable2StepUpgradeable.sol";
import {MulticallUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/MulticallUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {G1Point} from "../bls/Bls12381.sol";
import {IBlsErrors} from "../bls/BlsErrors.sol";
import {KeyBlobs} from "../bls/KeyBlobs.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {Checkpoints} from "./Checkpoints.sol";
import {Claims} from "./Claims.sol";
import {Digests} from "./Digests.sol";
import {Exits} from "./Exits.sol";
import {NodeViews} from "./NodeViews.sol";
import {OwnerSettings} from "./OwnerSettings.sol";
import {Registrations} from "./Registrations.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title See {IServiceNodeRewards}
/// @dev Façade: who may do what, and when, stands on this page; the rules are in the libraries. State is written before
/// the token is called, and the token calls nobody back, so there is no reentrancy guard.
contract ServiceNodeRewards is IServiceNodeRewards, IBlsErrors, Ownable2StepUpgradeable, MulticallUpgradeable {
    using SignerSet for SignerSet.Layout;

    /// @dev A pause ends by itself, well before the 30 days of the escape.
    uint256 private constant PAUSE_DURATION = 14 days;
    /// @dev From the end of a pause to the next.
    uint256 private constant PAUSE_COOLDOWN = 30 days;

    IERC20 private immutable TOKEN;
    uint64 private immutable BLOCK_INTERVAL;
    uint64 private immutable MIN_EXIT_AGE;
    uint64 private immutable MAX_LOCK;
    uint64 private immutable EXIT_WAIT;
    uint64 private immutable SMALL_CONTRIBUTOR_WAIT;
    uint64 private immutable EXIT_REQUEST_REPEAT;

    /// @param token_ SESH.
    /// @param durations Those of the preset. Kept in code: only an upgrade changes them.
    /// @custom:oz-upgrades-unsafe-allow constructor
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

    // ---------------------------------------------------------------------------------------------------------------
    // Permissions
    // ---------------------------------------------------------------------------------------------------------------

    modifier whenRunning() {
        _requireRunning();
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

    /// @dev Started and not paused: one slot, the one checkpoints and proofs read anyway.
    function _requireRunning() private view {
        RewardsStorage.Head storage head = RewardsStorage.load().head;
        if (!head.started) revert NotStarted();
        if (block.timestamp < head.pausedUntil) revert EnforcedPause(head.pausedUntil);
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Seeding: the owner, before the start
    // ---------------------------------------------------------------------------------------------------------------

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

    // ---------------------------------------------------------------------------------------------------------------
    // Registration: everybody
    // ---------------------------------------------------------------------------------------------------------------

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

    // ---------------------------------------------------------------------------------------------------------------
    // Checkpoints and rewards: everybody
    // ---------------------------------------------------------------------------------------------------------------

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

    // ---------------------------------------------------------------------------------------------------------------
    // Leaving: contributors ask; the rest is open to all. Asking, the exit after the wait and locked stakes never pause.
    // ---------------------------------------------------------------------------------------------------------------

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

    // ---------------------------------------------------------------------------------------------------------------
    // Guardian (or owner)
    // ---------------------------------------------------------------------------------------------------------------

    /// @inheritdoc IServiceNodeRewards
    function pause() external override onlyGuardian {
        RewardsStorage.Head storage head = RewardsStorage.load().head;
        uint256 last = head.pausedUntil;
        if (last != 0 && block.timestamp < last + PAUSE_COOLDOWN) revert PauseTooSoon(uint64(last + PAUSE_COOLDOWN));
        head.pausedUntil = uint40(block.timestamp + PAUSE_DURATION);
        emit Paused(msg.sender, head.pausedUntil);
    }

    /// @inheritdoc IServiceNodeRewards
    function unpause() external override onlyGuardian {
        RewardsStorage.Head storage head = RewardsStorage.load().head;
        if (block.timestamp >= head.pausedUntil) revert NotPaused();
        head.pausedUntil = uint40(block.timestamp);
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IServiceNodeRewards
    function revokeCheckpoint(uint64 height) external override onlyGuardian {
        Checkpoints.revoke(height);
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Owner
    // ---------------------------------------------------------------------------------------------------------------

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

    // ---------------------------------------------------------------------------------------------------------------
    // Views
    // ---------------------------------------------------------------------------------------------------------------

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
