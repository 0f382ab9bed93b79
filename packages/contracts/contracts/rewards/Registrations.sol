// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Bls12381, G1Point} from "../bls/Bls12381.sol";
import {SignerSet} from "../bls/SignerSet.sol";
import {IServiceNodeRewardsErrors} from "../interfaces/IServiceNodeRewardsErrors.sol";
import {IServiceNodeRewardsEvents} from "../interfaces/IServiceNodeRewardsEvents.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";
import {Digests} from "./Digests.sol";
import {NodeData} from "./NodeData.sol";
import {RewardsStorage} from "./RewardsStorage.sol";

/// @title Adding nodes: registration and seeding
/// @notice Linked to the façade and called by delegatecall: `address(this)` and `msg.sender` are the façade's.
library Registrations {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SignerSet for SignerSet.Layout;

    uint256 internal constant MAX_FEE_BPS = 10_000;
    /// @dev The operator stakes at least one part in four, rounded up.
    uint256 internal constant OPERATOR_PARTS = 4;
    /// @dev Keys in a sliding minute: at least this many, or 2 % of the nodes. Keys that are two thirds of the set
    /// could sign anything, so they must not come in one transaction bought with a flash loan.
    uint256 internal constant RATE_WINDOW = 1 minutes;
    uint256 internal constant RATE_FLOOR = 20;
    uint256 internal constant RATE_PARTS = 50;

    /// @notice Registers a node and takes its stake from the caller.
    function register(
        IERC20 token,
        bytes calldata blsPubkey,
        bytes calldata proofOfPossession,
        IServiceNodeRewardsTypes.ServiceNodeParams calldata params,
        IServiceNodeRewardsTypes.Contributor[] calldata contributors
    ) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        uint256 requirement = $.settings.stakingRequirement;
        NodeData.Record memory record = NodeData.Record(
            params.feeBps,
            params.ed25519Pubkey,
            contributors.length == 0 ? _solo(requirement) : contributors
        );
        _checkRecord(record, requirement, $.settings.maxContributors);
        G1Point memory key = Bls12381.parseG1(blsPubkey);
        uint24 id = RewardsStorage.signers().nextId();
        _limitRate($, id);
        bytes32 digest = _reserveKey($, id, key, record);
        if (!Bls12381.verify(key, digest, proofOfPossession)) revert IServiceNodeRewardsErrors.InvalidProofOfPossession();

        RewardsStorage.signers().addWithRecord(id, key, NodeData.encode(record));
        $.nodes[id].addedAt = uint32(block.timestamp);
        $.funds.totalPrincipal = (uint256($.funds.totalPrincipal) + requirement).toUint96();
        emit IServiceNodeRewardsEvents.NewServiceNode(
            id,
            record.contributors[0].staker,
            msg.sender,
            abi.encodePacked(key.a, key.b, key.c),
            params,
            record.contributors
        );
        token.safeTransferFrom(msg.sender, address(this), requirement);
    }

    /// @notice Writes a page of keys, which count for nothing yet.
    function seedPage(uint16 word, bytes calldata keys) external {
        RewardsStorage.signers().seedPage(word, keys);
    }

    /// @notice Copies a word's keys onto a page.
    function compact(uint16 word) external {
        RewardsStorage.signers().compactKeys(word);
    }

    /// @notice Adds the nodes whose keys come next on the pages. The owner brings their stakes.
    function seed(
        IERC20 token,
        IServiceNodeRewardsTypes.SeedNode[] calldata seeds,
        bytes calldata proofsOfPossession
    ) external {
        RewardsStorage.Layout storage $ = RewardsStorage.load();
        uint256 number = seeds.length;
        if (number == 0 || number > Bls12381.MAX_BATCH) {
            revert IServiceNodeRewardsErrors.SeedBatchSize(number, Bls12381.MAX_BATCH);
        }
        uint24 firstId = RewardsStorage.signers().nextId();
        G1Point[] memory keys = RewardsStorage.signers().seededKeys(firstId, number);
        NodeData.Record[] memory records = new NodeData.Record[](number);
        bytes32[] memory digests = new bytes32[](number);
        uint256 requirement = $.settings.stakingRequirement;
        for (uint256 i = 0; i < number; ++i) {
            records[i] = NodeData.Record(seeds[i].feeBps, seeds[i].ed25519Pubkey, seeds[i].contributors);
            _checkRecord(records[i], requirement, $.settings.maxContributors);
            digests[i] = _reserveKey($, firstId + i, keys[i], records[i]);
        }
        if (!Bls12381.verifyBatch(keys, digests, proofsOfPossession)) {
            revert IServiceNodeRewardsErrors.InvalidProofOfPossession();
        }
        RewardsStorage.signers().activate(firstId, keys);
        address blob = NodeData.writeBatch(firstId, records);
        for (uint256 i = 0; i < number; ++i) {
            _recordSeed($, firstId + i, keys[i], records[i], blob);
        }
        uint256 stakes = requirement * number;
        $.funds.totalPrincipal = (uint256($.funds.totalPrincipal) + stakes).toUint96();
        token.safeTransferFrom(msg.sender, address(this), stakes);
    }

    function _recordSeed(
        RewardsStorage.Layout storage $,
        uint256 id,
        G1Point memory key,
        NodeData.Record memory record,
        address blob
    ) private {
        $.nodes[id] = RewardsStorage.NodeSlot(blob, uint32(block.timestamp), 0, 0);
        emit IServiceNodeRewardsEvents.NewSeededServiceNode(
            uint24(id),
            record.contributors[0].staker,
            abi.encodePacked(key.a, key.b, key.c),
            record.ed25519Pubkey,
            record.feeBps,
            record.contributors
        );
    }

    /// @dev Marks the key as used by `id`. Returns what it has to sign, bound to operator and ed25519 key.
    function _reserveKey(
        RewardsStorage.Layout storage $,
        uint256 id,
        G1Point memory key,
        NodeData.Record memory record
    ) private returns (bytes32 digest) {
        bytes32 keyHash = _keyHash(key);
        uint256 holder = $.idByKeyHash[keyHash];
        if (holder != 0) revert IServiceNodeRewardsErrors.BlsKeyInUse(uint24(holder));
        $.idByKeyHash[keyHash] = id;
        return Digests.proofOfPossession(keyHash, record.contributors[0].staker, record.ed25519Pubkey);
    }

    /// @dev keccak256 of the 96-byte affine key.
    function _keyHash(G1Point memory key) private pure returns (bytes32 keyHash) {
        assembly ("memory-safe") {
            keyHash := keccak256(key, 96)
        }
    }

    /// @dev Exact: the key `limit` registrations before this one must be older than the window.
    function _limitRate(RewardsStorage.Layout storage $, uint256 id) private view {
        uint256 limit = Math.max(RATE_FLOOR, RewardsStorage.signers().count() / RATE_PARTS);
        if (id < $.settings.firstRegisteredId + limit) return;
        if (block.timestamp < $.nodes[id - limit].addedAt + RATE_WINDOW) {
            revert IServiceNodeRewardsErrors.TooManyRegistrations(limit);
        }
    }

    function _solo(uint256 requirement) private view returns (IServiceNodeRewardsTypes.Contributor[] memory contributors) {
        contributors = new IServiceNodeRewardsTypes.Contributor[](1);
        contributors[0] = IServiceNodeRewardsTypes.Contributor(msg.sender, msg.sender, requirement);
    }

    /// @dev The rules of a node's stakes, the same for every path that adds one.
    function _checkRecord(NodeData.Record memory record, uint256 requirement, uint256 maxContributors) private pure {
        IServiceNodeRewardsTypes.Contributor[] memory shares = record.contributors;
        if (shares.length == 0) revert IServiceNodeRewardsErrors.NoContributors();
        if (shares.length > maxContributors) {
            revert IServiceNodeRewardsErrors.TooManyContributors(shares.length, maxContributors);
        }
        if (record.feeBps > MAX_FEE_BPS) revert IServiceNodeRewardsErrors.FeeTooHigh(record.feeBps, MAX_FEE_BPS);
        if (record.ed25519Pubkey == 0) revert IServiceNodeRewardsErrors.InvalidEd25519Pubkey();
        uint256 sum = 0;
        for (uint256 i = 0; i < shares.length; ++i) {
            IServiceNodeRewardsTypes.Contributor memory share = shares[i];
            if (share.staker == address(0) || share.beneficiary == address(0) || share.amount == 0) {
                revert IServiceNodeRewardsErrors.InvalidContributor(i);
            }
            for (uint256 j = 0; j < i; ++j) {
                if (shares[j].staker == share.staker) revert IServiceNodeRewardsErrors.DuplicateContributor(share.staker);
            }
            sum += share.amount;
        }
        if (sum != requirement) revert IServiceNodeRewardsErrors.WrongStake(sum, requirement);
        uint256 least = Math.ceilDiv(requirement, OPERATOR_PARTS);
        if (shares[0].amount < least) revert IServiceNodeRewardsErrors.OperatorStakeTooLow(shares[0].amount, least);
    }
}
