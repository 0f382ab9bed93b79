// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IServiceNodeContribution} from "../interfaces/IServiceNodeContribution.sol";
import {IServiceNodeContributionFactory} from "../interfaces/IServiceNodeContributionFactory.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {ContributionRules} from "./ContributionRules.sol";
import {PoolTerms} from "./PoolTerms.sol";

/// @title What a pool remembers, and what follows from it
/// @notice Arguments in the pool's own code: operator (20) ‖ requirement (8) ‖ contributor limit (1) ‖ registers by
/// hand (1) ‖ first terms, see {PoolTerms}.
abstract contract ContributionState is IServiceNodeContribution {
    uint256 private constant ARGUMENTS_BYTES = 30;

    IServiceNodeRewards internal immutable REWARDS;
    IERC20 internal immutable TOKEN;
    IServiceNodeContributionFactory internal immutable FACTORY;
    address private immutable SELF;

    /// @dev One slot.
    /// @param terms Contract holding the terms; zero for those the pool was deployed with.
    /// @param resets Number of resets.
    /// @param nodeId Id of the registered node.
    /// @param finalized Set before the registration is sent.
    /// @param manualSwitched Whether `manualFinalize` is the opposite of what it was at deployment.
    struct Progress {
        address terms;
        uint32 resets;
        uint24 nodeId;
        bool finalized;
        bool manualSwitched;
    }

    /// @dev Two slots, the second empty while the staker is its own beneficiary.
    struct Stored {
        address staker;
        uint64 amount;
        uint32 contributedAt;
        address beneficiary;
    }

    /// @dev Fixed at deployment.
    struct Arguments {
        address operator;
        uint256 requirement;
        uint256 maxContributors;
        bool manualFinalize;
        PoolTerms.Terms terms;
    }

    Progress internal _progress;
    /// @dev The operator's first. Kept after the registration for those who look.
    Stored[] internal _contributions;

    constructor(IServiceNodeRewards rewards_) {
        REWARDS = rewards_;
        TOKEN = IERC20(rewards_.token());
        FACTORY = IServiceNodeContributionFactory(msg.sender);
        SELF = address(this);
    }

    /// @dev Arguments with the terms in force; `manualFinalize` likewise.
    function _load() internal view returns (Arguments memory arguments) {
        bytes memory data = _fetch();
        arguments = _head(data);
        Progress storage progress = _progress;
        if (progress.manualSwitched) arguments.manualFinalize = !arguments.manualFinalize;
        address terms = progress.terms;
        arguments.terms = terms == address(0) ? PoolTerms.decode(data, ARGUMENTS_BYTES) : PoolTerms.read(terms);
    }

    function _operator() internal view returns (address) {
        return _head(_fetch()).operator;
    }

    function _fetch() private view returns (bytes memory) {
        if (address(this) == SELF) revert NotAPool();
        return Clones.fetchCloneArgs(address(this));
    }

    function _head(bytes memory data) private pure returns (Arguments memory arguments) {
        uint256 word;
        assembly ("memory-safe") {
            word := mload(add(data, 32))
        }
        arguments.operator = address(uint160(word >> 96));
        arguments.requirement = uint64(word >> 32);
        arguments.maxContributors = uint8(word >> 24);
        arguments.manualFinalize = uint8(word >> 16) != 0;
    }

    function _termsHash(Arguments memory arguments) internal view returns (bytes32) {
        PoolTerms.Terms memory terms = arguments.terms;
        return
            keccak256(
                abi.encode(
                    terms.blsPubkey,
                    terms.params,
                    terms.reserved,
                    arguments.manualFinalize,
                    arguments.requirement,
                    uint256(_progress.resets)
                )
            );
    }

    /// @dev All contributions, read once.
    function _contributed() internal view returns (PoolContribution[] memory contributions, uint256 sum) {
        uint256 count = _contributions.length;
        contributions = new PoolContribution[](count);
        for (uint256 i = 0; i < count; ++i) {
            Stored memory stored = _contributions[i];
            address beneficiary = stored.beneficiary == address(0) ? stored.staker : stored.beneficiary;
            contributions[i] = PoolContribution(stored.staker, beneficiary, stored.amount, stored.contributedAt);
            sum += stored.amount;
        }
    }

    /// @dev The sums behind everybody's limits, and the account's own place.
    function _book(
        Arguments memory arguments,
        PoolContribution[] memory contributions,
        address account
    ) internal pure returns (ContributionRules.Book memory, ContributionRules.Place memory) {
        return
            ContributionRules.book(
                arguments.terms.reserved,
                contributions,
                arguments.operator,
                arguments.requirement,
                arguments.maxContributors,
                account
            );
    }
}
