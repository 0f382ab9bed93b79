// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SignerSet} from "../bls/SignerSet.sol";

/// @title Storage of ServiceNodeRewards (ERC-7201), shared by the façade and its libraries
/// @notice Fields read together stand in one slot. Amounts are base units of SESH (supply 2.4e17, below 2^58).
library RewardsStorage {
    /// @dev Checkpoints kept.
    uint256 internal constant RING_SIZE = 64;

    /// @notice What changes of a node. The rest stands in contract code: beside its key, or, for a seeded node, in the
    /// blob of its batch at `seedBlob`; see {NodeData}.
    struct NodeSlot {
        address seedBlob;
        uint32 addedAt;
        uint32 leaveRequestedAt;
        uint32 lastLeaveRequestAt;
    }

    /// @notice What is left of a node that did not leave with its whole stake at once.
    struct Lock {
        uint64 lockedUntil;
        uint96 penalty;
        bool withdrawn;
    }

    /// @notice Last checkpoint and what is checked with it.
    /// @param count Checkpoints ever accepted; the last one stands at (count − 1) mod 64.
    struct Head {
        uint64 height;
        uint64 time;
        uint40 pausedUntil;
        uint32 count;
        uint32 absenteeCap;
        bool started;
    }

    /// @notice Claim window and principal: one slot for each payment.
    struct Funds {
        uint32 cycle;
        uint64 spent;
        uint64 claimCap;
        uint96 totalPrincipal;
    }

    struct Settings {
        uint96 stakingRequirement;
        uint24 firstRegisteredId;
        uint8 maxContributors;
        uint32 liquidatorRatio;
        uint32 poolRatio;
        uint32 recipientRatio;
    }

    /// @notice `claimed` never falls; `spent` counts in `cycle` only.
    struct Recipient {
        uint128 claimed;
        uint32 cycle;
        uint96 spent;
    }

    /// @custom:storage-location erc7201:session.storage.ServiceNodeRewards
    struct Layout {
        Head head;
        Funds funds;
        Settings settings;
        address guardian;
        address pool;
        bytes32 latestBlockHash;
        bytes32[RING_SIZE] roots;
        uint64[RING_SIZE] heights;
        mapping(uint256 id => NodeSlot) nodes;
        mapping(uint256 id => Lock) locks;
        mapping(bytes32 blsKeyHash => uint256 id) idByKeyHash;
        mapping(address recipient => Recipient) recipients;
    }

    // keccak256(abi.encode(uint256(keccak256("session.storage.ServiceNodeRewards")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant LOCATION = 0xd089b1bc32a293e5ca0f40b2ec81b802b8a44cbbc0e67e6e3b27370e8c944300;

    // keccak256(abi.encode(uint256(keccak256("session.storage.SignerSet")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SIGNERS_LOCATION = 0x97573d2909199431bb3d39234b64f4b6c284a2fb73ead67d099b9a8ccf360200;

    function load() internal pure returns (Layout storage $) {
        assembly ("memory-safe") {
            $.slot := LOCATION
        }
    }

    /// @notice The set of signers, in a namespace of its own, so that both can grow.
    function signers() internal pure returns (SignerSet.Layout storage $) {
        assembly ("memory-safe") {
            $.slot := SIGNERS_LOCATION
        }
    }
}
