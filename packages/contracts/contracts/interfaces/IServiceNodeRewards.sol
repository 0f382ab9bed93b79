// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title ServiceNodeRewards
/// @notice Registers Session Nodes and holds their stakes, accepts checkpoints certified by them, and pays rewards and
/// returns stakes against Merkle proofs of those checkpoints.
///
/// Amounts are base units of SESH (1e-9). Times and durations are unix seconds of `block.timestamp`.
/// BLS keys are min-pk: in G1, handed in as 128 bytes (EIP-2537), given out and hashed as 96 bytes (x48 ‖ y48, affine,
/// big-endian). Signatures are in G2, 256 bytes (EIP-2537: x.c0 ‖ x.c1 ‖ y.c0 ‖ y.c1, each padded to 64 bytes).
///
/// What a BLS key signs is a 32-byte EIP-712 digest of the domain {name "Session Network", version "1", chainId,
/// verifyingContract = this contract}, hashed to G2 by RFC 9380 with the DST of proofs of possession that blst uses:
///   ProofOfPossession(bytes32 blsKeyHash,address operator,uint256 ed25519Pubkey)
///   Checkpoint(uint64 height,uint64 time,bytes32 blockHash,bytes32 claimsRoot)
/// with `blsKeyHash` = keccak256 of the 96-byte affine key.
///
/// The claims tree is OpenZeppelin's StandardMerkleTree (double keccak, sorted pairs) of [uint8 kind, uint256 subject,
/// uint256 value]: (1, recipient as uint160, lifetime rewards), (2, node id, lockedUntil) for an exit,
/// (3, node id, lockedUntil) for a liquidation.
interface IServiceNodeRewards {
    // ---------------------------------------------------------------------------------------------------------------
    // Types
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice What a registration says about the node beside its BLS key.
    /// @param ed25519Pubkey The node's ed25519 key. It is not unique here: this contract can't verify ed25519.
    /// @param ed25519Signature0 First word of the ed25519 signature, verified by the appchain.
    /// @param ed25519Signature1 Second word.
    /// @param feeBps The operator's fee, 0 to 10,000 basis points.
    struct ServiceNodeParams {
        uint256 ed25519Pubkey;
        uint256 ed25519Signature0;
        uint256 ed25519Signature1;
        uint16 feeBps;
    }

    /// @notice One share of a node's stake.
    /// @param staker Owns the stake: it returns to this address, whoever asks for it.
    /// @param beneficiary Receives the rewards of the share.
    /// @param amount Base units of SESH.
    struct Contributor {
        address staker;
        address beneficiary;
        uint256 amount;
    }

    /// @notice A node brought along from the previous network. Its BLS key stands on its page already.
    /// @param ed25519Pubkey The node's ed25519 key.
    /// @param feeBps The operator's fee in basis points.
    /// @param contributors One to `maxContributors` shares, the operator's first.
    struct SeedNode {
        uint256 ed25519Pubkey;
        uint16 feeBps;
        Contributor[] contributors;
    }

    /// @notice What the nodes certify: the appchain at `height`.
    /// @param height Appchain height.
    /// @param time Appchain block time.
    /// @param blockHash Hash of the appchain's header.
    /// @param claimsRoot Root of the claims tree.
    struct Checkpoint {
        uint64 height;
        uint64 time;
        bytes32 blockHash;
        bytes32 claimsRoot;
    }

    /// @notice `Active → Exited`, or `Active → Locked → Withdrawn`. `None` is an id never given.
    enum NodeState {
        None,
        Active,
        Exited,
        Locked,
        Withdrawn
    }

    /// @notice Everything this contract knows about a node.
    /// @param id Never reused.
    /// @param state See {NodeState}.
    /// @param operator contributors[0].staker.
    /// @param blsPubkey 96 bytes, affine.
    /// @param ed25519Pubkey As registered.
    /// @param feeBps As registered.
    /// @param deposit Sum of the contributors' amounts.
    /// @param penalty What a liquidation took from the operator's share; otherwise 0.
    /// @param addedAt Time of registration (seeding).
    /// @param leaveRequestedAt Time of the first exit request; 0 without one.
    /// @param lastLeaveRequestAt Time of the last repeat.
    /// @param lockedUntil Until when the stake is locked; 0 when it never was.
    /// @param contributors As registered, the operator first.
    struct Node {
        uint24 id;
        NodeState state;
        address operator;
        bytes blsPubkey;
        uint256 ed25519Pubkey;
        uint16 feeBps;
        uint256 deposit;
        uint256 penalty;
        uint64 addedAt;
        uint64 leaveRequestedAt;
        uint64 lastLeaveRequestAt;
        uint64 lockedUntil;
        Contributor[] contributors;
    }

    /// @notice Durations, in seconds, fixed when the implementation is deployed. Changing one takes an upgrade.
    /// @param blockInterval Block interval of the appchain.
    /// @param minExitAge Least age of a node to leave by proof.
    /// @param maxLock Longest lock of a stake from the moment of exit or liquidation.
    /// @param exitWait From the first exit request to the exit that needs no proof.
    /// @param smallContributorWait From registration to the first exit request by a holder of less than 25 %.
    /// @param exitRequestRepeat Least time between two exit requests for a node.
    struct Durations {
        uint64 blockInterval;
        uint64 minExitAge;
        uint64 maxLock;
        uint64 exitWait;
        uint64 smallContributorWait;
        uint64 exitRequestRepeat;
    }

    /// @notice Every parameter in force.
    /// @param stakingRequirement Exact sum of a node's stakes.
    /// @param maxContributors Most contributors of a node.
    /// @param claimCap Most rewards paid in one cycle of 12 hours; one recipient takes at most a quarter.
    /// @param absenteeCap Most absentees of a checkpoint, whatever the number of nodes.
    /// @param liquidatorRatio Liquidator's part of a deposit, of the sum of the three ratios.
    /// @param poolRatio The pool's part.
    /// @param recipientRatio The contributors' part.
    /// @param durations See {Durations}.
    struct Params {
        uint256 stakingRequirement;
        uint256 maxContributors;
        uint256 claimCap;
        uint256 absenteeCap;
        uint256 liquidatorRatio;
        uint256 poolRatio;
        uint256 recipientRatio;
        Durations durations;
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Events
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice A node registered. `initiator` sent the transaction and paid the stake; `blsPubkey` is 96 bytes.
    event NewServiceNode(
        uint24 indexed id,
        address indexed operator,
        address indexed initiator,
        bytes blsPubkey,
        ServiceNodeParams params,
        Contributor[] contributors
    );

    /// @notice A node was seeded before the start. `blsPubkey` is 96 bytes.
    event NewSeededServiceNode(
        uint24 indexed id,
        address indexed operator,
        bytes blsPubkey,
        uint256 ed25519Pubkey,
        uint16 feeBps,
        Contributor[] contributors
    );

    /// @notice A contributor asked for the node's exit (again).
    event ServiceNodeExitRequest(uint24 indexed id, address indexed contributor);

    /// @notice A node left. `returned` was paid at once; with a lock it is 0 and `lockedUntil` is its end.
    event ServiceNodeExit(uint24 indexed id, uint256 returned, uint64 lockedUntil);

    /// @notice A node was liquidated. What is left is locked until `lockedUntil`, or was paid at once when that is 0.
    event ServiceNodeLiquidated(
        uint24 indexed id,
        address indexed liquidator,
        uint256 liquidatorPenalty,
        uint256 poolPenalty,
        uint64 lockedUntil
    );

    /// @notice A locked stake was paid out to its stakers.
    event LockedStakeWithdrawn(uint24 indexed id, uint256 returned);

    /// @notice `amount` was paid; `lifetimeRewards` is the figure proven, not the sum paid so far.
    event RewardsClaimed(address indexed recipient, uint256 amount, uint256 lifetimeRewards);

    /// @notice A checkpoint was accepted. `signers` is the poster's choice of certificate, not evidence of absence.
    event CheckpointSubmitted(
        uint64 indexed height,
        bytes32 blockHash,
        bytes32 claimsRoot,
        uint256 signers,
        uint256 nodes
    );

    /// @notice The guardian (owner) took a root out of the ring; proofs against it no longer count.
    event CheckpointRevoked(uint64 indexed height, bytes32 claimsRoot);

    /// @notice Seeding ended with `nodes` nodes; the first id given to a registration is `firstId`.
    event Started(uint256 nodes, uint24 firstId);

    /// @notice Paused until `until`, at the latest.
    event Paused(address indexed account, uint64 until);

    /// @notice A pause was ended before its time.
    event Unpaused(address indexed account);

    /// @notice The exact stake of nodes registered from now on.
    event StakingRequirementUpdated(uint256 stakingRequirement);

    /// @notice The most contributors of nodes registered from now on.
    event MaxContributorsUpdated(uint256 maxContributors);

    /// @notice The most rewards paid per cycle.
    event ClaimCapUpdated(uint256 claimCap);

    /// @notice The most absentees of a checkpoint.
    event AbsenteeCapUpdated(uint256 absenteeCap);

    /// @notice The parts of a liquidated deposit.
    event LiquidationRatiosUpdated(uint256 liquidatorRatio, uint256 poolRatio, uint256 recipientRatio);

    /// @notice Who may pause and revoke.
    event GuardianUpdated(address indexed guardian);

    // ---------------------------------------------------------------------------------------------------------------
    // Errors
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice Nothing but seeding happens before {start}.
    error NotStarted();
    /// @notice Seeding and starting end with {start}.
    error AlreadyStarted();
    /// @notice The contract is paused until `until`.
    error EnforcedPause(uint64 until);
    /// @notice There is no pause to end.
    error NotPaused();
    /// @notice A pause ended less than 30 days ago; the next is possible from `from` on.
    error PauseTooSoon(uint64 from);
    /// @notice Only the guardian or the owner.
    error NotGuardian(address account);
    /// @notice Ownership can be handed over, never dropped.
    error RenounceDisabled();
    /// @notice A parameter is outside its bounds.
    error ParameterOutOfBounds(bytes32 parameter, uint256 value, uint256 minimum, uint256 maximum);
    /// @notice An address that must be set is zero.
    error ZeroAddress();

    /// @notice The sum of stakes is not the requirement.
    error WrongStake(uint256 actual, uint256 required);
    /// @notice More contributors than allowed.
    error TooManyContributors(uint256 actual, uint256 maximum);
    /// @notice A seeded node without a contributor.
    error NoContributors();
    /// @notice The operator holds less than 25 %.
    error OperatorStakeTooLow(uint256 actual, uint256 minimum);
    /// @notice A staker or beneficiary is zero, or a stake is.
    error InvalidContributor(uint256 index);
    /// @notice A staker appears twice.
    error DuplicateContributor(address staker);
    /// @notice The fee is above 10,000 basis points.
    error FeeTooHigh(uint256 actual, uint256 maximum);
    /// @notice The BLS key belongs to an active node already.
    error BlsKeyInUse(uint24 id);
    /// @notice The ed25519 key is zero.
    error InvalidEd25519Pubkey();
    /// @notice The proof of possession doesn't verify for this key, operator and ed25519 key.
    error InvalidProofOfPossession();
    /// @notice More keys in a minute than max(20, 2 % of the nodes).
    error TooManyRegistrations(uint256 limit);
    /// @notice The contract holding a node's data could not be created.
    error NodeDataCreationFailed();

    /// @notice A batch of seeds is empty or has more than 64 nodes.
    error SeedBatchSize(uint256 actual, uint256 maximum);
    /// @notice The balance doesn't cover the stakes.
    error PrincipalNotCovered(uint256 balance, uint256 principal);

    /// @notice The certificate was made for another set of keys; fetch a new one.
    error SignerSetChanged(uint64 expected, uint64 actual);
    /// @notice No node is active.
    error NoNodes();
    /// @notice More absentees than a third (or the cap).
    error TooManyAbsentees(uint256 actual, uint256 maximum);
    /// @notice The aggregate signature doesn't verify.
    error InvalidCheckpointSignature();
    /// @notice Another root has been accepted at this height, or the root there was revoked.
    error CheckpointConflict(uint64 height);
    /// @notice A newer checkpoint has been accepted, and this one is not among those stored.
    error CheckpointSuperseded(uint64 height, uint64 latest);
    /// @notice The checkpoint's time is not after the last one's.
    error CheckpointTimeNotAfter(uint64 time, uint64 last);
    /// @notice The checkpoint's time lies more than five minutes ahead.
    error CheckpointFromFuture(uint64 time, uint64 maximum);
    /// @notice The height grew faster than the block interval allows.
    error CheckpointHeightTooFast(uint64 height, uint64 maximum);
    /// @notice The claims root is zero.
    error EmptyClaimsRoot();
    /// @notice The checkpoint isn't stored (any more), or was revoked.
    error CheckpointUnknown(uint64 height);
    /// @notice The proof doesn't lead to the checkpoint's root.
    error InvalidProof();

    /// @notice Everything proven was paid already, or `amount` is zero.
    error NothingToClaim(uint256 lifetimeRewards, uint256 claimed);
    /// @notice The cycle's cap, or the recipient's quarter, is used up until `until`.
    error ClaimCapReached(uint64 until);
    /// @notice Paying would touch stakes.
    error InsufficientRewardFunds(uint256 available, uint256 needed);

    /// @notice The node is not active.
    error NodeNotActive(uint24 id);
    /// @notice The caller has no stake in the node.
    error NotContributor(uint24 id, address account);
    /// @notice Too early, possible from `from` on.
    error TooEarly(uint64 from);
    /// @notice Nobody asked for the node's exit.
    error ExitNotRequested(uint24 id);
    /// @notice The node's stake is not locked.
    error NotLocked(uint24 id);

    // ---------------------------------------------------------------------------------------------------------------
    // Seeding (owner, before start)
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice Writes the keys of one word of ids (256·word … 256·word + 255) as a page of contract code. They count
    /// for nothing until {seedPublicKeyList} has checked their proofs of possession.
    /// One page per transaction. All pages but the last are full.
    /// @param word Words are written in order, the first is 0.
    /// @param keys Packed 96-byte affine keys: at most 256, the first for id 256·word (word 0: at most 255, for id 1).
    function seedKeyPage(uint16 word, bytes calldata keys) external;

    /// @notice Adds nodes whose keys stand on pages, in the order of ids; takes their stakes from the caller.
    /// Each proof of possession signs its own message; they are checked together with random coefficients.
    /// @param seeds One to 64 nodes.
    /// @param proofsOfPossession 256 bytes (EIP-2537) per node one after the other, each bound to its node's
    /// contributors[0].staker and ed25519 key.
    function seedPublicKeyList(SeedNode[] calldata seeds, bytes calldata proofsOfPossession) external;

    /// @notice Ends seeding and fixes the ids: the next is a multiple of 256 (1 without seeds).
    /// Requires the balance to cover all stakes.
    function start() external;

    // ---------------------------------------------------------------------------------------------------------------
    // Registration
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice Registers a node and takes the stake from the caller.
    /// @param blsPubkey 128 bytes, EIP-2537.
    /// @param proofOfPossession 256 bytes, EIP-2537: a signature of the ProofOfPossession digest with the operator,
    /// which is contributors[0].staker.
    /// @param params See {ServiceNodeParams}.
    /// @param contributors Empty for a solo node: the caller stakes all for itself.
    function addBLSPublicKey(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        ServiceNodeParams calldata params,
        Contributor[] calldata contributors
    ) external;

    /// @notice {addBLSPublicKey} with an ERC-2612 permit for the staking requirement. A permit that fails (because
    /// somebody else sent it first) is ignored when the allowance suffices.
    function addBLSPublicKeyWithPermit(
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        ServiceNodeParams calldata params,
        Contributor[] calldata contributors,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Copies the keys of a word registered one by one onto a page, when all its ids have been given.
    /// Open to all, idempotent; it makes certificates with absentees cheaper.
    function compactKeys(uint16 word) external;

    // ---------------------------------------------------------------------------------------------------------------
    // Checkpoints and rewards
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice Accepts a checkpoint certified by at least ⌊2·nodes/3⌋ + 1 nodes. Open to all.
    /// One that is stored already goes on without verification.
    /// @param signature 256 bytes, EIP-2537: sum of the signers' signatures of the Checkpoint digest.
    /// @param nonSigners Packed entries of 34 bytes, `uint16 word ‖ uint256 bits`, strictly ascending by word, bits not
    /// zero; bit b of word w is node id 256·w + b. Every bit must be an active node.
    /// @param expectedSetVersion {setVersion} the certificate was made for.
    function submitCheckpoint(
        Checkpoint calldata checkpoint,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion
    ) external;

    /// @notice {submitCheckpoint}, then {claimRewards} at its height.
    function submitAndClaim(
        Checkpoint calldata checkpoint,
        bytes calldata signature,
        bytes calldata nonSigners,
        uint64 expectedSetVersion,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external;

    /// @notice Pays rewards to `recipient`, whoever sends it.
    /// @param height Of a checkpoint stored.
    /// @param recipient Of the leaf (1, recipient, lifetimeRewards).
    /// @param lifetimeRewards All rewards ever earned. One lower than before changes nothing.
    /// @param amount Pays at most this; `type(uint256).max` claims all. What the cycle's cap leaves is paid.
    /// @param proof Merkle proof.
    function claimRewards(
        uint64 height,
        address recipient,
        uint256 lifetimeRewards,
        uint256 amount,
        bytes32[] calldata proof
    ) external;

    /// @notice Calls this contract once per element, as the caller; one failure reverts all.
    function multicall(bytes[] calldata data) external returns (bytes[] memory results);

    // ---------------------------------------------------------------------------------------------------------------
    // Leaving
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice Asks for a node's exit. Any contributor, one with less than 25 % only `smallContributorWait` after
    /// registration; again after `exitRequestRepeat`, which only repeats the event. Never paused.
    function initiateExitBLSPublicKey(uint24 id) external;

    /// @notice Removes a node the network has let go, leaf (2, id, lockedUntil), and returns each stake to its staker,
    /// or locks it when `lockedUntil` is in the future (at most `maxLock` from now). Open to all, from
    /// `addedAt + minExitAge` on.
    function exitBLSPublicKey(uint24 id, uint64 height, uint64 lockedUntil, bytes32[] calldata proof) external;

    /// @notice Removes a node that should have left, leaf (3, id, lockedUntil). The caller and the pool are paid a
    /// penalty out of the operator's stake, the rest is locked as in {exitBLSPublicKey}.
    function liquidateBLSPublicKey(uint24 id, uint64 height, uint64 lockedUntil, bytes32[] calldata proof) external;

    /// @notice Removes a node and returns its stakes without the network's consent, `exitWait` after the first exit
    /// request. Open to all, never paused.
    function exitBLSPublicKeyAfterWaitTime(uint24 id) external;

    /// @notice Pays a locked stake once its lock has ended. Open to all, never paused.
    function withdrawLockedStake(uint24 id) external;

    // ---------------------------------------------------------------------------------------------------------------
    // Guardian and owner
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice Stops registration, checkpoints, claims, exits by proof and liquidations for at most 14 days. The next
    /// pause is possible 30 days after the end of this one. Guardian or owner.
    function pause() external;

    /// @notice Ends a pause. Guardian or owner.
    function unpause() external;

    /// @notice Takes a stored checkpoint's root out, for ever. Guardian or owner.
    function revokeCheckpoint(uint64 height) external;

    /// @notice Owner. Nodes registered before keep their stakes.
    function setStakingRequirement(uint256 newRequirement) external;

    /// @notice Owner. 1 to 10.
    function setMaxContributors(uint256 newMaximum) external;

    /// @notice Owner. 50,000 to 10,000,000 SESH per cycle.
    function setClaimCap(uint256 newCap) external;

    /// @notice Owner. 300 to 65,535.
    function setAbsenteeCap(uint256 newCap) external;

    /// @notice Owner. Liquidator and pool together at most 2 %.
    function setLiquidationRatios(uint256 liquidatorRatio, uint256 poolRatio, uint256 recipientRatio) external;

    /// @notice Owner.
    function setGuardian(address newGuardian) external;

    // ---------------------------------------------------------------------------------------------------------------
    // Views
    // ---------------------------------------------------------------------------------------------------------------

    /// @notice A node, active or gone. An id never given has the state `None`.
    function node(uint24 id) external view returns (Node memory);

    /// @notice Active nodes by ascending id.
    /// @param offset First id to look at: 0, then the `next` of the page before.
    /// @param limit Most nodes returned.
    /// @return page The nodes.
    /// @return next Offset of the next page, 0 after the last.
    function nodes(uint256 offset, uint256 limit) external view returns (Node[] memory page, uint256 next);

    /// @notice Id of the active node with this key; 0 without one.
    /// @param blsPubkey 96 bytes, affine, or 128 bytes, EIP-2537.
    function nodeIdByBlsKey(bytes calldata blsPubkey) external view returns (uint24);

    /// @notice Sum of the active nodes' keys, 96 bytes affine; 96 zero bytes without nodes.
    function aggregatePubkey() external view returns (bytes memory);

    /// @notice Grows with every key added or removed.
    function setVersion() external view returns (uint64);

    /// @notice Number of active nodes.
    function totalNodes() external view returns (uint256);

    /// @notice Sum of all stakes not yet returned.
    function totalPrincipal() external view returns (uint256);

    /// @notice The checkpoint accepted last; before the first one height 0 and the least time the first may follow.
    function latestCheckpoint() external view returns (Checkpoint memory);

    /// @notice Root stored for a height; 0 when it isn't stored (any more) or was revoked.
    function claimsRootAt(uint64 height) external view returns (bytes32);

    /// @notice What this cycle still pays, the rollover applied.
    /// @return left For all together.
    /// @return perRecipient Most for one recipient in a cycle: a quarter of the cap.
    /// @return endsAt When the next cycle begins.
    function claimWindow() external view returns (uint256 left, uint256 perRecipient, uint64 endsAt);

    /// @notice One recipient's figures.
    /// @return claimed Paid so far, never falling.
    /// @return left What this cycle still pays to it.
    function claims(address recipient) external view returns (uint256 claimed, uint256 left);

    /// @notice Every parameter in force.
    function params() external view returns (Params memory);

    /// @notice Exact stake of a node registered now.
    function stakingRequirement() external view returns (uint256);

    /// @notice Most contributors of a node registered now.
    function maxContributors() external view returns (uint256);

    /// @notice Digest a node's BLS key signs to prove its possession.
    /// @param blsKeyHash keccak256 of the 96-byte affine key.
    function proofOfPossessionDigest(
        bytes32 blsKeyHash,
        address operator,
        uint256 ed25519Pubkey
    ) external view returns (bytes32);

    /// @notice Digest the nodes sign for a checkpoint.
    function checkpointDigest(Checkpoint calldata checkpoint) external view returns (bytes32);

    /// @notice Whether {start} has been called.
    function started() external view returns (bool);

    /// @notice End of the pause; not paused when it is in the past.
    function pausedUntil() external view returns (uint64);

    /// @notice Who may pause and revoke.
    function guardian() external view returns (address);

    /// @notice The token staked and paid.
    function token() external view returns (address);

    /// @notice The pool rewards are released from.
    function rewardRatePool() external view returns (address);
}
