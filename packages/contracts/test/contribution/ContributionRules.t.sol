// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ContributionRules} from "../../contracts/contribution/ContributionRules.sol";
import {IServiceNodeContributionTypes} from "../../contracts/interfaces/IServiceNodeContributionTypes.sol";

/// @dev Pools filled at random by the rules themselves: accounts 1 … maxContributors, the operator is 1.
contract ContributionRulesTest is IServiceNodeContributionTypes {
    address private constant OPERATOR = address(1);

    struct Run {
        uint256 requirement;
        uint256 maxContributors;
        uint256 seed;
        ReservedContribution[] reserved;
        PoolContribution[] contributions;
    }

    /// @dev Whoever takes the places, in whatever order and with whatever amounts are allowed: once all are taken, the
    /// pool holds exactly its requirement, if there was a place without a reservation at all; else those inside can
    /// bring what is missing.
    function testFuzz_placesAlwaysFillThePool(
        uint64 requirement,
        uint8 maximum,
        uint8 places,
        uint256 seed
    ) external pure {
        Run memory run = _start(requirement, maximum, places, seed);
        uint256 openAtFirst = _openSlots(run);
        for (uint256 n = 0; n < run.maxContributors; ++n) {
            if (!_join(run, n == 0 ? OPERATOR : _somebody(run))) break;
            _requireSound(run);
        }
        uint256 missing = run.requirement - _sum(run);
        if (run.contributions.length == run.maxContributors) {
            if (openAtFirst != 0) require(missing == 0, "the last place fills the rest");
            if (missing != 0) _contribute(run, run.contributions[_next(run) % run.maxContributors].staker, missing);
        }
        _fill(run);
        require(_sum(run) == run.requirement, "exactly the requirement");
        uint256 quarter = ContributionRules.operatorLeast(run.requirement);
        require(run.contributions[0].amount >= quarter, "the operator's quarter");
    }

    /// @dev Contributions, top-ups and withdrawals as they come never make the requirement unreachable.
    function testFuzz_neverUnreachable(uint64 requirement, uint8 maximum, uint8 places, uint256 seed) external pure {
        Run memory run = _start(requirement, maximum, places, seed);
        _join(run, OPERATOR);
        for (uint256 n = 0; n < 24; ++n) {
            uint256 count = run.contributions.length;
            uint256 what = _next(run) % 3;
            if (what == 0 && count > 1) _leave(run, 1 + (_next(run) % (count - 1)));
            else if (what == 1) _topUp(run, run.contributions[_next(run) % count].staker);
            else _join(run, _somebody(run));
            _requireSound(run);
        }
        _fill(run);
        require(_sum(run) == run.requirement, "exactly the requirement");
    }

    /// @dev Nobody inside the limits is refused, nobody outside can take what is kept for others.
    function testFuzz_limitsAreInOrder(uint64 requirement, uint8 maximum, uint8 places, uint256 seed) external pure {
        Run memory run = _start(requirement, maximum, places, seed);
        for (uint256 i = 0; i <= run.maxContributors; ++i) {
            (uint256 least, uint256 most) = _limits(run, address(uint160(i + 1)));
            require(least <= most && most <= run.requirement, "least and most");
            require(least != 0 || most == 0, "a newcomer brings something");
        }
    }

    function _start(
        uint64 requirement,
        uint8 maximum,
        uint8 places,
        uint256 seed
    ) private pure returns (Run memory run) {
        run.requirement = 100 + (requirement % 1e15);
        run.maxContributors = 1 + (maximum % 10);
        run.seed = seed;
        // Some of the accounts from the second on, and sometimes the operator, with parts of what the quarter leaves.
        bool named = seed % 2 == 0;
        uint256 count = places % run.maxContributors;
        run.reserved = new ReservedContribution[](count + (named ? 1 : 0));
        uint256 left = run.requirement - ContributionRules.operatorLeast(run.requirement);
        for (uint256 i = 0; i < count; ++i) {
            uint256 amount = 1 + (_next(run) % (left / (count - i)));
            run.reserved[i] = ReservedContribution(address(uint160(i + 2)), amount);
            left -= amount;
        }
        if (named) {
            uint256 amount = ContributionRules.operatorLeast(run.requirement) + (_next(run) % (left + 1));
            run.reserved[count] = ReservedContribution(OPERATOR, amount);
        }
        run.contributions = new PoolContribution[](0);
        ContributionRules.checkReserved(run.reserved, OPERATOR, run.requirement, run.maxContributors);
    }

    /// @dev A newcomer brings the least, the most, or anything between. False when it has no place.
    function _join(Run memory run, address account) private pure returns (bool) {
        (uint256 least, uint256 most) = _limits(run, account);
        if (most == 0) return false;
        uint256 choice = _next(run) % 3;
        uint256 amount = choice == 0 ? least : least + (_next(run) % (most - least + 1));
        _contribute(run, account, choice == 1 && _next(run) % 4 == 0 ? most : amount);
        return true;
    }

    function _topUp(Run memory run, address account) private pure {
        (, uint256 most) = _limits(run, account);
        if (most != 0) _contribute(run, account, 1 + (_next(run) % most));
    }

    /// @dev Takes every place at its minimum, then what is missing comes from the operator.
    function _fill(Run memory run) private pure {
        for (uint256 i = 0; i < run.maxContributors; ++i) {
            address account = address(uint160(i + 1));
            if (_indexOf(run, account) != run.contributions.length) continue;
            (uint256 least, ) = _limits(run, account);
            if (least != 0) _contribute(run, account, least);
        }
        (, uint256 most) = _limits(run, OPERATOR);
        if (most != 0) _contribute(run, OPERATOR, most);
    }

    function _contribute(Run memory run, address account, uint256 amount) private pure {
        (uint256 least, uint256 most) = _limits(run, account);
        require(amount != 0 && amount >= least && amount <= most, "allowed");
        uint256 index = _indexOf(run, account);
        uint256 count = run.contributions.length;
        if (index == count) {
            PoolContribution[] memory longer = new PoolContribution[](count + 1);
            for (uint256 i = 0; i < count; ++i) {
                longer[i] = run.contributions[i];
            }
            longer[count] = PoolContribution(account, account, 0, 0);
            run.contributions = longer;
        }
        run.contributions[index].amount += amount;
    }

    function _leave(Run memory run, uint256 index) private pure {
        uint256 count = run.contributions.length - 1;
        PoolContribution[] memory shorter = new PoolContribution[](count);
        for (uint256 i = 0; i < count; ++i) {
            shorter[i] = run.contributions[i == index ? count : i];
        }
        run.contributions = shorter;
    }

    function _requireSound(Run memory run) private pure {
        (ContributionRules.Book memory b, ) = _book(run, OPERATOR);
        require(b.left + _sum(run) == run.requirement, "left");
        require(b.outstanding <= b.left, "reservations always fit");
        require(run.contributions.length <= run.maxContributors, "places");
    }

    /// @dev Somebody who isn't inside yet, if there is one.
    function _somebody(Run memory run) private pure returns (address account) {
        uint256 start = _next(run) % run.maxContributors;
        for (uint256 i = 0; i < run.maxContributors; ++i) {
            account = address(uint160(1 + ((start + i) % run.maxContributors)));
            if (_indexOf(run, account) == run.contributions.length) return account;
        }
    }

    function _openSlots(Run memory run) private pure returns (uint256) {
        (ContributionRules.Book memory b, ) = _book(run, OPERATOR);
        return b.openSlots;
    }

    function _limits(Run memory run, address account) private pure returns (uint256 least, uint256 most) {
        (ContributionRules.Book memory b, ContributionRules.Place memory place) = _book(run, account);
        return ContributionRules.limits(b, place);
    }

    function _book(
        Run memory run,
        address account
    ) private pure returns (ContributionRules.Book memory, ContributionRules.Place memory) {
        return
            ContributionRules.book(
                run.reserved,
                run.contributions,
                OPERATOR,
                run.requirement,
                run.maxContributors,
                account
            );
    }

    function _indexOf(Run memory run, address account) private pure returns (uint256) {
        return ContributionRules.indexOf(run.contributions, account);
    }

    function _sum(Run memory run) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < run.contributions.length; ++i) {
            sum += run.contributions[i].amount;
        }
    }

    function _next(Run memory run) private pure returns (uint256) {
        run.seed = uint256(keccak256(abi.encode(run.seed)));
        return run.seed;
    }
}
