// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IServiceNodeContribution} from "../interfaces/IServiceNodeContribution.sol";
import {IServiceNodeRewards} from "../interfaces/IServiceNodeRewards.sol";
import {ContributionRules} from "./ContributionRules.sol";
import {ContributionState} from "./ContributionState.sol";

/// @title Views of a pool
abstract contract ContributionViews is ContributionState {
    /// @dev From a contributor's last contribution to its withdrawal.
    uint256 internal constant WITHDRAWAL_DELAY = 24 hours;

    constructor(IServiceNodeRewards rewards_) ContributionState(rewards_) {}

    /// @inheritdoc IServiceNodeContribution
    function pool() external view override returns (Pool memory p) {
        Arguments memory arguments = _load();
        (PoolContribution[] memory contributions, uint256 sum) = _contributed();
        (ContributionRules.Book memory book, ) = _book(arguments, contributions, address(0));
        p.state = _state(contributions.length, sum, arguments.requirement);
        p.operator = arguments.operator;
        p.stakingRequirement = arguments.requirement;
        p.maxContributors = arguments.maxContributors;
        p.blsPubkey = arguments.terms.blsPubkey;
        p.params = arguments.terms.params;
        p.manualFinalize = arguments.manualFinalize;
        p.resets = _progress.resets;
        p.termsHash = _termsHash(arguments);
        p.reserved = arguments.terms.reserved;
        p.contributions = contributions;
        p.contributed = sum;
        p.reservedOutstanding = book.outstanding;
        p.openSlots = book.openSlots;
        (p.minimumContribution, p.maximumContribution) = ContributionRules.limits(
            book,
            ContributionRules.Place(false, 0)
        );
        p.nodeId = _progress.nodeId;
    }

    /// @inheritdoc IServiceNodeContribution
    function state() external view override returns (PoolState) {
        (PoolContribution[] memory contributions, uint256 sum) = _contributed();
        return _state(contributions.length, sum, _load().requirement);
    }

    /// @inheritdoc IServiceNodeContribution
    function contributionLimits(
        address account
    ) external view override returns (uint256 minimum, uint256 maximum) {
        Arguments memory arguments = _load();
        (PoolContribution[] memory contributions, ) = _contributed();
        (ContributionRules.Book memory book, ContributionRules.Place memory place) = _book(
            arguments,
            contributions,
            account
        );
        return ContributionRules.limits(book, place);
    }

    /// @inheritdoc IServiceNodeContribution
    function contributionOf(
        address account
    ) external view override returns (PoolContribution memory contribution, uint64 withdrawableFrom) {
        (PoolContribution[] memory contributions, ) = _contributed();
        uint256 index = ContributionRules.indexOf(contributions, account);
        if (index == contributions.length) return (contribution, 0);
        contribution = contributions[index];
        if (_progress.finalized) return (contribution, 0);
        withdrawableFrom = contribution.contributedAt + (index == 0 ? 0 : uint64(WITHDRAWAL_DELAY));
    }

    /// @inheritdoc IServiceNodeContribution
    function termsHash() external view override returns (bytes32) {
        return _termsHash(_load());
    }

    /// @inheritdoc IServiceNodeContribution
    function operator() external view override returns (address) {
        return _operator();
    }

    /// @inheritdoc IServiceNodeContribution
    function nodeId() external view override returns (uint24) {
        return _progress.nodeId;
    }

    /// @inheritdoc IServiceNodeContribution
    function rewards() external view override returns (address) {
        return address(REWARDS);
    }

    /// @inheritdoc IServiceNodeContribution
    function token() external view override returns (address) {
        return address(TOKEN);
    }

    /// @inheritdoc IServiceNodeContribution
    function factory() external view override returns (address) {
        return address(FACTORY);
    }

    function _state(uint256 count, uint256 sum, uint256 requirement) private view returns (PoolState) {
        if (_progress.finalized) return PoolState.Finalized;
        if (count == 0) return PoolState.WaitForOperatorContrib;
        return sum == requirement ? PoolState.WaitForFinalized : PoolState.OpenForPublicContrib;
    }
}
