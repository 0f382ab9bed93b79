// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title Types of ServiceNodeRewards
/// @notice Amounts are base units of SESH, times unix seconds.
interface IServiceNodeRewardsTypes {
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
}
